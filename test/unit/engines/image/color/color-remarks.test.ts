import { describe, expect, it } from 'vitest';
import { colorRemarks } from '../../../../../src/engines/image/color/color-remarks.ts';
import type { ImageFacts } from '../../../../../src/model/asset.ts';

const FACTS: ImageFacts = {
  ...{ kind: 'image', mime: 'image/png', width: 9, height: 9, orientation: 1, colorSpace: 'cmyk', icc: null },
  ...{ alpha: false, depth: 8, progressive: false, pages: 1 },
};

describe('what is said of a master whose colours had to be guessed or brought down', () => {
  it('is the same for all CMYK that nobody says anything of, and nothing where somebody does', () => {
    const [said] = colorRemarks(FACTS, false);
    expect(said).toBeDefined();
    expect(colorRemarks({ ...FACTS, width: 8 }, false)).toEqual([said]);
    expect(colorRemarks(FACTS, true)).toEqual([]);
    expect(colorRemarks({ ...FACTS, icc: 'Coated' }, false)).toEqual([]);
    expect(colorRemarks({ ...FACTS, colorSpace: 'srgb' }, false)).toEqual([]);
  });

  it('names HDR', () => {
    const hdr = { ...FACTS, colorSpace: 'srgb', hdr: 'pq' } as const;
    expect(colorRemarks(hdr, false)).toHaveLength(1);
    expect(colorRemarks(hdr, true)).toEqual(colorRemarks({ ...hdr, hdr: 'hlg' }, true));
  });

  it('say that colours were guessed, beside what else there is to say', () => {
    const [said] = colorRemarks(FACTS, false);
    const guessed = colorRemarks({ ...FACTS, guessedColors: true }, false);
    expect(guessed).toHaveLength(2);
    expect(guessed).toContain(said);
    expect(colorRemarks({ ...FACTS, guessedColors: true }, true)).toHaveLength(1);
  });
});
