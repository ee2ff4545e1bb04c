import { describe, expect, it } from 'vitest';
import type { FoundImage } from '../../../src/model/recipe/referenced-image.ts';
import type { RenditionOrder } from '../../../src/model/rendition.ts';
import { lookedFor, standIn, type StandInSettings } from '../../../src/plan/stand-ins.ts';
import { printRecipe } from '../../../src/serving/print.ts';
import { resolveRecipe } from '../../../src/serving/resolve/resolve.ts';
import { recipeOf } from '../../support/language/recipe-of.ts';
import { CLOUD } from '../../support/language/server-settings.ts';

const LOCALES = { localemap: { de: ['_D', ''], '': [''] } };
const ALONE: StandInSettings = { ...LOCALES, defaultimagemode: 1 };

/** What becomes of a text where these pictures are there. */
function made(text: string, there: readonly string[], settings: StandInSettings = ALONE) {
  const recipe = resolveRecipe(recipeOf(text), { ...CLOUD, ...settings });
  const order = { name: 'a', role: 'preset', extension: 'jpg', recipe, recipeText: printRecipe(recipe) } as const;
  const names = lookedFor(recipe, settings);
  const found = new Map(
    names.map((object) => [
      object,
      there.includes(object) ? ({ object, sha256: 'x' } as FoundImage) : { object, got: 'nothing of that name' },
    ]),
  );
  const { orders, warnings } = standIn([order as RenditionOrder], found, settings);
  return { names, warnings, text: orders[0]?.recipeText ?? '' };
}

describe('pictures of a locale', () => {
  it('are those with its first suffix that are there, in requests and masks too', () => {
    const text = 'wid=9&locale=DE&layer=1&src=is{a.png?src=b&wid=5}&mask=c';
    const { names, text: of, warnings } = made(text, ['a_D.png', 'b', 'c_D', 'c']);
    expect(names).toEqual(['c_D', 'c', 'a_D.png', 'a.png', 'b_D', 'b']);
    expect(of).toContain('src=is{a_D.png?wid=5&fit=fit,0&src=b&');
    expect(of).toContain('mask=c_D');
    expect([of.includes('locale'), warnings]).toEqual([false, []]);
  });

  it('are of no matter without a map, or without pictures beside the master', () => {
    expect(made('wid=9&locale=de&layer=1&src=a', ['a'], { defaultimagemode: 1 }).text).not.toContain('locale');
    expect(made('wid=9&locale=de', []).text).not.toContain('locale');
  });
});

describe('a picture that is not there', () => {
  const text = 'wid=9&hei=8&layer=1&src=a&layer=2&src=b&defaultImage=none&op_invert=1';

  it('is replaced, which is told', () => {
    const { text: of, warnings } = made(text, ['a', 'none']);
    expect(of).toContain('src=a');
    expect(of).toContain('src=none');
    expect(of).not.toContain('src=b');
    expect(warnings).toEqual(['expected the picture b, got none: none takes its place']);
  });

  it('has all of the rendition replaced in mode 0: size and format stay', () => {
    const { text: of } = made(`${text}&fmt=png`, ['a', 'none'], { defaultimagemode: 0 });
    expect(of).toBe('wid=9&hei=8&fit=fit,0&src=none&fmt=png&resMode=sharp2&bgc=FFFFFF&metadata=copyright');
    expect(made(text, ['a', 'b'], { defaultimagemode: 0 }).text).toContain('src=b');
  });

  it('is named by its own name where there is no default image, or that is not there either', () => {
    expect(made(text, ['a']).text).toContain('src=b');
    const server = { ...ALONE, defaultimage: 'none' };
    expect(made('wid=9&layer=1&src=a', ['none'], server).text).toContain('src=none');
    expect(made('wid=9&layer=1&src=a&defaultImage=', ['none'], server).text).toContain('src=a');
  });
});
