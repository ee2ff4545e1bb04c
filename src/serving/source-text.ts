import { decode } from './grammar.ts';

/** A request about a picture. */
export interface ObjectText {
  /** The file of the library that it is about; absent: the picture itself. */
  readonly path?: string;
  readonly modifiers: string;
  /** The offset at which they begin in the value. */
  readonly start: number;
}

/** The problem of what is written in place of a picture that dmx has: why it is not supported. */
interface Unsupported {
  readonly reason: string;
}

/** The meaning of the value of `src` or `mask`: a picture, or why it is not supported. */
export type SourceText = ObjectText | Unsupported;

const FOREIGN: Readonly<Record<string, string>> = {
  ir: 'there is no Image Rendering',
  fxg: 'there is no FXG server',
  '': 'nothing is fetched from other servers',
};
/** A nested request; programs that make addresses encode its brackets. */
const NESTED = /^(\s*(is|ir|fxg)?([{(]|%7b|%28))(.*)([})]|%7d|%29)\s*$/is;
const OPENED = /^\s*(?:(?:is|ir|fxg)?[{(]|(?:is|ir|fxg)(?:%7b|%28))/i;
const CLOSERS: Readonly<Record<string, string>> = { '{': '}', '(': ')' };
/** The master itself: what the language calls the object of the request, or nothing at all. */
const OWN = /^\s*(?:\/?(?:\$|%24)object(?:\$|%24))?\s*$/i;

/**
 * The offset at which the modifiers of a nested request begin: behind the first `?`, or at the end where there is none.
 */
function afterObject(inner: string): number {
  const mark = inner.indexOf('?');
  return mark < 0 ? inner.length : mark + 1;
}

const BRACKETS = 'its brackets do not match';
const PLACE = 'pictures are named by their paths below the library, without hidden folders';

/** No file system has longer paths; the values of a drawing stand behind its own. */
const MOST_PATH = 2 ** 16;

/** A path below the library; undefined for one that leads elsewhere. A leading `/` is the library too. */
function readPath(raw: string): string | undefined {
  const parts = raw.trim().replace(/^\//, '').split('/').map(decode);
  const sound = parts.every((part) => part !== '' && !part.startsWith('.') && !/[/\\\p{Cc}\p{Surrogate}]/u.test(part));
  return sound && raw.length <= MOST_PATH ? parts.join('/') : undefined;
}

function aboutObject(raw: string, rest: Omit<ObjectText, 'path'>): SourceText {
  if (OWN.test(raw)) return rest;
  const path = readPath(raw);
  return path === undefined ? { reason: PLACE } : { path, ...rest };
}

/**
 * Reads an object, or a request about one, as it is written: its parts are not encoded as values are (reference A.5).
 */
export function readObjectText(raw: string): SourceText {
  const match = OPENED.test(raw) ? NESTED.exec(raw) : null;
  if (!match) return OPENED.test(raw) ? { reason: BRACKETS } : aboutObject(raw, { modifiers: '', start: 0 });
  const [, opening = '', prefix = '', opener = '', inner = '', closer = ''] = match;
  if (decode(closer) !== CLOSERS[decode(opener)]) return { reason: BRACKETS };
  const foreign = FOREIGN[prefix.toLowerCase()];
  if (foreign !== undefined) return { reason: foreign };
  const at = afterObject(inner);
  const start = opening.length + at;
  return aboutObject(inner.slice(0, at).replace('?', ''), { modifiers: inner.slice(at), start });
}
