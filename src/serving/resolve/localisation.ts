/** The words of a map of locales: which suffixes or marks a locale has, in the order they are looked for. */
type LocaleMap = Readonly<Record<string, readonly string[]>>;

/** The settings by which texts and names of pictures are translated; absent = none is. */
export interface LocaleSettings {
  /** Suffixes of the names of pictures. */
  readonly localemap?: LocaleMap | undefined;
  /** Marks of strings, `^loc=MARK^`. Absent: a string is marked by the locale itself, or by its language. */
  readonly localestrmap?: LocaleMap | undefined;
  /** The locale of recipes that name none. */
  readonly defaultlocale?: string | undefined;
}

/** The row of a locale, case ignored; that of the empty name is for all that have none. */
function rowOf(map: LocaleMap, locale: string): readonly string[] | undefined {
  const wanted = Object.keys(map).find((name) => name.toLowerCase() === locale.toLowerCase());
  return map[wanted ?? ''];
}

/** `de_DE` is de_DE, else de, else no locale. */
function ownMarks(locale: string): readonly string[] {
  const [language = ''] = locale.split(/[-_]/);
  return [...new Set([locale, language, ''])];
}

/** The suffixes that are tried for localised pictures, in order; only the bare name where no map has the locale. */
export function suffixesOf(locale: string | undefined, { localemap, defaultlocale = '' }: LocaleSettings) {
  return (localemap && rowOf(localemap, locale ?? defaultlocale)) ?? [''];
}

/** The marks of strings of a locale; the default string alone for one that a map does not know. */
function marksOf(locale: string | undefined, { localestrmap, defaultlocale = '' }: LocaleSettings): readonly string[] {
  const asked = locale ?? defaultlocale;
  return localestrmap ? (rowOf(localestrmap, asked) ?? ['']) : ownMarks(asked);
}

const TOKEN = /\^loc=([^^]*)\^/gi;

/** The string of several that has the first of the marks; nothing where none has: reference G.7. */
function chosen(text: string, marks: readonly string[]): string {
  const [first = '', ...rest] = text.split(TOKEN);
  const strings = new Map([['', first]]);
  for (let i = 0; i + 1 < rest.length; i += 2) strings.set((rest[i] ?? '').toLowerCase(), rest[i + 1] ?? '');
  const found = marks.find((mark) => strings.has(mark.toLowerCase()));
  return found === undefined ? '' : (strings.get(found.toLowerCase()) ?? '');
}

/** Control words of RTF, which part strings; then a string, with its signs that are written as control words. */
const PART = /\\(?!u-?\d)[a-z]+-?\d* ?|\\\*|[{}]|(?:[^{}\\]|\\u-?\d+ ?|\\'[0-9a-f]{2}|\\[^a-z*])+/gi;

/** A text in one of the languages that it holds, `Sale^loc=de^Angebot`; RTF has them between its control words. */
export function localised(text: string, locale: string | undefined, settings: LocaleSettings): string {
  if (!/\^loc=/i.test(text)) return text;
  const marks = marksOf(locale, settings);
  return text.replaceAll(PART, (part) => (/\^loc=/i.test(part) ? chosen(part, marks) : part));
}
