import { printDuration } from '../base/duration.ts';
import { printable } from '../base/paint.ts';
import type { RunProgress } from '../model/run.ts';

/** The progress of a run, ready to be printed. `total` 0 = not known. */
export interface Progress {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** Of what is under way: `done` and this fill the bar. */
  readonly part: number;
  /** The texts behind the bar, most important first. */
  readonly details: readonly string[];
}

const count = (value: number): string => value.toLocaleString('en-US');

/** Seconds that the rest will take at the speed so far; undefined while too little is done to tell. */
function secondsLeft(done: number, total: number, seconds: number): number | undefined {
  return done > 0 && seconds >= 1 ? (seconds / done) * Math.max(0, total - done) : undefined;
}

/** The last part of an asset path. */
const nameOf = (asset: string): string => asset.slice(asset.lastIndexOf('/') + 1);

/** Work under way, in jobs. */
function partOf({ underWay }: RunProgress): number {
  return underWay.reduce((sum, { share }) => sum + share, 0);
}

/**
 * Seconds that the making will take from now on: where nothing is done yet, the shares of clips say how fast it goes.
 */
function makingLeft(progress: RunProgress, seconds: number): number | undefined {
  const { renditionsDone, renditions, total } = progress;
  if (renditionsDone === 0) return secondsLeft(partOf(progress), total, seconds);
  return secondsLeft(renditionsDone, renditions, seconds);
}

/** The progress of the clip that began first. */
function videoDetail({ underWay: [longest] }: RunProgress): readonly string[] {
  return longest === undefined ? [] : [`${printable(nameOf(longest.asset))} ${Math.floor(longest.share * 100)} %`];
}

function makingDetails(progress: RunProgress, seconds: number): readonly string[] {
  const { renditionsDone, renditions, failed, batch, batches } = progress;
  const left = makingLeft(progress, seconds);
  return [
    `${count(renditionsDone)}/${count(renditions)} renditions`,
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(left === undefined ? [] : [`${printDuration(left)} left`]),
    ...(renditionsDone > 0 && seconds >= 1 ? [`${(renditionsDone / seconds).toFixed(1)}/s`] : []),
    ...videoDetail(progress),
    ...(batches > 1 ? [`batch ${count(batch)}/${count(batches)}`] : []),
  ];
}

const LABELS: Readonly<Record<RunProgress['phase'], string>> = {
  scanning: 'Looking for masters',
  reading: 'Reading masters',
  making: 'Making',
};

/** The progress of a run as it is told to people. `seconds` = since the plan was made; pure arithmetic, no clock. */
export function progressOf(progress: RunProgress, seconds: number): Progress {
  const { phase, done, total } = progress;
  const details = phase === 'making' ? makingDetails(progress, seconds) : [];
  return { label: LABELS[phase], done, total, part: partOf(progress), details };
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
