import { present } from '../base/present.ts';
import { Cancelled, DmxError, toErrorData } from '../model/errors.ts';
import type { Emit } from '../model/run/event.ts';
import { OpenRun } from './history/open-run.ts';
import { type WorkRuntime, workOn } from './project/runtime.ts';
import { ChangeList, unfinishedList } from './publishing/changes.ts';
import { publish } from './publishing/publish.ts';
import type { Request, RunContext, RunOutcome } from './request.ts';
import { type RunEnds, notifyDone } from './notify-done.ts';
import { adoptFinished } from './work/adopt-finished.ts';
import { planAndMake, type RunParts } from './work/plan-and-make.ts';
import { Stop } from './work/stop.ts';
import { Tally } from './work/tally.ts';

/** Work of a run before it scans, under the lock: `verify --repair` clears damaged files away. */
export type Prelude = (runtime: WorkRuntime) => Promise<void>;

/**
 * The one path of ingest, reprocess and repair: lock, scan, plan, make batch by batch, manifest, sweep. Ends with an
 * outcome whatever single assets do; throws DmxErrors that stop a run (usage, profiles, storage, catalog, lock).
 */
export async function run(request: Request, context: RunContext, prelude?: Prelude): Promise<RunOutcome> {
  const { outcome, ends, onDone } = await workOn(request, context.signal, async (runtime, settings) => ({
    ...(await enter({ request, settings, runtime }, context, prelude)),
    onDone: settings.onDone,
  }));
  // After the lock was released: the command may start another dmx.
  if (onDone === undefined || context.signal.aborted) return outcome;
  const codes = await notifyDone(onDone, ends, context);
  return { ...outcome, codes: [...outcome.codes, ...codes] };
}

/** Enters the run into the history and sees that its end is noted, whatever it is. */
async function enter(
  { request, settings, runtime }: Pick<RunParts, 'request' | 'settings' | 'runtime'>,
  { emit: tell, signal }: RunContext,
  prelude: Prelude | undefined,
): Promise<{ readonly outcome: RunOutcome; readonly ends: RunEnds }> {
  const began = performance.now();
  const tally = new Tally(settings);
  const { title } = settings;
  // `changes` is recorded even where dmx.yaml sets it: resuming needs to know the list.
  const entered = present<Request>({ ...request, changes: settings.changes });
  const open = await OpenRun.begin(runtime.history, entered, { title, counts: () => tally.counts });
  const stop = new Stop(signal, open, settings);
  try {
    const left = unfinishedList(open.previous);
    const changes = new ChangeList(settings.changes, left === settings.changes);
    const emit = open.logging(changes.listening(tell));
    const { library, output } = runtime.project;
    const { id } = open;
    const started = { type: 'run-started', run: id, command: request.command, title, library, output } as const;
    emit(started);
    const onAdopted = (): void => changes.flush();
    await adoptFinished({ ...runtime, emit, changes: left === settings.changes ? undefined : left, onAdopted });
    await work({ request, settings, runtime, changes, emit, stop, tally }, prelude);
    const { counts, codes } = tally;
    const { state } = stop;
    await open.end(state);
    const finished = {
      type: 'run-finished',
      run: id,
      state,
      seconds: (performance.now() - began) / 1000,
      counts,
    } as const;
    emit(finished);
    return { outcome: { state, counts, codes }, ends: { started, finished } };
  } catch (error) {
    await enterError(open, error, stop).catch(() => undefined);
    throw error;
  } finally {
    stop.close();
    await open.close();
  }
}

/** Notes the end of a run that an error ended: its own, or that of whoever stopped it. */
function enterError(open: OpenRun, error: unknown, { signal, state }: Stop): Promise<void> {
  if (error instanceof Cancelled) return open.end(signal.aborted ? state : 'interrupted');
  return open.end('failed', toErrorData(error));
}

/** One run from its scan to the manifest. */
async function work(parts: RunParts, prelude: Prelude | undefined): Promise<void> {
  const { request, runtime, emit, stop } = parts;
  await prelude?.(runtime);
  await noteShard(request, runtime);
  try {
    await planAndMake(parts);
  } catch (error) {
    if (!stop.signal.aborted) await listFinished(parts, error);
    passStopped(error, stop, emit);
  }
  await list(parts);
  if (stop.reason !== '') emit(stopNotice(stop.reason));
}

/**
 * Publishes the results of a run. An earlier stop still lists what was finished; a stop meanwhile aborts it, as a large
 * library would take minutes.
 */
async function list({ runtime, changes, emit, stop: { signal }, tally }: RunParts): Promise<void> {
  const telling = { emit, onTold: () => changes.flush() };
  try {
    const { removed, codes } = await publish(runtime, telling, signal.aborted ? undefined : signal);
    tally.add({ removedFiles: removed.files, removedBytes: removed.bytes });
    tally.addCodes(codes);
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    const isWhole = runtime.project.config.manifest !== 'folders';
    const those = isWhole ? 'the manifest is' : 'the index, and the manifests of folders but for some, are';
    emit(stopNotice(`${those} as before this run; all that was made is recorded`));
  }
}

/**
 * Lists what was finished before an error ended the run: files that it replaced are not those of the old manifest. A run that
 * is refused before it changed anything leaves the output as it is. That error is the one to tell, so a manifest that cannot be
 * written either stays due.
 */
async function listFinished(parts: RunParts, error: unknown): Promise<void> {
  const { made, carried, removed, gone } = parts.tally.counts;
  const isChanged = made + carried + removed + gone > 0;
  if (isChanged && error instanceof DmxError) await list(parts).catch(() => undefined);
}

/** A part says which one it is, for merge; mending one leaves it what it is. */
async function noteShard({ shard, intent }: Request, { catalog }: WorkRuntime): Promise<void> {
  if (intent?.keepShard === true) return;
  await catalog.setFact('shard', shard ?? null);
}

/** Swallows the abort error of a run that is stopped, tells other DmxErrors of it as a notice, and throws all else. */
function passStopped(error: unknown, { signal }: Stop, emit: Emit): void {
  if (!signal.aborted) throw error;
  if (error === signal.reason || error instanceof Cancelled) return;
  if (!(error instanceof DmxError)) throw error;
  emit(stopNotice(error.message));
}

function stopNotice(message: string): Parameters<Emit>[0] {
  return { type: 'notice', level: 'warning', message, hint: 'Run the same command again to go on.' };
}
