/** A piece of rich text. */
export type RtfToken =
  | { readonly kind: 'open' | 'close' }
  | { readonly kind: 'word'; readonly word: string; readonly value: number | undefined }
  /** One byte of a code page. */
  | { readonly kind: 'byte'; readonly byte: number }
  | { readonly kind: 'text'; readonly text: string };

const PATTERN = /\\([a-zA-Z]+)(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(?:\r\n|[^])|([{}])|([^\\{}]+)/g;

/** Control symbols that stand for a character or word. */
const SIGNS: Readonly<Record<string, string>> = { '~': '\u{a0}', _: '\u{2011}', '-': '\u{ad}' };

function signOf(sign: string): RtfToken {
  if (sign === '*') return { kind: 'word', word: '*', value: undefined };
  if (sign.startsWith('\r') || sign === '\n') return { kind: 'word', word: 'par', value: undefined };
  return { kind: 'text', text: SIGNS[sign] ?? sign };
}

/** Reads rich text piece by piece; whatever the text, it never throws. Line feeds of the text itself are none of it. */
export function* rtfTokens(text: string): Generator<RtfToken> {
  for (const [all, word, value, byte, brace, plain] of text.matchAll(PATTERN)) {
    if (word !== undefined) yield { kind: 'word', word, value: value === undefined ? undefined : Number(value) };
    else if (byte !== undefined) yield { kind: 'byte', byte: Number.parseInt(byte, 16) };
    else if (brace !== undefined) yield { kind: brace === '{' ? 'open' : 'close' };
    else if (plain === undefined) yield signOf(all.slice(1));
    else if (/[^\r\n]/.test(plain)) yield { kind: 'text', text: plain.replaceAll(/[\r\n]+/g, '') };
  }
}

/** Tells whether a text is RTF: plain text has no groups and control words, and keeps its line breaks. */
export function isRich(text: string): boolean {
  return /[\\{}]/.test(text);
}

/** The words of alignment that stand in a text, each once, with their backslash. */
export function alignmentsIn(text: string): readonly string[] {
  if (!text.includes('\\q')) return [];
  const words = [...rtfTokens(text)].map((token) => (token.kind === 'word' ? token.word : ''));
  return [...new Set(words.filter((word) => /^q[lrc]$/.test(word)))].map((word) => `\\${word}`);
}
