import type { Event } from '../../model/run/event.ts';
import type { Control, RunRecord } from '../../model/run/run.ts';
import { hasCode } from '../../system/error-code.ts';

/** The open log of a run. */
export interface RunLog {
  /** Adds a line; never throws: a log that cannot be written must not end a run. */
  write(entry: Event & { readonly at: string }): void;
  /** Closes it, with everything in it. */
  close(): Promise<void>;
}

/** The runs of an output, newest first, with their logs, and requests to those that are running. */
export interface History {
  /** Enters a run, or replaces its record but for a title that `rename` gave it meanwhile. */
  put(run: RunRecord): Promise<void>;
  rename(id: string, title: string): Promise<void>;
  runs(limit?: number): Promise<readonly RunRecord[]>;

  /** Requests that a running run stops at its next job's edge. */
  ask(id: string, control: Control): Promise<void>;
  asked(id: string): Promise<Control | undefined>;

  /** Opens the log of a run to be written. Throws StorageError where it cannot lie. */
  openLog(id: string): Promise<RunLog>;
  /** The whole lines of a log, JSON each; none where there is no log. */
  readLog(id: string): AsyncIterable<string>;
  /** Place of a log, for people: an absolute path. */
  logPlace(id: string): string;
}

/** Tells whether the process of a run is still there; only ever asked on the machine that runs it. */
function isAlive({ pid }: RunRecord): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** The real state of a run: a running one whose process is gone was interrupted. */
export function currentState(run: RunRecord): RunRecord {
  return run.state === 'running' && !isAlive(run) ? { ...run, state: 'interrupted' } : run;
}

/** The advice for who looks for what a run at work has not recorded yet. */
export const atWorkHint = ({ command }: Pick<RunRecord, 'command'>): string =>
  `dmx ${command} is at work on it and has recorded nothing of that yet: dmx status tells how far it is.`;

/** The run that is at work on an output; undefined = none. A catalog tells its runs as a history does. */
export async function runAtWork(history: Pick<History, 'runs'>): Promise<RunRecord | undefined> {
  const [last] = (await history.runs(1)).map(currentState);
  return last?.state === 'running' ? last : undefined;
}
