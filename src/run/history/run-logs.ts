import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { jsonLine } from '../../model/run/json-line.ts';
import { makeFolders } from '../../system/writing/make-folders.ts';
import { storageError } from '../../system/storage-error.ts';
import type { RunLog } from './history.ts';

/** Logs of runs, by id: see `History`. */
export interface RunLogs {
  open(id: string): Promise<RunLog>;
  read(id: string): AsyncIterable<string>;
  place(id: string): string;
}

/** Logs as files of JSON lines in `.dmx/runs/` of an output (absolute path). */
export class FolderLogs implements RunLogs {
  readonly #output: string;

  constructor(output: string) {
    this.#output = output;
  }

  async open(id: string): Promise<RunLog> {
    this.#makeFolder();
    const stream = createWriteStream(this.place(id), { flags: 'a' });
    stream.on('error', () => undefined);
    return {
      write: (entry) => void stream.write(jsonLine(entry)),
      close: () => new Promise((resolve) => stream.end(resolve)),
    };
  }

  /** A line that a crash cut off is left out. */
  async *read(id: string): AsyncIterable<string> {
    const file = this.place(id);
    if (!existsSync(file)) return;
    for await (const line of createInterface({ input: createReadStream(file) })) {
      if (line.startsWith('{') && line.endsWith('}')) yield line;
    }
  }

  place(id: string): string {
    return join(this.#folder, `${id}.jsonl`);
  }

  get #folder(): string {
    return join(this.#output, '.dmx', 'runs');
  }

  #makeFolder(): void {
    try {
      makeFolders(this.#folder);
    } catch (error) {
      throw storageError(error, this.#output, this.#folder);
    }
  }
}

/** Logs that go with the process. */
export class MemoryLogs implements RunLogs {
  readonly #lines = new Map<string, string[]>();

  async open(id: string): Promise<RunLog> {
    const lines = this.#lines.get(id) ?? [];
    this.#lines.set(id, lines);
    return { write: (entry) => void lines.push(jsonLine(entry).trimEnd()), close: async () => undefined };
  }

  async *read(id: string): AsyncIterable<string> {
    yield* this.#lines.get(id) ?? [];
  }

  place(id: string): string {
    return id;
  }
}
