import { appendFileSync, writeFileSync } from 'node:fs';
import type { Emit, Event } from '../model/event.ts';
import { jsonLine } from '../model/json-line.ts';
import { storageError } from '../system/storage-error.ts';

type Change = Extract<Event, { type: 'rendition-changed' }>;

/**
 * The file of `--changes`: one JSON line per rendition, written as its batch is recorded. The run that goes on where
 * another stopped goes on with its file too, so that who reads it when all is done has missed nothing.
 */
export class ChangeList {
  readonly #file: string | undefined;
  #pending: string[] = [];

  /** Starts the file anew, or goes on with it where `append`. Throws StorageError when it cannot be written. */
  constructor(file: string | undefined, append: boolean) {
    this.#file = file;
    this.#write((path) => writeFileSync(path, '', { flag: append ? 'a' : 'w' }));
  }

  /** Notes changes among events and passes all on. */
  listening(emit: Emit): Emit {
    return (event) => {
      if (event.type === 'rendition-changed') this.#note(event);
      emit(event);
    };
  }

  /** Writes what was noted: to be called when it is recorded. */
  flush(): void {
    const lines = this.#pending.join('');
    this.#pending = [];
    if (lines !== '') this.#write((path) => appendFileSync(path, lines));
  }

  #note({ change, path, oldPath, sha256 }: Change): void {
    if (this.#file !== undefined)
      this.#pending.push(jsonLine({ type: change, path, oldPath, sha256 } as { type: string }));
  }

  #write(write: (file: string) => void): void {
    if (this.#file === undefined) return;
    try {
      write(this.#file);
    } catch (error) {
      throw storageError(error, this.#file);
    }
  }
}
