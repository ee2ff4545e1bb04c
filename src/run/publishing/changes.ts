import { resolve } from 'node:path';
import type { Emit } from '../../model/run/event.ts';
import type { EventOf } from '../../model/run/handle-event.ts';
import type { RunRecord } from '../../model/run/run.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import { appendToList, beginList } from './list-file.ts';
import type { PublishListener } from './publish.ts';

/** The file (absolute) that a run tells its changes to, where it was ended before its end; else undefined. */
export function unfinishedList(run: RunRecord | undefined): string | undefined {
  if (run === undefined || run.state === 'finished') return undefined;
  const { cwd, changes } = run.options;
  return typeof cwd === 'string' && typeof changes === 'string' ? resolve(cwd, changes) : undefined;
}

type Change = EventOf<'rendition-changed' | 'set-changed'>;

/**
 * The file of `changes`: one JSON line per file, written as its batch is recorded. The run that goes on where
 * another stopped goes on with its file too, so that who reads it when all is done has missed nothing.
 */
export class ChangeList {
  readonly #file: string | undefined;
  #pending: string[] = [];

  /** Creates the file (absolute path), or continues it with `append`. Throws UsageError where it cannot be written. */
  constructor(file: string | undefined, append: boolean) {
    this.#file = file;
    if (file !== undefined) beginList(file, 'changes', append);
  }

  /** Notes changes among events and passes all on. */
  listening(emit: Emit): Emit {
    return (event) => {
      if (event.type === 'rendition-changed' || event.type === 'set-changed') this.#note(event);
      emit(event);
    };
  }

  /** Writes what was noted: to be called when it is recorded. */
  flush(): void {
    const lines = this.#pending.join('');
    this.#pending = [];
    if (this.#file === undefined || lines === '') return;
    appendToList(this.#file, lines);
  }

  #note(event: Change): void {
    if (this.#file === undefined) return;
    if (event.type === 'set-changed') this.#pending.push(jsonLine(event));
    else {
      const { type: _event, change, ...file } = event;
      this.#pending.push(jsonLine({ type: change, ...file }));
    }
  }
}

/** A way to publish outside a run: changes go behind those listed (absolute), which may not have been read yet. */
export function behindList(file: string | undefined, emit: Emit): PublishListener {
  const changes = new ChangeList(file, true);
  return { emit: changes.listening(emit), onTold: () => changes.flush() };
}
