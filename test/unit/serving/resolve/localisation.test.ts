import { describe, expect, it } from 'vitest';
import { localised, suffixesOf } from '../../../../src/serving/resolve/localisation.ts';
import { resolveRecipe } from '../../../../src/serving/resolve/resolve.ts';
import { recipeOf } from '../../../support/language/recipe-of.ts';
import { CLOUD } from '../../../support/language/server-settings.ts';

const SERVER = {
  localestrmap: { en: ['E'], nl: ['N'], de: ['D', 'N'], '': [''] },
  localemap: { de: ['_D', ''], '': [''] },
};

describe('a string of several languages', () => {
  // The example of the reference, and what it answers to nl, ja and none.
  it.each([
    ['Default1^loc=N^Dutch1^loc=D^German1', 'nl', 'Dutch1'],
    ['^loc=E^English2^loc=N^Dutch2^loc=D^German2', 'NL', 'Dutch2'],
    ['^loc=E^English2^loc=N^Dutch2', 'ja', ''],
    ['Default3^loc=N^Dutch3', 'ja', 'Default3'],
    ['Default3^loc=N^Dutch3', undefined, 'Default3'],
    ['Default3^loc=N^Dutch3', 'de', 'Dutch3'],
    ['Default3^loc=N^Dutch3', 'en', ''],
    ['2^10', 'nl', '2^10'],
    ['value2', 'en', 'value2'],
  ])('%s is in %s: %s', (text, locale, expected) => {
    expect(localised(text, locale, SERVER)).toBe(expected);
  });

  it('is marked by locales and languages themselves where no map says otherwise', () => {
    const text = 'Sale^loc=de^Angebot^loc=de_CH^Aktion';
    expect(['de_CH', 'de-AT', 'fr', undefined].map((locale) => localised(text, locale, {}))).toEqual([
      ...['Aktion', 'Angebot', 'Sale', 'Sale'],
    ]);
    expect(localised(text, undefined, { defaultlocale: 'de' })).toBe('Angebot');
  });

  it('lies between control words and braces of RTF, with its escaped signs', () => {
    const rtf = String.raw`{\rtf1\fs40 Sale\'21^loc=de^Geb\'fchr \u8364? 5\par {\b Now^loc=de^Jetzt}}`;
    expect(localised(rtf, 'de', {})).toBe(String.raw`{\rtf1\fs40 Geb\'fchr \u8364? 5\par {\b Jetzt}}`);
    expect(localised(rtf, 'it', {})).toBe(String.raw`{\rtf1\fs40 Sale\'21\par {\b Now}}`);
  });
});

describe('a map of several languages', () => {
  it('has each value in quotes in the one that is asked', () => {
    const area = `<area alt="Sale^loc=de^Angebot" coords='0,0,9,9' href='/en^loc=de^/de'>`;
    const asked = recipeOf(`scl=1&locale=de&map=${encodeURIComponent(area)}&layer=0&mapA=${encodeURIComponent(area)}`);
    const { composite } = resolveRecipe(asked, CLOUD);
    const expected = `<area alt="Angebot" coords='0,0,9,9' href='/de'>`;
    expect([composite.map, composite.layers[0].sourceMap]).toEqual([expected, expected]);
  });
});

describe('suffixes of pictures', () => {
  it('are those of the locale, of all others, and none without a map', () => {
    expect(suffixesOf('DE', SERVER)).toEqual(['_D', '']);
    expect(suffixesOf('it', SERVER)).toEqual(['']);
    expect(suffixesOf('de', {})).toEqual(['']);
    expect(suffixesOf(undefined, { ...SERVER, defaultlocale: 'de' })).toEqual(['_D', '']);
  });
});
