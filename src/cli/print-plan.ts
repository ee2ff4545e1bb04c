import { printBytes } from '../base/bytes.ts';
import { printRough } from '../base/duration.ts';
import { sum } from '../base/sum.ts';
import { figure, plural } from '../base/text.ts';
import { printable, type Paint } from '../base/paint.ts';
import type { Facts } from '../model/asset.ts';
import { nameOf, reasonOf } from '../model/run/plan-line.ts';
import { plannedSize } from '../plan/planned-size.ts';
import type { AssetPlan, PlanTotals, RenditionAction } from '../model/plan.ts';
import type { SetChange } from '../model/sets.ts';

type Action = RenditionAction['action'];

const SIGNS: Readonly<Record<Action, string>> = { make: '+', keep: '=', carry: '>', remove: '-' };

/** Renditions of one asset with which the same happens for the same reason. */
interface Group {
  readonly action: Action;
  readonly reason: string;
  readonly names: string[];
}

/** `thumb 150×150`, or the name alone where the size is not known. */
function printName(action: RenditionAction, facts: Facts | null, paint: Paint): string {
  const size = plannedSize(action, facts);
  return size ? `${nameOf(action)} ${paint.dim(`${size.width}×${size.height}`)}` : nameOf(action);
}

function groupActions(
  actions: readonly RenditionAction[],
  print: (action: RenditionAction) => string,
): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const action of actions) {
    const reason = reasonOf(action);
    const key = `${action.action} ${reason}`;
    const group = groups.get(key) ?? { action: action.action, reason, names: [] };
    group.names.push(print(action));
    groups.set(key, group);
  }
  return [...groups.values()];
}

function styleOf(action: Action, paint: Paint): (text: string) => string {
  if (action === 'make') return paint.green;
  if (action === 'remove') return paint.red;
  return action === 'carry' ? paint.yellow : paint.dim;
}

function printGroup({ action, reason, names }: Group, separator: string, paint: Paint): string {
  const what = styleOf(action, paint)(`${SIGNS[action]} ${action.padEnd(6)}`);
  return `  ${what}  ${names.join(separator)}  ${paint.dim(`(${reason})`)}`;
}

function printHeadline({ path, movedFrom, gone, profile }: AssetPlan, paint: Paint): string {
  const moved = movedFrom === undefined ? '' : `  from ${printable(movedFrom)}`;
  const governed = profile === null ? '' : paint.dim(`  ${profile}`);
  return `${paint.bold(printable(path))}${moved}${gone === undefined ? governed : paint.yellow(`  ${gone}`)}`;
}

function printPlaceholders({ placeholderDue, placeholders = [] }: AssetPlan, paint: Paint): readonly string[] {
  if (placeholderDue !== true) return [];
  return [
    `  ${styleOf('make', paint)(`${SIGNS.make} make  `)}  placeholder  ${paint.dim(`(${placeholders.join(', ')})`)}`,
  ];
}

function printWords({ words }: AssetPlan, paint: Paint): readonly string[] {
  return words === true
    ? [`  ${styleOf('carry', paint)('~ tell  ')}  ${paint.dim('(other words in the manifest)')}`]
    : [];
}

/** The style of printed plans: colours, and whether they have every detail (`-v`). */
interface PrintStyle {
  readonly paint: Paint;
  readonly verbose: boolean;
}

/** Tells whether the plan of an asset is worth printing: it makes, moves or drops something, or has warnings or errors. */
export function isNoteworthy({
  actions,
  placeholderDue,
  words,
  errors,
  warnings,
  gone,
  movedFrom,
}: AssetPlan): boolean {
  const changes = placeholderDue === true || words === true || actions.some(({ action }) => action !== 'keep');
  return changes || errors.length + warnings.length > 0 || gone !== undefined || movedFrom !== undefined;
}

/**
 * Lines about the work planned for one asset and the reasons; no lines where all is kept, unless `verbose`, which tells
 * sizes as well.
 */
