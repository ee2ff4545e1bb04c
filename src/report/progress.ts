import { printDuration } from '../base/duration.ts';
import type { Tally } from './tally.ts';

/** How far a run is. `total` 0 = not known. */
export interface Progress {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** What is said behind the bar, most important first. */
  readonly details: readonly string[];
}

const count = (value: number): string => value.toLocaleString('en-US');

/** Seconds that the rest will take at the speed so far; undefined while too little is done to tell. */
function secondsLeft(done: number, total: number, seconds: number): number | undefined {
  return done > 0 && seconds >= 1 ? (seconds / done) * Math.max(0, total - done) : undefined;
}

function makingProgress(tally: Tally, seconds: number): Progress {
  const { planned, batch, jobsDone, renditionsDone } = tally;
  const details = [`${count(renditionsDone)}/${count(planned?.make ?? 0)} renditions`];
  const left = secondsLeft(renditionsDone, planned?.make ?? 0, seconds);
  if (left !== undefined) details.push(`${printDuration(left)} left`);
  if (renditionsDone > 0 && seconds >= 1) details.push(`${(renditionsDone / seconds).toFixed(1)}/s`);
  if (batch !== undefined && batch.batches > 1) details.push(`batch ${count(batch.batch)}/${count(batch.batches)}`);
  return { label: 'Making', done: jobsDone, total: planned?.jobs ?? 0, details };
}

/** The progress that the events so far show. `seconds` = since the plan was made; pure arithmetic, no clock. */
export function progressOf(tally: Tally, seconds: number): Progress {
  if (tally.planned !== undefined) return makingProgress(tally, seconds);
  if (tally.examined !== undefined) return { label: 'Reading masters', ...tally.examined, details: [] };
  return { label: 'Looking for masters', done: tally.scanned, total: 0, details: [] };
}

const BAR_WIDTH = { least: 8, most: 32 };

function figures({ done, total }: Progress, unit: string): string {
  return total > 0 ? `${count(Math.min(done, total))}/${count(total)} ${unit}` : `${count(done)} ${unit}`;
}

/** Draws the bar into at most `width` columns, dropping details from the end where they do not fit. */
export function printBar(progress: Progress, width: number): string {
  const { label, done, total, details } = progress;
  const unit = total > 0 ? 'assets' : 'files';
  let line = `${label}  ${figures(progress, unit)}`;
  for (const detail of details) {
    // A bar that cannot be read is worth less than the next figure.
    if (line.length + detail.length + 2 + BAR_WIDTH.least + 4 > width) break;
    line += `  ${detail}`;
  }
  const room = Math.min(BAR_WIDTH.most, width - line.length - 4);
  if (total === 0 || room < BAR_WIDTH.least) return line.slice(0, width);
  const filled = Math.floor((Math.min(done, total) / total) * room);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(room - filled)}`;
  return `${label}  ${bar}${line.slice(label.length)}`;
}

/** The same as a line of a log. */
export function printProgressLine(progress: Progress): string {
  const unit = progress.total > 0 ? 'assets' : 'files';
  return [`${progress.label}: ${figures(progress, unit)}`, ...progress.details].join(', ');
}
