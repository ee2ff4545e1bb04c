import { open } from 'node:fs/promises';

import { startsWith } from '../model/formats/format.ts';
import type { Seeming } from '../model/seeming.ts';
import { readAt } from './read-at.ts';

// Enough for a mark at the beginning, and to tell text from bytes.
const HEAD_BYTES = 4100;

const DOWNLOAD = 'A page was saved in its place: download the master again.';
const COPY = 'Copy or export the master again: the copy was cut off, or the disk was full or lost power.';
const BINARY = 'Copy the master again, as bytes: line ends or letters were changed on the way.';
const ELSE = 'Put the master in its place again, or exclude the file if it is meant to be none.';

interface Sign extends Seeming {
  /** Judges the beginning of a file, as Latin-1. */
  readonly shows: (head: string) => boolean;
}

const matches =
  (pattern: RegExp) =>
  (head: string): boolean =>
    pattern.test(head);

const sign = (what: string, hint: string, pattern: RegExp): Sign => ({ what, hint, shows: matches(pattern) });

/** A sign of text that programs and documents are made of too. */
const codeSign = (what: string, hint: string, pattern: RegExp): Sign => ({
  ...sign(what, hint, pattern),
  kind: 'code',
});

// A byte order mark and white space may stand before text.
const AT_START = String.raw`^(?:\xEF\xBB\xBF)?\s*`;

/** Signatures of content that is no master; the first match counts. */
const SIGNS: readonly Sign[] = [
  codeSign('an empty file', COPY, /^$/),
  sign('NULs in place of its content', COPY, /^\0+$/),
  sign('erased bytes (FF) in place of its content', COPY, /^\xff{16,}$/),
  sign('a PNG that was copied as text', BINARY, /^(?:\x89|\xEF\xBF\xBD|\t)PNG[\r\n]/),
  sign('a picture that was copied as text', BINARY, /^(?:\xEF\xBF\xBD){2,}[^]{0,12}(?:JFIF|Exif)/),
  sign(
    'a git-LFS pointer',
    'Run git lfs pull.',
    /^(?:\xEF\xBB\xBF)?version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\//,
  ),
  sign('a git-annex pointer', 'Run git annex get.', /^(?:(?:\.\.\/)*\.git)?\/annex\/objects\//),
  {
    what: 'a resource fork of macOS',
    hint: 'Copy the master again, not its companion.',
    shows: startsWith('\0\x05\x16\x07'),
  },
  sign('an alias of macOS', 'Copy the master itself, not its alias.', /^book\0{4}mark\0{4}/),
  sign('a placeholder of iCloud', 'Let iCloud download the master first.', /^bplist/),
  sign('a shortcut', 'Copy the master itself, not its shortcut.', /^\[InternetShortcut\]/),
  { what: 'a shortcut', hint: 'Copy the master itself, not its shortcut.', shows: startsWith('L\0\0\0\x01\x14\x02\0') },
  sign(
    'a web page',
    DOWNLOAD,
    new RegExp(
      `${AT_START}(?:<\\?xml\\b[^>]*>\\s*)?(?:<!doctype html|<(?:!--[^]*?-->\\s*<)*(?:html|head|body|meta|script)\\b)`,
      'i',
    ),
  ),
  codeSign('an XML document', DOWNLOAD, new RegExp(`${AT_START}<\\?xml\\b|${AT_START}<\\w+[^<>]*>\\s*<`)),
  codeSign('JSON', DOWNLOAD, new RegExp(`${AT_START}(?:\\{\\s*(?:"|\\})|\\[\\s*(?:[{["\\]]|-?\\d|true|false|null))`)),
];

/** Names of what `file-type` knows, by the beginnings of MIME types; the others are called by the type itself. */
const TYPES: readonly (readonly [begins: string, what: string, hint: string])[] = [
  ['application/zip', 'a ZIP archive', 'Unpack it, and put the master in its place.'],
  ['application/gzip', 'a gzip archive', 'Unpack it, and put the master in its place.'],
  ['audio/', 'sound alone', ELSE],
];

const TEXT: Seeming = { what: 'text', hint: ELSE, kind: 'code' };

/** Tells whether bytes are text: UTF-8 or another encoding without control characters. */
function isText(head: Buffer): boolean {
  return head.length > 0 && head.every((byte) => byte > 31 || (byte > 8 && byte < 14) || byte === 27);
}

function ofType(mime: string): Seeming {
  const found = TYPES.find(([begins]) => mime.startsWith(begins));
  const kind = mime.startsWith('audio/') ? ({ kind: 'sound' } as const) : {};
  return found ? { what: found[1], hint: found[2], ...kind } : { what: `a file of the type ${mime}`, hint: ELSE };
}

/** The beginning as Latin-1 has it; UTF-16 as UTF-8. */
function lettersOf(head: Buffer): string {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe)
    return Buffer.from(new TextDecoder('utf-16le').decode(head)).toString('latin1');
  if (first === 0xfe && second === 0xff)
    return Buffer.from(new TextDecoder('utf-16be').decode(head)).toString('latin1');
  return head.toString('latin1');
}

/**
 * Tells what the beginning of a file that is no asset seems to be. `mime`: the type that was found in it; null = none.
 */
function seemingOf(head: Buffer, mime: string | null): Seeming {
  const letters = lettersOf(head);
  const found = SIGNS.find(({ shows }) => shows(letters));
  if (found) {
    const { shows: _shows, ...seeming } = found;
    return seeming;
  }
  // The mark of UTF-16 is how MP3 begins, too.
  const isWide = head.length > 2 && letters.length !== head.length;
  if (isWide && isText(Buffer.from(letters, 'latin1'))) return TEXT;
  if (mime !== null) return ofType(mime);
  return isText(head) ? TEXT : { what: 'bytes of no known kind', hint: COPY };
}

/** Tells what a file (absolute path) seems to be that is no asset. Throws the system's error when it cannot be read. */
export async function readSeeming(file: string, mime: string | null): Promise<Seeming> {
  const handle = await open(file, 'r');
  try {
    return seemingOf(await readAt(handle, 0, HEAD_BYTES), mime);
  } finally {
    await handle.close();
  }
}
