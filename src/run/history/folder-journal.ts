import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Journal, JournalEntry } from './journal.ts';
import { hasCode } from '../../system/error-code.ts';

const PAGE = /^(\d+)\.jsonl$/;

function isEntry(value: unknown): value is JournalEntry {
  const { record, placed, drop, sweep, changes } = (value ?? {}) as Partial<JournalEntry>;
  return typeof record?.path === 'string' && [placed, drop, sweep, changes].every((list) => Array.isArray(list));
}

/** A line that a crash cut off, or that a power loss left without its bytes, is no entry. */
function parseEntry(line: string): readonly JournalEntry[] {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? [value] : [];
  } catch {
    return [];
  }
}

/** A file's text; '' where it cannot be read. */
function readPage(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Removes a file where that is possible: entries that stay prove nothing by themselves. */
function dropPage(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Its entries are held against the catalog once more.
  }
}

/**
 * The journal of an output in `.dmx/journal/`: a page is a file of JSON lines, its name a number that counts up. Lines
 * are not flushed: SIGKILL takes nothing from them, and after a power loss the files have to prove what is left of them.
 */
export class FolderJournal implements Journal {
  readonly #folder: string;
  #page: number;
  /** The page in hand cannot be written: nothing more goes to it, so that no line follows half of another. */
  #isBroken = false;

  /** `output` = absolute path; its `.dmx/` exists. Only for the holder of the output's lock. */
  constructor(output: string) {
    this.#folder = join(output, '.dmx', 'journal');
    this.#page = Math.max(0, ...this.#pages()) + 1;
  }

  note(entry: JournalEntry): void {
    if (this.#isBroken) return;
    try {
      this.#append(`${JSON.stringify(entry)}\n`);
    } catch {
      this.#isBroken = true;
    }
  }

  turn(): () => void {
    const last = this.#page++;
    this.#isBroken = false;
    return () => {
      for (const page of this.#pages()) if (page <= last) dropPage(this.#file(page));
    };
  }

  async *entries(): AsyncIterable<JournalEntry> {
    for (const page of this.#pages()) {
      // A page holds the entries of one second.
      for (const line of readPage(this.#file(page)).split('\n')) yield* parseEntry(line);
    }
  }

  #append(line: string): void {
    try {
      appendFileSync(this.#file(this.#page), line);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
      // Not with the folders above it: an output that was removed stays away.
      mkdirSync(this.#folder);
      appendFileSync(this.#file(this.#page), line);
    }
  }

  #file(page: number): string {
    return join(this.#folder, `${page}.jsonl`);
  }

  /** Numbers of the pages there are, oldest first. */
  #pages(): readonly number[] {
    try {
      const numbers = readdirSync(this.#folder).flatMap((name) => Number(PAGE.exec(name)?.[1] ?? Number.NaN));
      return numbers.filter((number) => !Number.isNaN(number)).toSorted((a, b) => a - b);
    } catch {
      return [];
    }
  }
}
