import { describe, expect, it } from 'vitest';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { NO_METADATA } from '../../../../src/engines/image/metadata/source-metadata.ts';
import { encode } from '../../../../src/engines/image/output/encode.ts';
import { formatOf } from '../../../../src/model/formats/output-formats.ts';
import type { Output } from '../../../../src/model/recipe/recipe.ts';

/** All degrees of transparency, in rows that turn them round. */
const soft = (() => {
  const [width, height] = [256, 64];
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    data.set([x, 4 * y, 128, y % 2 === 0 ? x : 255 - x], i * 4);
  }
  return { data, width, height, channels: 4 as const };
})();

async function alphaOf(output: Partial<Output>) {
  const asked = { format: 'webp-alpha', ...output } as const;
  const means = { format: formatOf(asked), source: NO_METADATA, loadProfile: () => Promise.reject(new Error('none')) };
  const { bytes } = await encode(soft, { output: asked, metadata: 'none' }, means);
  const made = await sharp(bytes).ensureAlpha().extractChannel(3).raw().toBuffer();
  const off = Array.from(made, (value, i) => [soft.data[i * 4 + 3] ?? 0, value] as const);
  return { bytes: bytes.length, off };
}

describe('WebP', () => {
  it.each([
    ['usual', { quality: 80 }, 2],
    ['searched for', { target: 70 }, 2],
    ['small', { quality: 60, effort: 'small' }, 2],
    ['best', { quality: 100 }, 0],
    ['lossless', { compression: 'lossless' }, 0],
  ] as const)(
    'has transparency as its picture has it, but for what nobody sees, where it is %s',
    async (_name, output, most) => {
      const { off } = await alphaOf(output);
      expect(Math.max(...off.map(([asked, got]) => Math.abs(asked - got)))).toBeLessThanOrEqual(most);
      expect(off.filter(([asked, got]) => (asked === 0 || asked === 255) && got !== asked)).toEqual([]);
    },
  );

  it('takes fewer bytes for it at a usual quality than at one that is near to the picture', async () => {
    const [usual, near] = [await alphaOf({ quality: 90 }), await alphaOf({ quality: 91 })];
    expect(usual.bytes).toBeLessThan(near.bytes);
  });
});
