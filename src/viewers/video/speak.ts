import { setLanguage } from 'media-chrome/dist/utils/i18n.js';

/** Words of the controls besides English ones, each fetched when a page is written in their language. */
const LANGUAGES: Readonly<Record<string, () => Promise<unknown>>> = {
  de: () => import('media-chrome/dist/lang/de.js'),
  fr: () => import('media-chrome/dist/lang/fr.js'),
};

/** Lets the controls that are made from now on speak the language of a page, where there are words of it, else English. */
export async function speak(language: string): Promise<void> {
  const [short = ''] = language.toLowerCase().split('-');
  const words = LANGUAGES[short];
  await words?.();
  setLanguage(words ? short : 'en');
}
