/** One modifier of a text, not yet looked up. Columns are 1-based UTF-16 units of the text. */
export type Token =
  | { readonly kind: 'macro'; readonly name: string; readonly column: number }
  | {
      readonly kind: 'command' | 'variable';
      readonly name: string;
      /** The value as written, not decoded; empty without a `=`. */
      readonly value: string;
      /** There is no `=`. */
      readonly bare?: true;
      readonly column: number;
      readonly valueColumn: number;
    };

/** One of the comma-separated items of a value, decoded and trimmed. */
export interface Item {
  readonly text: string;
  readonly column: number;
}

/** The names of presets have the letters of variables; addresses with others (`$!_pdp$`) name a preset that is not known. */
const MACRO = /^\$([^\s$]+)\$$/;
const VARIABLE = /^\$([A-Za-z0-9._-]+)$/;
/** The rest of an `&` that HTML wrote down as `&amp;`, and that nobody made one again. */
const ESCAPED = /^\s*amp;/i;
/**
 * A value that opens a nested request: `src=is{…&…}`; the `&` inside belong to it. Programs that make addresses encode its
 * brackets.
 */
const NESTED = /^[^=]*=\s*(?:(?:is|ir|fxg)?([{(])|(?:is|ir|fxg)(%7b|%28))/i;
/** Brackets of nested requests, as they are and encoded: those of a kind part what is between them, others are data there. */
const BRACKETS = [/[{}()]/g, /%7[bd]|%2[89]/gi] as const;
const CLOSERS: Readonly<Record<string, string>> = { '}': '{', ')': '(' };

/**
 * The place at which each bracket that has a partner closes, in one pass: hostile texts must not cost a search per
 * bracket.
 */
function matchBrackets(text: string): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  for (const kind of BRACKETS) {
    const open: { readonly bracket: string; readonly at: number }[] = [];
    for (const { 0: written, index: at } of text.matchAll(kind)) {
      const bracket = decodeURIComponent(written);
      const opener = CLOSERS[bracket];
      const last = open.at(-1);
      if (opener === undefined) open.push({ bracket, at });
      else if (last?.bracket === opener) {
        open.pop();
        partners.set(last.at, at);
      }
    }
  }
  return partners;
}

/** A `?` in place of a name, or behind what has no value: live addresses have two, `?$a$?$b$`. */
const STRAY = /^\s*(?!\.)[^=?&{(]*\?/;

/** The index of the `&` that ends the modifier at `start`, of a `?` that stands for one, or of the text's end. */
function endOfModifier(text: string, start: number, partners: ReadonlyMap<number, number>): number {
  const ampersand = text.indexOf('&', start);
  const end = ampersand < 0 ? text.length : ampersand;
  const stray = STRAY.exec(text.slice(start, end));
  if (stray) return start + stray[0].length - 1;
  const opening = partners.size === 0 ? null : NESTED.exec(text.slice(start, end));
  const [opened = '', plain, encoded = ''] = opening ?? [];
  const closing = opening && partners.get(start + opened.length - (plain ?? encoded).length);
  if (typeof closing !== 'number') return end;
  const next = text.indexOf('&', closing);
  return next < 0 ? text.length : next;
}

/** Percent-sequences as UTF-8, or as Latin-1 where they are none; `+` is a space. */
export function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  return spaced.replaceAll(/(?:%[0-9a-f]{2})+/gi, (sequence) => {
    try {
      return decodeURIComponent(sequence);
    } catch {
      return sequence.replaceAll(/%(..)/g, (_all, pair: string) => String.fromCodePoint(Number.parseInt(pair, 16)));
    }
  });
}

const bareness = (equals: number): { readonly bare?: true } => (equals < 0 ? { bare: true } : {});

function readToken(modifier: string, start: number): Token | undefined {
  const equals = modifier.indexOf('=');
  const nameEnd = equals < 0 ? modifier.length : equals;
  const name = decode(modifier.slice(0, nameEnd).replace(ESCAPED, '')).trim();
  if (name.startsWith('.') || modifier.replace(ESCAPED, '').trim() === '') return undefined;
  const column = start + modifier.length - modifier.trimStart().length + 1;
  const value = modifier.slice(nameEnd + 1);
  const macro = MACRO.exec(name)?.[1];
  // Tools that tidy query strings write `$preset$=`.
  if (macro !== undefined && value.trim() === '') return { kind: 'macro', name: macro, column };
  const variable = equals < 0 ? undefined : VARIABLE.exec(name)?.[1];
  // Without `=` the value stands nowhere: behind the name, and not in the modifier that follows.
  const valueColumn = start + nameEnd + (equals < 0 ? 1 : 2);
  const kind = variable === undefined ? 'command' : 'variable';
  return { kind, name: variable ?? name, value, column, valueColumn, ...bareness(equals) };
}

/** The place of one modifier of a text, from 0. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Every modifier of a text as it is written, comments and empty ones too; the `&` of nested requests part nothing. */
export function* spansOf(text: string): Generator<Span> {
  const partners = matchBrackets(text);
  for (let start = 0; start <= text.length;) {
    const end = endOfModifier(text, start, partners);
    yield { start, end };
    start = end + 1;
  }
}

/** A sign that parts modifiers as `&` does. */
interface StrayMark {
  readonly mark: '?' | '&amp;';
  /** 1-based. */
  readonly column: number;
}

/** Each `?` and `&amp;` that parts modifiers as `&` does. */
export function* strayMarks(text: string): Generator<StrayMark> {
  if (!text.includes('?') && !text.includes(';')) return;
  for (const { start, end } of spansOf(text)) {
    if (start > 0 && ESCAPED.test(text.slice(start, end))) yield { mark: '&amp;', column: start };
    if (text[end] === '?') yield { mark: '?', column: end + 1 };
  }
}

/**
 * Splits modifier text at `&`; comments (`.…`) and empty modifiers vanish. `=` and `&` part modifiers before anything
 * is decoded, so an encoded one is data; white space around names is ignored, as is an encoded `$` of a macro.
 */
export function* tokenise(text: string): Generator<Token> {
  for (const { start, end } of spansOf(text)) {
    const token = readToken(text.slice(start, end), start);
    if (token) yield token;
  }
}

/** Splits a value at its commas, encoded ones too, and decodes each item. `column` is that of the value. */
export function splitItems(value: string, column: number): readonly Item[] {
  const items: Item[] = [];
  let start = 0;
  const add = (end: number): void => {
    const raw = value.slice(start, end);
    const lead = raw.length - raw.trimStart().length;
    items.push({ text: decode(raw).trim(), column: column + start + lead });
  };
  for (const match of value.matchAll(/,|%2c/gi)) {
    add(match.index);
    start = match.index + match[0].length;
  }
  add(value.length);
  return items;
}
