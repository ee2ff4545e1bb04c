import { relative, resolve } from 'node:path';
import { printBytes } from '../base/bytes.ts';
import { printDuration } from '../base/duration.ts';
import { plural } from '../base/text.ts';
import type { RunState } from '../model/run/run.ts';
import { printFailures, printWarnings } from './failures.ts';
import { printable, type Paint } from '../base/paint.ts';
import type { Tally } from './tally.ts';
import { printUnsure } from './unsure.ts';

export interface SummarySetting {
  readonly paint: Paint;
  readonly cwd: string;
  readonly verbose: boolean;
  /** True if failures are told elsewhere, so that they are only counted here. */
  readonly failuresApart?: true;
}

type Finished = NonNullable<Tally['finished']>;

/** The path as a person in `cwd` would type it, where that is shorter, and safe to show. */
export function shortPath(path: string, cwd: string): string {
  const near = relative(cwd, path) || '.';
  return printable(near.length < path.length ? near : path);
}

function hasFailures({ counts }: Pick<Finished, 'counts'>): boolean {
  return counts.failedAssets + counts.failedRenditions > 0;
}

/** Tells whether no file came or went. */
function isIdle({ counts }: Pick<Finished, 'counts'>): boolean {
  return counts.made + counts.carried + counts.removed + counts.removedFiles + counts.gone === 0;
}

/** Tells whether the run changed nothing and nothing failed. */
export function isUnchanged({ state, counts }: Finished): boolean {
  return state === 'finished' && isIdle({ counts }) && !hasFailures({ counts });
}

const ENDINGS: Readonly<Record<RunState, string>> = {
  running: 'Still running',
  finished: 'Done',
  interrupted: 'Interrupted; what was finished is recorded',
  suspended: 'Suspended; what was finished is recorded',
  terminated: 'Terminated; what was finished is recorded',
  failed: 'Ended by an error; what was finished is recorded',
};

/** Tells whether any master was read or worked on. */
function hasTried({ planned, mastersRead }: Tally): boolean {
  return (planned?.jobs ?? 0) + mastersRead > 0;
}

function printHeadline(tally: Tally, { paint }: SummarySetting): string {
  const { finished } = tally;
  if (finished === undefined) return '';
  const time = printDuration(finished.seconds);
  if (finished.state !== 'finished') return paint.yellow(paint.bold(`${ENDINGS[finished.state]} (${time})`));
  if (hasFailures(finished) && isIdle(finished) && !hasTried(tally)) {
    return paint.yellow(paint.bold(`Nothing new to make (${time}); what failed before was not tried again`));
  }
  if (!hasFailures(finished)) return paint.green(paint.bold(`Done in ${time}`));
  return paint.yellow(paint.bold(`Done in ${time}, but not everything could be made`));
}

function printMade({ finished, assetsMade, madeBytes, masterBytes }: Tally): string {
  const made = finished?.counts.made ?? 0;
  const seconds = finished?.seconds ?? 0;
  const speed = seconds > 0 && made > 0 ? `, ${(made / seconds).toFixed(1)} a second` : '';
  const bytes = finished?.counts.madeBytes || madeBytes;
  const saving = masterBytes > bytes ? `, ${Math.round((1 - bytes / masterBytes) * 100)} % less` : '';
  const masters = masterBytes > 0 ? ` from masters of ${printBytes(masterBytes)}${saving}` : '';
  return `${plural(made, 'rendition')} of ${plural(assetsMade, 'asset')}: ${printBytes(bytes)}${masters}${speed}`;
}

function printFailed({ counts }: Finished, { failures }: Tally): string {
  const renditions = counts.failedRenditions > 0 ? [plural(counts.failedRenditions, 'rendition')] : [];
  const assets = plural(counts.failedAssets, 'asset');
  // Those that failed before and were not tried again are not named by this run.
  const named = failures.size === 0 ? ['as before: dmx status'] : [];
  return [assets, ...renditions, ...named].join(', ');
}

function printRemoved({ counts: { removed, removedFiles, removedBytes } }: Finished): string {
  const files = removedFiles > 0 ? [`${plural(removedFiles, 'file')}, ${printBytes(removedBytes)}`] : [];
  const renditions = removed > 0 ? [`${plural(removed, 'rendition')} no longer asked for`] : [];
  return [...files, ...renditions].join('; ');
}

