import { UsageError } from '../model/errors.ts';
import type { Control, RunRecord } from '../model/run/run.ts';
import { currentState, type History } from './history/history.ts';
import type { Request, RunContext, RunOutcome } from './request.ts';
import { run } from './run.ts';
import { withReadOnly } from './project/runtime.ts';

/** A run with the lines of its log. */
export interface RunView {
  readonly run: RunRecord;
  /** Absolute path of its log, JSON lines. */
  readonly log: string;
  readonly lines: AsyncIterable<string>;
}

/** Finds a run by its id, the beginning of one, or `last`. Throws UsageError RUN_UNKNOWN. */
async function findRun(history: History, id: string): Promise<RunRecord> {
  const all = await history.runs();
  const found = id === 'last' ? all.slice(0, 1) : all.filter((record) => record.id.startsWith(id));
  const [record] = found;
  if (record !== undefined && found.length === 1) return currentState(record);
  const got = found.length === 0 ? 'none of that id' : `${found.length} that begin so`;
  throw new UsageError('RUN_UNKNOWN', `expected one run for ${id}, got ${got}`, {
    place: id,
    hint: 'dmx runs list shows them.',
  });
}

/** The history, newest first. */
export function listRuns(request: Request): Promise<readonly RunRecord[]> {
  return withReadOnly(request, async ({ history }) => (await history.runs()).map(currentState));
}

export function showRun(request: Request, id: string): Promise<RunView> {
  return withReadOnly(request, async ({ history }) => {
    const record = await findRun(history, id);
    return { run: record, log: history.logPlace(record.id), lines: history.readLog(record.id) };
  });
}

/** Asks a running run to stop at its next job's edge. Throws UsageError RUN_NOT_RUNNING. */
export function controlRun(request: Request, id: string, control: Control): Promise<RunRecord> {
  return withReadOnly(request, async ({ history }) => {
    const record = await findRun(history, id);
    if (record.state !== 'running') {
      throw new UsageError('RUN_NOT_RUNNING', `expected a running run, got ${record.id}, which is ${record.state}`, {
        place: record.id,
        hint: record.state === 'finished' ? 'It is done.' : `dmx runs resume ${record.id} goes on with it.`,
      });
    }
    await history.ask(record.id, control);
    return record;
  });
}

export function renameRun(request: Request, id: string, title: string): Promise<RunRecord> {
  return withReadOnly(request, async ({ history }) => {
    const record = await findRun(history, id);
    await history.rename(record.id, title);
    return { ...record, title };
  });
}

/** Starts a run anew with the options it was started with: what is done is not done again. */
export async function resumeRun(request: Request, id: string, context: RunContext): Promise<RunOutcome> {
  const record = await withReadOnly(request, ({ history }) => findRun(history, id));
  const recorded = record.options as unknown as Omit<Request, 'command'>;
  // What the run has made by force is made; a resumed run that is resumed again still means the first one's start.
  const { forceBefore = record.startedAt } = recorded;
  return run({ ...recorded, command: record.command, ...(recorded.force === true ? { forceBefore } : {}) }, context);
}
