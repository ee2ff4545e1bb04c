import { DmxError, SourceError } from '../model/errors.ts';
import { errorCode } from './error-code.ts';

/**
 * A master, or a file beside one, that cannot be read: `got` is the system's code, or words. `place` names it to
 * people.
 */
export function unreadable(got: string, place: string, cause?: unknown): SourceError {
  return new SourceError('SOURCE_UNREADABLE', `expected to read the master, got ${got}`, {
    place,
    hint: 'Check that the file is still there, and that this user may read it.',
    cause,
  });
}

/** Converts the system's error from reading a master for people; bugs and DmxErrors are returned unchanged. */
export function masterError(error: unknown, place: string): unknown {
  const code = errorCode(error);
  return error instanceof DmxError || code === undefined ? error : unreadable(code, place, error);
}
