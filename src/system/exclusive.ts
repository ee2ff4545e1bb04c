import { errorCode } from './error-code.ts';
import { sqlite } from './sqlite.ts';

/** Something held alone; `release` may be called again. */
export interface Exclusive {
  release(): void;
}

/**
 * Takes a file (made where missing; its folder must exist) for this process alone, or answers undefined when another
 * one, or this one, has it. It is an SQLite transaction held open, that is, locks of the operating system: they go with
 * the process, however that dies, and leave nothing to clean up. Throws what
 * libsql throws, and EngineError (ENGINE_MISSING) where it is not installed.
 */
export function takeExclusive(file: string): Exclusive | undefined {
  const database = new (sqlite())(file);
  try {
    // Nothing is ever written, so there is nothing to roll back after a crash: no journal file.
    database.exec('pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    database.close();
    if (errorCode(error)?.startsWith('SQLITE_BUSY') === true) return undefined;
    throw error;
  }
  let held = true;
  return {
    release: () => {
      if (!held) return;
      held = false;
      database.exec('rollback');
      database.close();
    },
  };
}
