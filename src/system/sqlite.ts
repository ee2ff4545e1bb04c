import { createRequire } from 'node:module';
import type Database from 'libsql';
import { once } from '../base/once.ts';
import { nativeError } from './native-parts.ts';

const load = createRequire(import.meta.url);

const loaded = once(() => load('libsql') as typeof Database);

/** SQLite, loaded when it is first needed. Throws EngineError (ENGINE_MISSING) where its compiled part is not installed. */
export function sqlite(): typeof Database {
  try {
    return loaded();
  } catch (error) {
    throw nativeError(error);
  }
}

/** The version of the package that brings SQLite. Throws EngineError (ENGINE_MISSING). */
export function sqliteVersion(): string {
  const database = new (sqlite())(':memory:');
  try {
    const { version } = database.prepare('select sqlite_version() as version').get() as { readonly version: string };
    return version;
  } finally {
    database.close();
  }
}
