import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

import { printBytes } from '../base/bytes.ts';
import { decodeUnicode } from '../base/decode-text.ts';
import { ProfileError } from '../model/errors.ts';
import { errorCode } from '../system/error-code.ts';

// Patterns by the ten thousand; what is larger was not written for this.
const MOST_BYTES = 2 ** 20;

function refusal(file: string, got: string): ProfileError {
  const message = `expected a text file of the library of at most ${printBytes(MOST_BYTES, { binary: true })}, got ${got}`;
  const hint = 'Write the patterns into a file of this name, or remove what is there.';
  return new ProfileError([{ code: 'CONFIG_INVALID', file, line: 0, column: 0, message, hint }]);
}

/**
 * The text of an ignore file (absolute path) of a library (absolute, real). Throws ProfileError CONFIG_INVALID for what
 * is no file, is too large, cannot be read or lies elsewhere: without its patterns nobody knows what is to be left out.
 */
export function readIgnoreFile(file: string, library: string): string {
  try {
    const real = realpathSync(file);
    if (path.relative(library, real).split(path.sep)[0] === '..') throw refusal(file, 'a link that leads out of it');
    const stat = statSync(real);
    // A pipe would be waited for, a device read without end.
    if (!stat.isFile()) throw refusal(file, stat.isDirectory() ? 'a folder' : 'a pipe or device');
    if (stat.size > MOST_BYTES) throw refusal(file, printBytes(stat.size));
    const text = decodeUnicode(readFileSync(real));
    if (text === undefined) throw refusal(file, 'one that is no UTF-8');
    return text;
  } catch (error) {
    const code = errorCode(error);
    if (error instanceof ProfileError || code === undefined) throw error;
    throw refusal(file, `one that cannot be read (${code})`);
  }
}
