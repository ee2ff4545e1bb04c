import { storageError } from '../../system/storage-error.ts';

// The C library's words, which libvips repeats, for what an operator can mend about a disk.
const SYSTEM_ERRORS: readonly (readonly [words: string, code: string])[] = [
  ['No space left on device', 'ENOSPC'],
  ['Disk quota exceeded', 'EDQUOT'],
  ['File too large', 'EFBIG'],
  ['Read-only file system', 'EROFS'],
];

/**
 * What libvips threw while it read one file and wrote another, `file`: a StorageError where the disk refused to take
 * the new file, else the error as it came. libvips reports both sides in one text, without the system's code.
 */
export function pyramidWriteError(error: unknown, folder: string, file: string): unknown {
  const message = error instanceof Error ? error.message : '';
  const found = SYSTEM_ERRORS.find(([words]) => message.includes(`system error: ${words}`));
  if (found === undefined) return error;
  return storageError(Object.assign(new Error(message, { cause: error }), { code: found[1] }), folder, file);
}
