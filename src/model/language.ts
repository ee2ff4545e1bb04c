import { once } from '../base/once.ts';

/** The names of languages in English: tables that take 15 ms to load, which few runs need. */
const englishNames = once(() => new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }));

/** The code of a language that nobody told (ISO 639-2). */
export const UNDETERMINED = 'und';

/**
 * The language that a text names, as BCP 47 spells it: `deu`, `ger` and `DE` are `de`, `pt_br` is `pt-BR`. Undefined
 * where it names none.
 */
export function parseLanguage(text: string): string | undefined {
  try {
    const [tag = ''] = Intl.getCanonicalLocales(text.replaceAll('_', '-'));
    return englishNames().of(tag) === undefined ? undefined : tag;
  } catch {
    return undefined;
  }
}

/** A language's own name for itself, as people look for it in a menu; the tag itself where that is not known. */
export function languageName(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language', fallback: 'code' }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}
