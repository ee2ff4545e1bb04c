import { describe, expect, it } from 'vitest';
import { engineVersion } from '../../../src/model/engine-version.ts';
import type { Recipe } from '../../../src/model/recipe/recipe.ts';
import type { VideoRecipe } from '../../../src/model/recipe/video-recipe.ts';
import { encoderKey } from '../../../src/model/rendition.ts';
import { parseRecipe } from '../../../src/serving/print.ts';

const rendition = (recipe: Recipe | VideoRecipe) => ({ role: 'crop', extension: 'jpg', recipe }) as const;
const KEY = encoderKey(rendition(parseRecipe('')));

describe('the engine of a rendition', () => {
  const versions = { [KEY]: '1/vips-1', 'detector faces': 'faces-2', 'detector regions': 'regions-1' };
  const of = (text: string) => engineVersion(versions, rendition(parseRecipe(text)));

  it('names the detectors that its smart crop asks, in that order, as far as they are known', () => {
    expect(of('wid=9')).toBe('1/vips-1');
    expect(of('wid=9&smartCrop=1,1,1,regions,faces,center')).toBe('1/vips-1, regions-1, faces-2');
  });

  it('names none where a person set the window', () => {
    expect(of('smartCrop=1,1,1,faces&smartCropFocus=0.5,0.5')).toBe('1/vips-1');
  });

  it('is not known where what encodes it is not', () => {
    expect(engineVersion({}, rendition(parseRecipe('smartCrop=1,1,1,faces')))).toBeUndefined();
  });
});
