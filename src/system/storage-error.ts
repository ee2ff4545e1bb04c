import { accessSync, constants } from 'node:fs';
import path from 'node:path';

import { DmxError, type ErrorCode, StorageError } from '../model/errors.ts';
import { lackOf } from './disk-room.ts';
import { errorCode } from './error-code.ts';

interface Explanation {
  readonly code: ErrorCode;
  /** Continues "cannot write <path>: ". */
  readonly why: string;
  /** The advice. `OTHER` is replaced by an alternative for operators who cannot fix the cause. */
  readonly hint: string;
}

const OTHER = '{other}';

/** The alternative where the output cannot be written. */
const OTHER_OUTPUT = 'choose another `output`';

const denied = (why: string, hint: string): Explanation => ({ code: 'STORAGE_DENIED', why, hint });
const full = (why: string, what = 'Free some space'): Explanation => ({
  code: 'STORAGE_FULL',
  why,
  hint: `${what} and run the same command again; what was finished is kept.`,
});
const gone = (why: string): Explanation => ({
  code: 'STORAGE_GONE',
  why,
  hint: 'Bring the output folder or its disk back and run the same command again.',
});

/** The system says the same of a disk that lacks bytes and of one that lacks entries, which people do not look for. */
const NO_MORE_FILES = full(
  'its disk can hold no more files, however much space is left',
  'Remove some files (see df -i)',
);

/** The meaning of the system's error codes for an output: the one place that says so. */
const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ENOSPC: full('no space is left on its disk'),
  EDQUOT: full("the user's quota is used up"),
  EFBIG: {
    ...full('the file is larger than its disk, or this user, may hold'),
    hint: `Raise the limit (ulimit -f), or ${OTHER}.`,
  },
  EACCES: denied('permission is denied', `Give this user the right to write there, or ${OTHER}.`),
  EPERM: denied('the operation is not permitted', `Give this user the right to write there, or ${OTHER}.`),
  EROFS: denied('its disk is read-only', `Mount it writable, or ${OTHER}.`),
  EEXIST: denied('a file lies where a folder is needed', `Move that file away, or ${OTHER}.`),
  ENOTDIR: denied('a file lies where a folder is needed', `Move that file away, or ${OTHER}.`),
  EISDIR: denied('a folder lies where a file is needed', `Move that folder away, or ${OTHER}.`),
  EXDEV: denied('it lies on another disk than the rest of the output', 'Put the whole output on one disk.'),
  ENAMETOOLONG: denied('the path is longer than the system allows', 'Choose an `output` with a shorter path.'),
  ELOOP: denied('its links lead in a circle', `Mend the link, or ${OTHER}.`),
  EMFILE: denied('too many files are open', 'Raise the limit (ulimit -n) or lower `concurrency`.'),
  ENFILE: denied('too many files are open on this machine', 'Raise the limit or lower `concurrency`.'),
  EIO: gone('its disk reports an error'),
  ENODEV: gone('its disk is not there any more'),
  ENXIO: gone('its disk is not there any more'),
  ESTALE: gone('its network share was lost'),
  ENOTCONN: gone('its network share was lost'),
};

/** A database that cannot be opened: SQLite does not say why. */
const CANNOT_OPEN = 'CANNOT_OPEN';

/** SQLite's codes, or the beginnings of them, as the system's own: catalog and lock lie in the output too. */
const SQLITE_CODES: readonly (readonly [string, string])[] = [
  ['SQLITE_FULL', 'ENOSPC'],
  ['SQLITE_READONLY_DBMOVED', 'ESTALE'],
  ['SQLITE_READONLY', 'EROFS'],
  ['SQLITE_PERM', 'EACCES'],
  ['SQLITE_CANTOPEN', CANNOT_OPEN],
  ['SQLITE_IOERR', 'EIO'],
];

