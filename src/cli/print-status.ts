import { printBytes } from '../base/bytes.ts';
import { printable, type Paint } from '../base/paint.ts';
import { figure, plural } from '../base/text.ts';
import { ERRORS, type ErrorCode, type ErrorData } from '../model/errors.ts';
import type { KeptFiles } from '../model/left-file.ts';
import type { RunRecord } from '../model/run/run.ts';
import type { StatusView } from '../run/status.ts';
import { printFar } from './print-runs.ts';
import { printColumns } from './table.ts';

/** Failures named of each code; -v names all that are known. */
const NAMED = 10;

interface Failure extends ErrorData {
  readonly path: string;
}

/** `3 replaced files (1.2 MB) stay until 2026-03-08 14:30 UTC`; nothing where there are none. */
export function printKept({ files, bytes, until }: KeptFiles): readonly string[] {
  if (until === null) return [];
  const moment = until.slice(0, 16).replace('T', ' ');
  return [
    `${plural(files, 'replaced file')} (${printBytes(bytes)}) ${files === 1 ? 'stays' : 'stay'} until ${moment} UTC`,
  ];
}

function printStates({ summary, kept }: StatusView): readonly string[] {
  const { states, gone, renditions, renditionBytes, masterBytes } = summary;
  const rows: [number, string, string][] = [
    [states.ready, 'ready', 'everything asked for is there'],
    [states.partial, 'partial', 'some renditions failed'],
    [states.failed, 'failed', 'nothing could be made'],
    [states.unsupported, 'unsupported', 'a format that dmx does not read'],
    [gone, 'gone', 'the master vanished; files wait for dmx prune'],
  ];
  const shown = rows.filter(([number, state]) => number > 0 || state === 'ready');
  return [
    ...printColumns(
      shown.map(([number, state, meaning]) => [figure(number), state, meaning]),
      [0],
    ).map((l) => `  ${l}`),
    '',
    `  ${plural(renditions, 'rendition')}, ${printBytes(renditionBytes)}, from masters of ${printBytes(masterBytes)}`,
    ...printKept(kept).map((line) => `  ${line}`),
  ];
}

/** The last run, and the error that ended it. */
function printRun(run: RunRecord, now: number, paint: Paint): readonly string[] {
  const { command, title, state, startedAt, counts, error } = run;
  const name = title === '' ? '' : ` "${printable(title)}"`;
  const far = state === 'running' ? printFar(run, now) : '';
  if (far !== '') return [`  Running: ${command}${name}. ${far}`];
  const when = startedAt.slice(0, 16).replace('T', ' ');
  return [
    `  Last run: ${command}${name} ${when} UTC, ${state}, ${plural(counts.made, 'rendition')} made`,
    ...(error === undefined ? [] : [`  ${paint.red(error.code)}  ${printable(error.message)}`]),
    ...(error === undefined || error.hint === '' ? [] : [`  ${paint.dim('→')} ${printable(error.hint)}`]),
  ];
}

function groupByCode(view: StatusView): readonly (readonly [ErrorCode, readonly Failure[]])[] {
  const groups = new Map<ErrorCode, Failure[]>();
  for (const { path, errors } of view.failures) {
    for (const error of errors) groups.set(error.code, [...(groups.get(error.code) ?? []), { path, ...error }]);
  }
  return [...groups].toSorted(([, a], [, b]) => b.length - a.length);
}

function printFailure({ path, rendition, message }: Failure, paint: Paint): string {
  return `  ${paint.bold(printable(path))}${rendition === null ? '' : ` (${rendition})`}  ${printable(message)}`;
}

function printGroup(code: ErrorCode, failures: readonly Failure[], paint: Paint, named: number): readonly string[] {
  const more = failures.length - named;
  const hints = [...new Set(failures.map(({ hint }) => hint))].filter((hint) => hint !== '').slice(0, 3);
  return [
    '',
    `${paint.red(code)}  ${ERRORS[code].summary}  ${paint.dim(`(${figure(failures.length)})`)}`,
    ...failures.slice(0, named).map((failure) => printFailure(failure, paint)),
    ...(more > 0 ? [paint.dim(`  …and ${figure(more)} more: dmx status -v`)] : []),
    ...hints.map((hint) => `  ${paint.dim('→')} ${printable(hint)}`),
  ];
}

/** The catalog's knowledge, for people: counts by state, sizes, the last run, failures with what to do. `now` in ms. */
export function printStatus(
  view: StatusView,
  { paint, verbose, now }: { readonly paint: Paint; readonly verbose: boolean; readonly now: number },
): readonly string[] {
  const { library, output, folder, summary, lastRun } = view;
  const last = lastRun === undefined ? [] : printRun(lastRun, now, paint);
  const known = Object.values(summary.states).reduce((sum, number) => sum + number, summary.gone);
  const place = folder === '' ? printable(library) : `${printable(folder)} in ${printable(library)}`;
  const headline = `${paint.bold(place)} → ${printable(output)}`;
  if (known === 0 && folder !== '') return [headline, 'No asset of this folder is known: dmx ingest', ...last];
  if (known === 0) return [headline, ...(last.length > 0 ? last : ['Nothing is known yet: dmx ingest'])];
  const named = verbose ? Infinity : NAMED;
  return [
    headline,
    '',
    ...printStates(view),
    ...last,
    ...groupByCode(view).flatMap(([code, failures]) => printGroup(code, failures, paint, named)),
  ];
}
