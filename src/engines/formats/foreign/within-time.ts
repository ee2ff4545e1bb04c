import { createContext, runInContext } from 'node:vm';
import { SourceError } from '../../../model/errors.ts';

/** Tells what Node throws; it is an error of the other context, and none of this one. */
const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';

/**
 * Runs a library that does all it does in one go, and ends it once that takes longer: damaged files send some of them round in
 * circles. `seconds` are many times what sound files take. Throws SourceError (SOURCE_CORRUPT), or what the library throws.
 */
export function withinTime<T>(label: string, seconds: number, run: () => T): T {
  const results: T[] = [];
  const context = createContext({ run: () => results.push(run()) });
  try {
    runInContext('run()', context, { timeout: Math.ceil(seconds * 1000) });
  } catch (error) {
    if (!isTimeout(error)) throw error;
    throw new SourceError('SOURCE_CORRUPT', `expected ${label} that is unpacked, got one that never ends`, {
      hint: 'Render or upload the master again; the file is damaged.',
      cause: error,
    });
  }
  return results[0] as T;
}
