import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CatalogError } from '../../model/errors.ts';
import { errorCode } from '../../system/error-code.ts';
import { type Exclusive, takeExclusive } from '../../system/exclusive.ts';
import { makeFolders } from '../../system/writing/make-folders.ts';
import { storageError } from '../../system/storage-error.ts';
import type { Lock, LockHolder, OutputLock } from './lock.ts';

/** Tells whether the file is no SQLite database. */
function isDamaged(error: unknown): boolean {
  return /^SQLITE_(?:NOTADB|CORRUPT)/.test(errorCode(error) ?? '');
}

function damagedLock(file: string, cause: unknown): CatalogError {
  return new CatalogError('CATALOG_DAMAGED', `expected the lock of the output in ${file}, got a damaged file`, {
    place: file,
    hint: 'Remove that file when no dmx works on this output: nothing is kept in it.',
    cause,
  });
}

/**
 * The lock of an output in a folder: a lock of the operating system on `.dmx/lock.db`, its holder told in `lock.json`.
 */
export class FileLock implements OutputLock {
  readonly output: string;
  readonly #lockFile: string;
  readonly #holderFile: string;

  /** `output` = absolute path. Constructing it touches nothing; taking it makes `.dmx/` where missing. */
  constructor(output: string) {
    this.output = output;
    this.#lockFile = path.join(output, '.dmx', 'lock.db');
    this.#holderFile = path.join(output, '.dmx', 'lock.json');
  }

  take(holder: LockHolder): Lock | undefined {
    const held = this.#takeFile();
    if (held === undefined) return undefined;
    this.#tell(holder);
    let released = false;
    return {
      release: () => {
        if (released) return;
        released = true;
        rmSync(this.#holderFile, { force: true });
        held.release();
      },
    };
  }

  holder(): Partial<LockHolder> {
    try {
      const read: unknown = JSON.parse(readFileSync(this.#holderFile, 'utf8'));
      return typeof read === 'object' && read !== null ? read : {};
    } catch {
      return {};
    }
  }

  #takeFile(): Exclusive | undefined {
    try {
      makeFolders(path.dirname(this.#lockFile));
      return takeExclusive(this.#lockFile);
    } catch (error) {
      if (isDamaged(error)) throw damagedLock(this.#lockFile, error);
      throw storageError(error, this.output, this.#lockFile);
    }
  }

  #tell(holder: LockHolder): void {
    try {
      writeFileSync(this.#holderFile, JSON.stringify(holder));
    } catch {
      // The lock is held all the same; whatever made this fail will be reported by what is worth more.
    }
  }
}