/** Label and text of every line of the table that has something to say. */
function rowsOf(tally: Tally): readonly (readonly [string, string])[] {
  const { finished, planned } = tally;
  if (finished === undefined) return [];
  const { counts } = finished;
  const { unsupported = 0 } = planned ?? {};
  const rows: [number, string, string][] = [
    [counts.made, 'Made', printMade(tally)],
    [counts.kept, 'Kept', `${plural(counts.kept, 'rendition')}, up to date`],
    [counts.carried, 'Carried', `${plural(counts.carried, 'rendition')}, moved with the master, not made again`],
    [counts.removed + counts.removedFiles, 'Removed', printRemoved(finished)],
    [counts.failedAssets + counts.failedRenditions, 'Failed', printFailed(finished, tally)],
    [counts.gone, 'Gone', `${plural(counts.gone, 'master')}; what was made of them is no longer listed`],
    [unsupported, 'Not read', `${plural(unsupported, 'asset')} in a format that dmx does not read`],
    [counts.ignored, 'Ignored', `${plural(counts.ignored, 'file')}, neither picture nor clip`],
  ];
  return rows.filter(([number]) => number > 0).map(([, label, line]) => [label, line]);
}

/** The steps that a person would want to take now, at most three things. */
function nextSteps({ finished, planned }: Tally): readonly string[] {
  if (finished === undefined) return [];
  const steps: string[] = [];
  if (finished.state !== 'finished') steps.push('the same command goes on where this one ended');
  if (hasFailures(finished)) steps.push('dmx reprocess --failed   once the masters or profiles above are mended');
  if ((planned?.stale ?? 0) > 0) {
    steps.push(
      `dmx reprocess --stale    makes the ${plural(planned?.stale ?? 0, 'rendition')} of an older engine anew`,
    );
  }
  if (finished.counts.gone > 0) steps.push('dmx prune                removes the files of masters that are gone');
  return steps.slice(0, 3);
}

function printPlaces({ started, manifest }: Tally, { cwd }: SummarySetting): readonly (readonly [string, string])[] {
  if (started === undefined) return [];
  const output = ['Output', shortPath(started.output, cwd)] as const;
  if (manifest === undefined) return [output];
  const file = shortPath(resolve(started.output, manifest.file), cwd);
  return [output, ['Manifest', `${file}, ${plural(manifest.assets, 'asset')}`]];
}

const printRow = ([label, line]: readonly [string, string], paint: Paint): string =>
  `  ${paint.dim(label.padEnd(9))} ${line}`;

/** One line for a run that had nothing to do. */
export function printUnchanged(tally: Tally): string {
  const { finished, planned, manifest } = tally;
  if (finished === undefined) return '';
  const { assets, kept } = finished.counts;
  const stale = planned?.stale ?? 0;
  const extra = stale > 0 ? `; ${plural(stale, 'rendition')} of an older engine: dmx reprocess --stale` : '';
  if (assets === 0) return 'Nothing to do: there are no such pictures or clips';
  const done = `${plural(assets, 'asset')}, ${plural(kept, 'rendition')} up to date`;
  const told = manifest === undefined ? '' : '; the manifest is written anew';
  return `Nothing to ${manifest === undefined ? 'do' : 'make'}: ${done} (${printDuration(finished.seconds)})${told}${extra}`;
}

/** The full summary of a run: counts, failures with reasons, paths, next steps. */
export function printSummary(tally: Tally, setting: SummarySetting): readonly string[] {
  const { paint, verbose, failuresApart } = setting;
  const groups = failuresApart === true ? [] : tally.failures.values();
  const named = verbose ? Infinity : undefined;
  const failures = printFailures(groups, paint, { named });
  const warnings = printWarnings(tally.warnings.values(), paint, named);
  const steps = nextSteps(tally).map((step, i) => printRow([i === 0 ? 'Next' : '', step], paint));
  const section = (lines: readonly string[]): readonly string[] => (lines.length > 0 ? ['', ...lines] : []);
  return [
    printHeadline(tally, setting),
    ...section(rowsOf(tally).map((row) => printRow(row, paint))),
    ...section(printFailures(tally.unread.values(), paint, { named, style: 'yellow' })),
    ...section(warnings),
    ...section(printUnsure(tally.unsure, paint, named)),
    ...section(failures),
    ...section([...printPlaces(tally, setting).map((row) => printRow(row, paint)), ...steps]),
  ];
}
