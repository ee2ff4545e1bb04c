import { appendFileSync, writeFileSync } from 'node:fs';
import { UsageError } from '../../model/errors.ts';
import { errorCode } from '../../system/error-code.ts';
import { storageError } from '../../system/storage-error.ts';

/**
 * Creates a list file (absolute path), or opens it to be continued with `append`. `setting`: the option that names it,
 * for messages. Throws UsageError FILE_UNWRITABLE.
 */
export function beginList(file: string, setting: string, append: boolean): void {
  try {
    writeFileSync(file, '', { flag: append ? 'a' : 'w' });
  } catch (cause) {
    const message = `expected a file that can be written for \`${setting}\`, got ${file} (${errorCode(cause) ?? 'UNKNOWN'})`;
    throw new UsageError('FILE_UNWRITABLE', message, {
      place: file,
      hint: 'Check that its folder is there and that this user may write to it.',
      cause,
    });
  }
}

/** Writes lines behind those of a list. Throws StorageError. */
export function appendToList(file: string, lines: string): void {
  try {
    appendFileSync(file, lines);
  } catch (error) {
    throw storageError(error, file, file, 'name another file');
  }
}
