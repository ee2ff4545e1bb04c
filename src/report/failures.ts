import { figure, plural } from '../base/text.ts';
import { ERRORS } from '../model/errors.ts';
import { printable, type Paint } from '../base/paint.ts';
import type { FailureGroup, WarningGroup } from './tally.ts';

/** Failures named of each group; the rest is counted. */
const NAMED = 8;

function printFailure({ asset, error }: FailureGroup['first'][number], paint: Paint): string {
  const rendition = error.rendition === null ? '' : ` (${error.rendition})`;
  return `  ${paint.bold(printable(asset))}${rendition}  ${printable(error.message)}`;
}

/** Hints of a group, each once, in the order they came. */
function hintsOf(group: FailureGroup): readonly string[] {
  const hints = group.first.map(({ error }) => error.hint).filter((hint) => hint !== '');
  // Where every file has a hint of its own, three are enough to see the pattern.
  return [...new Set(hints)].slice(0, 3);
}

function printFailureGroup(
  group: FailureGroup,
  paint: Paint,
  { named, style }: Required<FailureSetting>,
): readonly string[] {
  const shown = group.first.slice(0, named);
  const more = group.count - shown.length;
  return [
    `${paint[style](group.code)}  ${ERRORS[group.code].summary}  ${paint.dim(`(${figure(group.count)})`)}`,
    ...shown.map((failure) => printFailure(failure, paint)),
    ...(more > 0 ? [paint.dim(`  …and ${figure(more)} more: dmx status`)] : []),
    ...hintsOf(group).map((hint) => `  ${paint.dim('→')} ${printable(hint)}`),
  ];
}

interface FailureSetting {
  /** The most names shown of each code. */
  readonly named?: number | undefined;
  /** The colour of the codes: what fails nothing is no more than a warning. */
  readonly style?: 'red' | 'yellow';
}

/** Failures by code, most frequent first: names, then what to do. */
export function printFailures(
  groups: Iterable<FailureGroup>,
  paint: Paint,
  { named = NAMED, style = 'red' }: FailureSetting = {},
): readonly string[] {
  return [...groups]
    .toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
    .flatMap((group) => ['', ...printFailureGroup(group, paint, { named, style })])
    .slice(1);
}

/** Warnings, the most frequent first, each once with the assets it concerns. `named` bounds how many are shown. */
export function printWarnings(groups: Iterable<WarningGroup>, paint: Paint, named = NAMED): readonly string[] {
  const all = [...groups].toSorted((a, b) => b.count - a.count);
  const left = all.length - Math.min(named, all.length);
  const more = left > 0 ? [paint.dim(`…and ${plural(left, 'other warning')}: with --verbose, or dmx show ASSET`)] : [];
  const shown = all.slice(0, named).map(({ message, count, first }) => {
    const names = first.slice(0, 3).map(printable).join(', ');
    const others = count > 3 ? ', …' : '';
    return `${paint.yellow('warning')}  ${printable(message)} ${paint.dim(`(${plural(count, 'asset')}: ${names}${others})`)}`;
  });
  return [...shown, ...more];
}
