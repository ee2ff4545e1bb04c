import { printDuration } from '../base/duration.ts';
import { printable } from '../base/paint.ts';
import type { Tally } from './tally.ts';

/** How far a run is. `total` 0 = not known. */
export interface Progress {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** Of what is under way: `done` and this fill the bar. */
  readonly part: number;
  /** What is said behind the bar, most important first. */
  readonly details: readonly string[];
}

const count = (value: number): string => value.toLocaleString('en-US');

/** Seconds that the rest will take at the speed so far; undefined while too little is done to tell. */
function secondsLeft(done: number, total: number, seconds: number): number | undefined {
  return done > 0 && seconds >= 1 ? (seconds / done) * Math.max(0, total - done) : undefined;
}

/** The last part of an asset path. */
const nameOf = (asset: string): string => asset.slice(asset.lastIndexOf('/') + 1);

/** Seconds that the making will take from now on: where nothing is done yet, the shares of clips say how fast it goes. */
function makingLeft({ planned, renditionsDone }: Tally, part: number, seconds: number): number | undefined {
  if (renditionsDone === 0) return secondsLeft(part, planned?.jobs ?? 0, seconds);
  return secondsLeft(renditionsDone, planned?.make ?? 0, seconds);
}

/** How far the clip is that began first. */
function videoDetail({ underWay }: Tally): readonly string[] {
  const [longest] = underWay;
  return longest === undefined ? [] : [`${printable(nameOf(longest[0]))} ${Math.floor(longest[1] * 100)} %`];
}

function makingProgress(tally: Tally, seconds: number): Progress {
  const { planned, batch, jobsDone, renditionsDone, underWay } = tally;
  const details = [`${count(renditionsDone)}/${count(planned?.make ?? 0)} renditions`];
  const part = [...underWay.values()].reduce((sum, share) => sum + share, 0);
  const left = makingLeft(tally, part, seconds);
  if (left !== undefined) details.push(`${printDuration(left)} left`);
  if (renditionsDone > 0 && seconds >= 1) details.push(`${(renditionsDone / seconds).toFixed(1)}/s`);
  details.push(...videoDetail(tally));
  if (batch !== undefined && batch.batches > 1) details.push(`batch ${count(batch.batch)}/${count(batch.batches)}`);
  return { label: 'Making', done: jobsDone, total: planned?.jobs ?? 0, part, details };
}

/** The progress that the events so far show. `seconds` = since the plan was made; pure arithmetic, no clock. */
export function progressOf(tally: Tally, seconds: number): Progress {
  if (tally.planned !== undefined) return makingProgress(tally, seconds);
  if (tally.examined !== undefined) return { label: 'Reading masters', ...tally.examined, part: 0, details: [] };
  return { label: 'Looking for masters', done: tally.scanned, total: 0, part: 0, details: [] };
}

const BAR_WIDTH = { least: 8, most: 32 };

function figures({ done, total }: Progress, unit: string): string {
  return total > 0 ? `${count(Math.min(done, total))}/${count(total)} ${unit}` : `${count(done)} ${unit}`;
}

/** Draws the bar into at most `width` columns, dropping details from the end where they do not fit. */
export function printBar(progress: Progress, width: number): string {
  const { label, done, total, part, details } = progress;
  const unit = total > 0 ? 'assets' : 'files';
  let line = `${label}  ${figures(progress, unit)}`;
  for (const detail of details) {
    // A bar that cannot be read is worth less than the next figure.
    if (line.length + detail.length + 2 + BAR_WIDTH.least + 4 > width) break;
    line += `  ${detail}`;
  }
  const room = Math.min(BAR_WIDTH.most, width - line.length - 4);
  if (total === 0 || room < BAR_WIDTH.least) return line.slice(0, width);
  const filled = Math.floor((Math.min(done + part, total) / total) * room);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(room - filled)}`;
  return `${label}  ${bar}${line.slice(label.length)}`;
}

/** The same as a line of a log. */
export function printProgressLine(progress: Progress): string {
  const unit = progress.total > 0 ? 'assets' : 'files';
  return [`${progress.label}: ${figures(progress, unit)}`, ...progress.details].join(', ');
}
