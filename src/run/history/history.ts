import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Emit, Event } from '../../model/event.ts';
import { jsonLine } from '../../model/json-line.ts';
import { type Control, NO_COUNTS, type RunCounts, type RunRecord, type RunState } from '../../model/run.ts';
import { storageError } from '../../system/storage-error.ts';
import type { Request } from '../request.ts';

/** Sortable by time, unique among runs that start in the same second. */
function makeId(now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${stamp}-${randomBytes(2).toString('hex')}`;
}

/** Where the log of a run lies. */
export function logFile(output: string, id: string): string {
  return join(output, '.dmx', 'runs', `${id}.jsonl`);
}

/** Asks a running run to stop at the next job's edge. */
export async function askRun(catalog: Catalog, id: string, control: Control): Promise<void> {
  await catalog.setFact('control', { run: id, ask: control });
}

async function makeLogFolder(output: string): Promise<void> {
  const folder = join(output, '.dmx', 'runs');
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw storageError(error, output, folder);
  }
}

/** One run's entry in the history, its log and its ear for other terminals. */
export class History {
  readonly id: string;
  readonly #catalog: Catalog;
  readonly #log: WriteStream;
  #record: RunRecord;
  /** The run before this one; undefined = there was none. */
  readonly previous: RunRecord | undefined;

  private constructor(catalog: Catalog, record: RunRecord, log: WriteStream, previous: RunRecord | undefined) {
    this.previous = previous;
    this.#catalog = catalog;
    this.#record = record;
    this.#log = log;
    this.id = record.id;
  }

  /** Enters a run as running. */
  static async begin(catalog: Catalog, output: string, request: Request, title: string): Promise<History> {
    const now = new Date();
    const id = makeId(now);
    const { command, ...options } = request;
    const record: RunRecord = {
      ...{ id, title, command, state: 'running', options: { ...options }, pid: process.pid },
      ...{ startedAt: now.toISOString(), endedAt: null, counts: NO_COUNTS },
    };
    await makeLogFolder(output);
    await endDead(catalog);
    const [previous] = await catalog.runs(1);
    await catalog.putRun(record);
    const log = createWriteStream(logFile(output, id), { flags: 'a' });
    // A log that cannot be written must not end the run: its records are in the catalog.
    log.on('error', () => undefined);
    return new History(catalog, record, log, previous);
  }

  /** Writes an event to the log and passes it on. */
  logging(emit: Emit): Emit {
    return (event: Event) => {
      const entry = { at: new Date().toISOString(), ...event };
      if (isLogged(event)) this.#log.write(jsonLine(entry));
      emit(event);
    };
  }

  /** What another terminal asked, if anything. */
  async control(): Promise<Control | undefined> {
    const asked = await this.#catalog.fact('control');
    return asked?.run === this.id ? asked.ask : undefined;
  }

  /** Notes how far the run has come. */
  async progress(counts: RunCounts): Promise<void> {
    await this.#put({ counts });
  }

  /** Enters how the run ended. */
  async end(state: RunState, counts: RunCounts): Promise<void> {
    await this.#put({ state, counts, endedAt: new Date().toISOString() });
  }

  /** Closes the log, with everything in it. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#log.end(resolve));
  }

  async #put(change: Partial<RunRecord>): Promise<void> {
    // A title given meanwhile from another terminal stays.
    const title = (await this.#catalog.run(this.id))?.title ?? this.#record.title;
    this.#record = { ...this.#record, title, ...change };
    await this.#catalog.putRun(this.#record);
  }
}

/** Whether the process of a run is still there; only ever asked on the machine that runs it. */
export function isAlive({ pid }: RunRecord): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Who holds the lock is alone: runs that still call themselves running died without a word. */
async function endDead(catalog: Catalog): Promise<void> {
  for (const record of await catalog.runs()) {
    if (record.state !== 'running') continue;
    await catalog.putRun({ ...record, state: 'interrupted', endedAt: new Date().toISOString() });
  }
}

/** Progress ticks would make a log grow without telling anything that its other lines do not. */
function isLogged({ type }: Event): boolean {
  return type !== 'scan-progress' && type !== 'examined';
}
