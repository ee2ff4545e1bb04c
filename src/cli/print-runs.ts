import { printDuration } from '../base/duration.ts';
import { printable, type Paint } from '../base/paint.ts';
import { plural } from '../base/text.ts';
import type { ErrorData } from '../model/errors.ts';
import type { RunRecord, RunState } from '../model/run/run.ts';
import { printProgressLine, progressOf } from '../report/index.ts';
import { printColumns } from './table.ts';

/** `2026-03-01 14:30`, UTC: the catalog may have come from another machine. */
const moment = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

function counted({ counts }: RunRecord): string {
  const { made, kept, carried, removed, failedAssets } = counts;
  const rest = [
    ...(carried > 0 ? [`${carried} carried`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
    ...(failedAssets > 0 ? [`${plural(failedAssets, 'asset')} failed`] : []),
  ];
  return [`${made} made`, `${kept} kept`, ...rest].join(', ');
}

/**
 * The progress of a run, as its own terminal tells it. `now` = ms since the epoch; '' where an older dmx entered it.
 */
export function printFar({ progress, startedAt, updatedAt = startedAt }: RunRecord, now: number): string {
  if (progress === undefined) return '';
  const running = printDuration(Math.max(0, (now - Date.parse(startedAt)) / 1000));
  return `${printProgressLine(progressOf(progress, Date.parse(updatedAt) / 1000))}, for ${running}`;
}

/** A clock that was set meanwhile may tell of a negative time. */
function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}

function styleOf(state: RunState, paint: Paint): (text: string) => string {
  if (state === 'finished') return paint.green;
  if (state === 'failed') return paint.red;
  return state === 'running' ? paint.bold : paint.yellow;
}

/** The history, one line a run; of those that are running how far they are. */
export function printRuns(records: readonly RunRecord[], paint: Paint, now: number): readonly string[] {
  if (records.length === 0) return ['No runs yet: dmx ingest'];
  const rows = records.map((record) => [
    record.id,
    moment(record.startedAt),
    record.state.padEnd('interrupted'.length),
    record.command,
    (record.state === 'running' && printFar(record, now)) || counted(record),
    record.title === '' ? '' : `"${printable(record.title)}"`,
  ]);
  return printColumns(rows).map((line, i) => {
    const { state = 'finished' } = records[i] ?? {};
    return line.replace(state, styleOf(state, paint)(state));
  });
}

/** The duration of a run; '' while it runs, or where nobody knows when it ended. */
function took({ startedAt, endedAt }: RunRecord): string {
  if (endedAt === null) return '';
  return ` to ${moment(endedAt)} (${printDuration(secondsBetween(startedAt, endedAt))})`;
}

/** Prints the options of a run, without those that every run has. */
function printOptions({ options }: RunRecord): string {
  const { cwd: _cwd, folders, ...rest } = options;
  const said = Object.entries(rest).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const words = Array.isArray(folders) ? folders.map((folder) => JSON.stringify(folder)) : [];
  return [...words, ...said].join(' ');
}

/** One run in full. */
export function printRun(record: RunRecord, log: string, paint: Paint, now: number): readonly string[] {
  const far = record.state === 'running' ? printFar(record, now) : '';
  const { id, title, state, command, pid, startedAt, error } = record;
  return [
    `${paint.bold(id)}${title === '' ? '' : `  "${printable(title)}"`}  ${styleOf(state, paint)(state)}`,
    `  command  ${`${command} ${printable(printOptions(record))}`.trim()}`,
    `  time     ${moment(startedAt)}${took(record)} UTC${state === 'running' ? `, process ${pid}` : ''}`,
    ...(far === '' ? [] : [`  progress ${far}`]),
    `  counts   ${counted(record)}`,
    ...(error === undefined ? [] : [`  error    ${paint.red(error.code)}  ${printable(error.message)}`]),
    `  log      ${printable(log)}`,
  ];
}

interface LogLine {
  readonly at: string;
  readonly type: string;
  readonly asset?: string;
  readonly errors?: readonly ErrorData[];
  readonly message?: string;
}

/** The text in which a line of the log is told to people: failures and notices; with `verbose` every line. */
export function printLog(line: string, paint: Paint, verbose: boolean): readonly string[] {
  const { at, type, asset = '', errors = [], message } = JSON.parse(line) as LogLine;
  const time = paint.dim(at.slice(11, 19));
  const failed = errors.map(
    (error) => `  ${time}  ${paint.red(error.code)}  ${printable(asset)}  ${printable(error.message)}`,
  );
  if (failed.length > 0) return failed;
  if (message !== undefined) return [`  ${time}  ${printable(message)}`];
  return verbose ? [`  ${time}  ${type}${asset === '' ? '' : `  ${printable(asset)}`}`] : [];
}
