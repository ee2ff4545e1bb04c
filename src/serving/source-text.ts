/** What the value of `src` means: a request about the picture itself, or why it is not supported. */
export type SourceText =
  | {
      readonly modifiers: string;
      /** Where they begin in the value. */
      readonly start: number;
    }
  | { readonly reason: string };

const SECOND = 'a rendition is made of one master; is{$object$?…} is a request about that';
const FOREIGN: Readonly<Record<string, string>> = {
  is: SECOND,
  ir: 'there is no Image Rendering',
  fxg: 'there is no FXG server',
  '': 'nothing is fetched from other servers',
};
const NESTED = /^\s*(is|ir|fxg)?([{(])(.*)([})])\s*$/is;
const CLOSERS: Readonly<Record<string, string>> = { '{': '}', '(': ')' };
/** The master itself: what the language calls the object of the request, or nothing at all. */
const OWN = /^\s*(?:\/?(?:\$|%24)object(?:\$|%24))?\s*$/i;

/** Where the modifiers of a nested request begin: behind the first `?`, or at the end where there is none. */
function afterObject(inner: string): number {
  const mark = inner.indexOf('?');
  return mark < 0 ? inner.length : mark + 1;
}

/** Reads the value of `src` as it is written: the parts of a nested request are not encoded (reference A.5). */
export function readSourceText(raw: string): SourceText {
  const match = NESTED.exec(raw);
  if (!match) return OWN.test(raw) ? { modifiers: '', start: 0 } : { reason: SECOND };
  const [, prefix = '', opener = '', inner = '', closer] = match;
  if (closer !== CLOSERS[opener]) return { reason: 'its brackets do not match' };
  const kind = prefix.toLowerCase();
  const at = afterObject(inner);
  const object = inner.slice(0, at).replace('?', '');
  if (kind !== 'is' || !OWN.test(object)) return { reason: FOREIGN[kind] ?? SECOND };
  return { modifiers: inner.slice(at), start: raw.indexOf(opener) + 1 + at };
}
