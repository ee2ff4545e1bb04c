import { describe, expect, it } from 'vitest';
import { namesPaths, needsPaths } from '../../../src/layout/path-needs.ts';
import { recipeOf } from '../../support/language/recipe-of.ts';

describe("the master's paths", () => {
  it.each([
    'clipPathE=Outline',
    'clipXPathE=Outline&clipPath=M,0,0,L,9,0,L,9,9,Z',
    'fmt=tif&pathEmbed=1',
    'src=is{?clipPathE=Outline}',
    'mask=is{?clipPathE=Outline}',
    // The picture without a path is the master wherever a mask names it.
    'mask=is{b.jpg?mask=is{?clipPathE=Outline}}',
    'mask=is{b.jpg?src=is{?mask=is{?src=is{?clipPathE=Outline}}}}',
  ])('decide about %s', (text) => {
    expect(needsPaths(recipeOf(text))).toBe(true);
    expect(namesPaths(recipeOf(text))).toBe(true);
  });

  it.each(['wid=9', 'mask=is{b.jpg?clipPathE=Outline}', 'mask=is{b.jpg?src=is{?clipPathE=Outline}}'])(
    'do not decide about %s',
    (text) => {
      expect(needsPaths(recipeOf(text))).toBe(false);
      expect(namesPaths(recipeOf(text))).toBe(false);
    },
  );

  it('are told of where a layer is cropped to them, which their boxes alone decide', () => {
    expect(needsPaths(recipeOf('cropPathE=Outline'))).toBe(false);
    expect(namesPaths(recipeOf('cropPathE=Outline'))).toBe(true);
    expect(namesPaths(recipeOf('mask=is{b.jpg?mask=is{?cropPathE=Outline}}'))).toBe(true);
  });
});
