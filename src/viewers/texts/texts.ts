import { ENGLISH, type TextKey, type Texts } from './english.ts';

/** Languages besides English, each fetched when a page is written in it. */
const LANGUAGES: Readonly<Record<string, () => Promise<Texts>>> = {
  de: async () => (await import('./german.ts')).GERMAN,
  fr: async () => (await import('./french.ts')).FRENCH,
};

/** Texts of a page's own, by language, as Dynamic Media's viewers take them. */
export interface LocalizedTexts {
  readonly [language: string]: Readonly<Record<string, string>> | string | undefined;
  readonly defaultLocale?: string;
}

function ownTexts(own: LocalizedTexts | undefined, language: string): Readonly<Record<string, string>> {
  const short = language.split('-')[0] ?? language;
  for (const name of [language, short, own?.defaultLocale ?? '']) {
    const texts = own?.[name];
    if (typeof texts === 'object') return texts;
  }
  return {};
}

/** Finds the texts of a language: the page's own, those that ship, else English. */
export async function textsOf(language: string, own?: LocalizedTexts): Promise<(key: TextKey) => string> {
  const shipped = (await LANGUAGES[language.split('-')[0]?.toLowerCase() ?? '']?.()) ?? {};
  const said = ownTexts(own, language);
  return (key) => said[key] ?? shipped[key] ?? ENGLISH[key];
}

/** Puts values in the places `{0}`, `{1}` of a text. */
export function fillText(text: string, values: readonly (string | number)[]): string {
  return text.replaceAll(/\{(\d)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}
