import { randomBytes } from 'node:crypto';
import type { ErrorData } from '../../model/errors.ts';
import type { Emit, Event } from '../../model/run/event.ts';
import {
  type Control,
  NO_COUNTS,
  NO_PROGRESS,
  type RunCounts,
  type RunRecord,
  type RunState,
} from '../../model/run/run.ts';
import { addProgress, progressEvent } from '../../model/run/run-progress.ts';
import type { Request } from '../request.ts';
import type { History, RunLog } from './history.ts';

// Other terminals are a second behind at most, and a run that stands still writes nothing.
const TELL_EVERY_MS = 1000;

/** An id that sorts by time, unique among runs that start in the same second. */
function makeId(now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${stamp}-${randomBytes(2).toString('hex')}`;
}

const isoNow = (): string => new Date().toISOString();

/** The clock of the progress: seconds since the epoch, so that who reads the record can go on with it. */
const secondsNow = (): number => Date.now() / 1000;

/** The lock is ours, so any run still marked `running` crashed: it is marked interrupted. */
async function endDead(history: History): Promise<void> {
  for (const run of await history.runs()) {
    if (run.state === 'running') await history.put({ ...run, state: 'interrupted', endedAt: isoNow() });
  }
}

/** The entry of this run in the history while it runs: its record, kept up to date for other terminals, and its log. */
export class OpenRun {
  readonly #history: History;
  readonly #log: RunLog;
  readonly #timer: NodeJS.Timeout;
  readonly #counts: () => RunCounts;
  #record: RunRecord;
  /** Told how far the run is. */
  #emit: Emit | undefined;
  /** The record is not as the history has it. */
  #isBehind = false;
  #writing = Promise.resolve();
  /** The run before this one; undefined = there was none. */
  readonly previous: RunRecord | undefined;

  private constructor(history: History, start: OpenRunStart, log: RunLog) {
    this.#history = history;
    this.#record = start.record;
    this.previous = start.previous;
    this.#counts = start.counts;
    this.#log = log;
    this.#timer = setInterval(() => void this.#tell(), TELL_EVERY_MS).unref();
  }

  /**
   * Enters a run as running; for the holder of the output's lock. `counts` is asked each time that it is told how far
   * it is.
   */
  static async begin(
    history: History,
    { command, ...options }: Request,
    { title, counts }: { readonly title: string; readonly counts: () => RunCounts },
  ): Promise<OpenRun> {
    const now = new Date();
    const id = makeId(now);
    const record: RunRecord = {
      ...{ id, title, command, state: 'running', options: { ...options }, pid: process.pid },
      ...{ startedAt: now.toISOString(), endedAt: null, counts: NO_COUNTS },
      ...{ progress: NO_PROGRESS, updatedAt: now.toISOString() },
    };
    const log = await history.openLog(id);
    await endDead(history);
    const [previous] = await history.runs(1);
    await history.put(record);
    return new OpenRun(history, { record, previous, counts }, log);
  }

  get id(): string {
    return this.#record.id;
  }

  /** Writes events to the log, notes how far they bring the run, and passes them on, with how far it is once a second. */
  logging(emit: Emit): Emit {
    this.#emit = emit;
    let ignored = 0;
    return (event) => {
      this.#follow(event);
      if (event.type === 'file-ignored') ignored++;
      if (isLogged(event) && !(event.type === 'file-ignored' && ignored > NAMED))
        this.#log.write({ at: isoNow(), ...event });
      emit(event);
    };
  }

  /** The request of another terminal, if there is any. */
  asked(): Promise<Control | undefined> {
    return this.#history.asked(this.id);
  }

  /** Enters how the run ended, and the error that ended it. */
  async end(state: RunState, error?: ErrorData): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
    await this.#put({ state, endedAt: isoNow(), ...(error && { error }) });
  }

  /** Closes the log, with everything in it. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
    await this.#log.close();
  }

  #follow(event: Event): void {
    const progress = addProgress(this.#record.progress ?? NO_PROGRESS, event, secondsNow());
    if (progress === this.#record.progress) return;
    const planned = event.type === 'planned' ? { plannedAt: isoNow() } : {};
    this.#record = { ...this.#record, ...planned, progress };
    this.#isBehind = true;
  }

  /** A history that cannot be written is for the run itself to meet. */
  async #tell(): Promise<void> {
    if (!this.#isBehind) return;
    this.#isBehind = false;
    this.#emit?.(progressEvent(this.#record.progress ?? NO_PROGRESS, secondsNow()));
    this.#writing = this.#writing.then(() => this.#put({})).catch(() => undefined);
    await this.#writing;
  }

  async #put(change: Partial<RunRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change, counts: this.#counts(), updatedAt: isoNow() };
    await this.#history.put(this.#record);
  }
}

interface OpenRunStart {
  readonly record: RunRecord;
  readonly previous: RunRecord | undefined;
  readonly counts: () => RunCounts;
}

/** Files that a log names of those that are ignored: they are so in every run. */
const NAMED = 200;

/** Tells whether a log holds an event. Progress ticks would make it grow without telling anything that its other lines do not. */
function isLogged({ type }: Event): boolean {
  return type !== 'scan-progress' && type !== 'examined';
}
