import type { Metadata } from 'sharp';
import { describe, expect, it } from 'vitest';
import { pixelBytes, pyramidFormat } from '../../../../../src/engines/image/pyramid/sample-format.ts';
import type { PyramidRecipe } from '../../../../../src/model/recipe/recipe.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';

const recipe: PyramidRecipe = { kind: 'pyramid', tile: 256, compression: 'jpeg', quality: 95 };
const size = { width: 4000, height: 3000 };

async function metadataOf(background: string, space: string, channels: 3 | 4 = 3): Promise<Metadata> {
  const png = sharp({ create: { width: 2, height: 2, channels, background } }).toColourspace(space);
  return sharp(await png.tiff({ compression: 'none' }).toBuffer()).metadata();
}

describe('how a pyramid keeps its samples', () => {
  it.each([
    ['srgb', 3],
    ['b-w', 1],
    ['cmyk', 4],
  ])('takes JPEG for 8 bits of %s, %i bytes a pixel', async (space, bytes) => {
    const format = pyramidFormat(await metadataOf('#c08040', space), size, recipe);
    expect(format).toMatchObject({ compression: 'jpeg', space });
    expect(pixelBytes(format)).toBe(bytes);
  });

  it.each([
    ['rgb16', 6],
    ['grey16', 2],
    ['labs', 6],
    ['lab', 12],
  ])('takes deflate instead of JPEG for %s, %i bytes a pixel', async (space, bytes) => {
    const format = pyramidFormat(await metadataOf('#c08040', space), size, recipe);
    expect(format).toMatchObject({ compression: 'deflate', space });
    expect(pixelBytes(format)).toBe(bytes);
  });

  it('takes deflate instead of JPEG where there is alpha', async () => {
    const format = pyramidFormat(await metadataOf('#c0804080', 'srgb', 4), size, recipe);
    expect(format).toMatchObject({ compression: 'deflate', alpha: true, channels: 4 });
  });

  it('takes deflate instead of JPEG where a side passes 65535 pixels', async () => {
    const metadata = await metadataOf('#c08040', 'srgb');
    expect(pyramidFormat(metadata, { width: 65_535, height: 10 }, recipe).compression).toBe('jpeg');
    expect(pyramidFormat(metadata, { width: 10, height: 65_536 }, recipe).compression).toBe('deflate');
  });

  it.each(['deflate', 'lzw'] as const)('leaves %s as it is asked', async (compression) => {
    const format = pyramidFormat(await metadataOf('#c08040', 'srgb'), size, { ...recipe, compression });
    expect(format.compression).toBe(compression);
  });
});
