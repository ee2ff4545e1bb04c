import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../../src/model/asset.ts';
import { DEFAULT_LIMITS } from '../../../src/model/master-limits.ts';
import type { Recipe } from '../../../src/model/recipe/recipe.ts';
import { limitsOf, masterBeyond, replyBeyond } from '../../../src/plan/limits.ts';
import { parseConfig } from '../../../src/profiles/config.ts';
import { parseRecipe } from '../../../src/serving/print.ts';
import { CLIP } from '../../support/video/clips.ts';
import { FACTS } from '../../support/pictures/image-facts.ts';

const { config } = parseConfig({
  name: 'dmx.yaml',
  text: 'version: 1\nmaxpixels: 1000\nmaxseconds: 60\nmaxframes: 1500\nmaxpages: 3\nmaxside: 800\nserver: { maxpix: [30, 0] }\n',
});
const LIMITS = limitsOf(config);
const REST = { maxframes: 1500, maxpages: 3, maxside: 800 };
const facts = (width: number, height: number): ImageFacts => ({ ...FACTS, width, height });
const scaled = (scale: number): Recipe => parseRecipe(`scl=${1 / scale}&fmt=jpeg`);

describe('the bounds of pictures', () => {
  it('are those of dmx.yaml', () => {
    expect(LIMITS).toEqual({ reply: [30, 0], ...DEFAULT_LIMITS, maxpixels: 1000, maxseconds: 60, ...REST });
  });

  it('refuse a master with one pixel too many', () => {
    expect(masterBeyond(facts(20, 50), LIMITS)).toBeUndefined();
    expect(masterBeyond(facts(7, 143), LIMITS)).toMatchObject({ code: 'SOURCE_TOO_LARGE' });
    expect(masterBeyond(null, LIMITS)).toBeUndefined();
  });

  it.each([
    [{ durationSeconds: 60, frameRate: [25, 1] }, undefined],
    [{ durationSeconds: 60.1, frameRate: [10, 1] }, 'maxseconds'],
    [{ durationSeconds: 60, frameRate: [30_000, 1001] }, 'maxframes'],
    [{ durationSeconds: 1, frameRate: [25, 1], width: 41 }, 'maxpixels'],
    [{ durationSeconds: 1, frameRate: [25, 1], width: 1, height: 900 }, 'maxside'],
  ] as const)('refuse a clip of %j, and name what says so', (measures, key) => {
    const beyond = masterBeyond({ ...CLIP, width: 40, height: 25, ...measures }, LIMITS);
    expect(beyond?.code).toBe(key && 'SOURCE_TOO_LARGE');
    expect(beyond?.hint ?? 'none').toContain(key ?? 'none');
  });

  it('refuse a picture of more pages', () => {
    expect(masterBeyond({ ...FACTS, width: 1, height: 1, pages: 3 }, LIMITS)).toBeUndefined();
    const beyond = masterBeyond({ ...FACTS, width: 1, height: 1, pages: 4 }, LIMITS);
    expect(beyond).toMatchObject({ code: 'SOURCE_TOO_LARGE', hint: expect.stringContaining('maxpages') });
  });

  it('refuse a reply that is one pixel too wide; a side of 0 is free', () => {
    expect(replyBeyond(scaled(1), facts(30, 900), LIMITS)).toBeUndefined();
    expect(replyBeyond(scaled(1), facts(31, 9), LIMITS)).toMatchObject({ code: 'COMMAND_RANGE' });
  });
});