/** The system's code for an error of its own or of SQLite; empty where it is neither. */
function systemCode(error: unknown): string {
  // libsql throws a plain Error, without a code, where a database cannot be opened.
  if (error instanceof Error && error.message.startsWith('ConnectionFailed(')) return CANNOT_OPEN;
  const code = errorCode(error) ?? '';
  return SQLITE_CODES.find(([start]) => code.startsWith(start))?.[1] ?? code;
}

function accessCode(folder: string): string | undefined {
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
}

/** Why a folder cannot be written, or made; undefined when nothing is wrong with it, ENOENT when only it is missing. */
function refusalOf(root: string): string | undefined {
  for (let folder = root; ; folder = path.dirname(folder)) {
    const code = accessCode(folder);
    if (code !== 'ENOENT') return code ?? (folder === root ? undefined : 'ENOENT');
  }
}

function explain(code: string, root: string): Explanation | undefined {
  if (code === CANNOT_OPEN) {
    const isFull = refusalOf(root) === undefined && lackOf(root) !== undefined;
    return explain(isFull ? 'ENOSPC' : 'EACCES', root);
  }
  if (code === 'ENOSPC' && lackOf(root) === 'files') return NO_MORE_FILES;
  if (code !== 'ENOENT') return EXPLANATIONS[code];
  // Making folders where that is not allowed is reported by Node as if something were missing.
  const refusal = refusalOf(root);
  if (refusal === 'ENOENT') return gone('the output folder is not there any more');
  return EXPLANATIONS[refusal ?? ''] ?? gone('it was removed while dmx worked');
}

/** The explanation of a system error; undefined where no operator can fix it, or it was explained before. */
function explanationOf(error: unknown, root: string): Explanation | undefined {
  return error instanceof DmxError || !(error instanceof Error) ? undefined : explain(systemCode(error), root);
}

/**
 * The meaning for the operator of a failed operation on `file`, in the output `root`: a StorageError (STORAGE_FULL, …_DENIED,
 * …_GONE) where the system's error is one of those that an operator can mend, else the error as it came. `other`: what to do in place
 * of that where `root` is no output.
 */
export function storageError(error: unknown, root: string, file = root, other = OTHER_OUTPUT): unknown {
  const found = explanationOf(error, root);
  if (found === undefined) return error;
  const hint = found.hint.replace(OTHER, other);
  return new StorageError(found.code, `cannot write ${file}: ${found.why}`, { place: file, hint, cause: error });
}

const UNREADABLE: readonly string[] = ['EACCES', 'EPERM', CANNOT_OPEN];

/** The same for an operation that only reads. */
export function readingError(error: unknown, root: string, file = root): unknown {
  const found = explanationOf(error, root);
  if (found === undefined) return error;
  const isDenied = found.code === 'STORAGE_DENIED' && UNREADABLE.includes(systemCode(error));
  const hint = isDenied ? 'Give this user the right to read it.' : found.hint.replace(`, or ${OTHER}`, '');
  return new StorageError(found.code, `cannot read ${file}: ${found.why}`, { place: file, hint, cause: error });
}

/**
 * Errors that only writing meets, in the C library's words, which libraries and programs repeat at the end of a line.
 */
const ONLY_WRITING = {
  ENOSPC: /: No space left on device$/m,
  EDQUOT: /: Disk quota exceeded$/m,
  EFBIG: /: File too large$/m,
  EROFS: /: Read-only file system$/m,
} as const;

/**
 * The same for an operation that both reads and writes, either of which may have failed: a StorageError for errors that
 * only writing can cause, recognised by code, or by message where a library or program hides the code. The message must
 * not contain untrusted file names.
 */
export function writingError(error: unknown, root: string, file = root): unknown {
  if (error instanceof DmxError || !(error instanceof Error)) return error;
  const known = systemCode(error);
  const found = Object.entries(ONLY_WRITING).find(([code, words]) => code === known || words.test(error.message));
  if (found === undefined) return error;
  return storageError(Object.assign(new Error(error.message, { cause: error }), { code: found[0] }), root, file);
}