export function printAssetPlan(plan: AssetPlan, { paint, verbose }: PrintStyle): readonly string[] {
  if (!verbose && !isNoteworthy(plan)) return [];
  const facts = plan.master?.facts ?? null;
  const name = (action: RenditionAction): string => (verbose ? printName(action, facts, paint) : nameOf(action));
  const groups = groupActions(plan.actions, name).filter(({ action }) => verbose || action !== 'keep');
  return [
    printHeadline(plan, paint),
    ...groups.map((group) => printGroup(group, verbose ? ', ' : ' ', paint)),
    ...printPlaceholders(plan, paint),
    ...printWords(plan, paint),
    ...plan.errors.map(({ code, message }) => `  ${paint.red(`! ${code}`)}  ${printable(message)}`),
    ...plan.warnings.map((warning) => `  ${paint.yellow('! warning')}  ${printable(warning)}`),
  ];
}

/** Tells whether carrying the plan out would change the output. */
export function wouldChange({ make, carry, remove, gone, placeholders, words }: PlanTotals): boolean {
  return make + carry + remove + gone + placeholders + words > 0;
}

/** Seconds of one core that the making is estimated to take. */
export const secondsOf = ({ work }: PlanTotals): number => sum(Object.values(work));

/** The estimate of what is to be made: megabytes and time, both about. */
function printEstimate(totals: PlanTotals, workers: number): readonly string[] {
  if (totals.jobs === 0) return [];
  const { masterBytes, outputBytes, jobs } = totals;
  const width = Math.min(workers, jobs);
  const cpu = secondsOf(totals);
  const alone = width > 1 ? `, ${printRough(cpu)} of CPU on ${plural(width, 'worker')}` : '';
  return [
    `About ${printBytes(outputBytes)} out of masters of ${printBytes(masterBytes)}, in about ${printRough(cpu / width)}${alone}`,
  ];
}

/** The last lines of a plan; `workers`: jobs side by side at most. */
export function printPlanTotals(totals: PlanTotals, workers: number, paint: Paint): readonly string[] {
  const { assets, jobs, make, keep, carry, remove } = totals;
  const also = [
    [totals.words, `${plural(totals.words, 'asset')} with other words in the manifest`],
    [totals.gone, `${plural(totals.gone, 'master')} gone`],
    [totals.clips, `${plural(totals.clips, 'clip')} not processed`],
    [totals.unsupported, `${plural(totals.unsupported, 'asset')} in formats that are not read`],
    [totals.ignored, `${plural(totals.ignored, 'file')} ignored`],
    [totals.stale, `${plural(totals.stale, 'rendition')} of an older engine`],
  ] as const;
  const extras = also.filter(([number]) => number > 0).map(([, text]) => text);
  const headline = wouldChange(totals)
    ? `${figure(make)} to make in ${plural(jobs, 'job')}, ${carry} to carry over, ${remove} to remove, ${keep} up to date`
    : `Nothing would change: ${plural(assets, 'asset')}, ${plural(keep, 'rendition')} up to date`;
  return [
    paint.bold(headline),
    ...printEstimate(totals, workers),
    ...(extras.length > 0 ? [`Also ${extras.join(', ')}`] : []),
  ];
}

// As many sets are told by name.
const SETS_SHOWN = 10;

/** The sets that a run would change: their numbers, and the first of them by name. */
export function printPlannedSets(sets: readonly SetChange[], { paint, verbose }: PrintStyle): readonly string[] {
  const counts = (['made', 'changed', 'removed'] as const).flatMap((change) => {
    const number = sets.filter((set) => set.change === change).length;
    return number === 0 ? [] : [`${plural(number, 'set')} ${change}`];
  });
  const shown = verbose ? sets : sets.slice(0, SETS_SHOWN);
  const more = sets.length - shown.length;
  return [
    `Then ${counts.join(', ')}`,
    ...shown.map(({ change, set }) => `  ${change.padEnd(7)}  ${printable(set)}`),
    ...(more > 0 ? [paint.dim(`  …and ${more} more: dmx plan -v`)] : []),
  ];
}
