import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { decodeUnicode } from '../../base/decode-text.ts';
import { type ErrorCode, ProfileError } from '../../model/errors.ts';
import { statOf } from '../../system/path-kind.ts';

/** A file that a person wrote, as messages name it. */
export interface WrittenFile {
  /** Absolute. */
  readonly path: string;
  /** Folder that it is named from. */
  readonly cwd: string;
  /** Continues "expected ": "a file of settings". */
  readonly kind: string;
  readonly code: ErrorCode;
  readonly hint?: string;
}

/** An error about a whole file, or about one place in it. */
function unreadable(
  file: WrittenFile,
  got: string,
  { line, column, hint = file.hint ?? 'Check the path.' } = AT_FILE,
): ProfileError {
  const message = `expected ${file.kind}, got ${got}`;
  return new ProfileError([{ code: file.code, file: relative(file.cwd, file.path), line, column, message, hint }]);
}

const AT_FILE: { readonly line: number; readonly column: number; readonly hint?: string } = { line: 0, column: 0 };

/** The place of the first letter that bytes do not hold as UTF-8. */
function firstDamage(bytes: Uint8Array): { readonly line: number; readonly column: number } {
  const before = new TextDecoder().decode(bytes).split('\uFFFD', 1)[0] ?? '';
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

/** Runs `read` on a file, and tells the system's errors as those of the file. */
export function readable<T>(file: WrittenFile, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error instanceof ProfileError) throw error;
    throw unreadable(file, `one that cannot be read (${String(error.code)})`);
  }
}

/**
 * The text of a file that a person wrote: UTF-8, or UTF-16 that says so. Other encodings are refused: taken for UTF-8, their
 * letters would be lost without a word, in texts that are drawn too. Throws ProfileError.
 */
export function readText(file: WrittenFile): string {
  // A pipe would be waited for.
  if (statOf(file.path)?.isFile() === false) throw unreadable(file, 'no file');
  const bytes = readable(file, () => readFileSync(file.path));
  const text = decodeUnicode(bytes);
  if (text === undefined)
    throw unreadable(file, 'one that is no UTF-8', { ...firstDamage(bytes), hint: 'Save it as UTF-8.' });
  // UTF-16 without its mark is valid UTF-8, with a NUL beside each letter of the West.
  if (text.includes('\0'))
    throw unreadable(file, 'one with NULs between its letters', { line: 1, column: 1, hint: 'Save it as UTF-8.' });
  return text;
}
