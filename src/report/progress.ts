import { printBytes } from '../base/bytes.ts';
import { printDuration } from '../base/duration.ts';
import { printable } from '../base/paint.ts';
import { figure } from '../base/text.ts';
import type { RunProgress } from '../model/run/run.ts';
import { doneShare, secondsLeft } from '../model/run/time-left.ts';

/** The progress of a run, ready to be printed. */
export interface Progress {
  readonly label: string;
  /** Done, 0…1; undefined = not known. */
  readonly share: number | undefined;
  /** The texts behind the bar, most important first. */
  readonly details: readonly string[];
}

/** The last part of an asset path. */
const nameOf = (asset: string): string => asset.slice(asset.lastIndexOf('/') + 1);

// Whoever has seen nothing move for so long wants to know why.
const LONG_SECONDS = 5;

/** The job that takes long and began first: how much of it is done, where it tells, else for how long it is at work. */
function longDetail({ underWay }: RunProgress, at: number): readonly string[] {
  const first = underWay.find(({ share, startedAt }) => share > 0 || at - startedAt >= LONG_SECONDS);
  if (first === undefined) return [];
  const { asset, share, startedAt } = first;
  const far = share > 0 ? `${Math.floor(share * 100)} %` : `for ${printDuration(at - startedAt)}`;
  return [`${printable(nameOf(asset))} ${far}`];
}

function timeDetail(progress: RunProgress, at: number): readonly string[] {
  const left = secondsLeft(progress, at);
  return left === undefined ? [] : [`about ${printDuration(left)} left`];
}

function figures({ done, total, bytesDone, bytes }: RunProgress): readonly string[] {
  return [
    `${figure(Math.min(done, total))}/${figure(total)} assets`,
    ...(bytes > 0 ? [`${printBytes(Math.min(bytesDone, bytes))} of ${printBytes(bytes)}`] : []),
  ];
}

function makingDetails(progress: RunProgress, at: number): readonly string[] {
  const { renditionsDone, renditions, refused, failed, batch, batches } = progress;
  const [assets = '', ...bytes] = figures(progress);
  return [
    ...timeDetail(progress, at),
    assets,
    ...(failed > 0 ? [`${figure(failed)} failed`] : []),
    ...(refused > 0 ? [`${figure(refused)} refused before`] : []),
    ...longDetail(progress, at),
    ...bytes,
    `${figure(renditionsDone)}/${figure(renditions)} renditions`,
    ...(batches > 1 ? [`batch ${figure(batch)}/${figure(batches)}`] : []),
  ];
}

/** The rest of a run once all is made: of many assets it takes a while, of which nobody knows how long. */
const LEFT = ['the manifest, and files that are replaced'];

/** The progress of a run as it is told to people; `at`: now, on the clock of the progress. Pure arithmetic, no clock. */
export function progressOf(progress: RunProgress, at: number): Progress {
  switch (progress.phase) {
    case 'scanning':
      return { label: 'Looking for masters', share: undefined, details: [`${figure(progress.done)} files`] };
    case 'reading':
      return { label: 'Reading masters', share: doneShare(progress), details: figures(progress) };
    case 'making':
      if (progress.done >= progress.total) return { label: 'Finishing', share: undefined, details: LEFT };
      return { label: 'Making', share: doneShare(progress), details: makingDetails(progress, at) };
  }
}

const BAR_WIDTH = { least: 8, most: 32 };

/** `34 %`; only what is done is a hundred. */
const percent = (share: number): string => `${Math.floor(share * 100)} %`;

/** Draws the bar into at most `width` columns, dropping details from the end where they do not fit. */
export function printBar({ label, share, details }: Progress, width: number): string {
  let line = share === undefined ? label : `${label}  ${percent(share)}`;
  for (const detail of details) {
    // A bar that cannot be read is worth less than the next figure.
    if (line.length + detail.length + 2 + BAR_WIDTH.least + 4 > width) break;
    line += `  ${detail}`;
  }
  const room = Math.min(BAR_WIDTH.most, width - line.length - 4);
  if (share === undefined || room < BAR_WIDTH.least) return line.slice(0, width);
  const filled = Math.floor(share * room);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(room - filled)}`;
  return `${label}  ${bar}${line.slice(label.length)}`;
}

/** The same as one line of a log. */
export function printProgressLine({ label, share, details }: Progress): string {
  return `${label}: ${[...(share === undefined ? [] : [percent(share)]), ...details].join(', ')}`;
}
