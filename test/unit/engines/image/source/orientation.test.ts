import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { toStored, turnSize, turnUpright } from '../../../../../src/engines/image/source/orientation.ts';
import { openPicture, toPicture } from '../../../../../src/engines/image/source/pixels.ts';
import type { Picture } from '../../../../../src/engines/picture.ts';
/** Every pixel is told by its value. */
function numbered(width: number, height: number): Picture {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7) % 256);
  return { data, width, height, channels: 3 };
}

const extract = (picture: Picture, { x, y, width, height }: ReturnType<typeof toStored>): Promise<Picture> =>
  toPicture(openPicture(picture).extract({ left: x, top: y, width, height }));

const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8];

describe('an EXIF orientation', () => {
  it.each(ORIENTATIONS)('%i turns pixels as sharp does', async (orientation) => {
    const stored = numbered(7, 5);
    const file = await openPicture(stored).withMetadata({ orientation }).png().toBuffer();
    expect(await turnUpright(stored, orientation)).toEqual(await toPicture(sharp(file).autoOrient()));
  });

  it.each([0, 9, -1, 1.5])('%d is none', async (orientation) => {
    const picture = numbered(2, 3);
    expect(await turnUpright(picture, orientation)).toBe(picture);
  });

  it('finds the same pixels in the stored picture', async () => {
    const part = fc.nat({ max: 5 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ORIENTATIONS), part, part, async (orientation, x, y) => {
        const stored = numbered(9, 7);
        const upright = await turnUpright(stored, orientation);
        const rect = { x: Math.min(x, upright.width - 2), y: Math.min(y, upright.height - 1), width: 2, height: 1 };
        const there = await extract(stored, toStored(rect, upright, orientation));
        expect(await turnUpright(there, orientation)).toEqual(await extract(upright, rect));
        expect(turnSize(upright, orientation)).toMatchObject({ width: 9, height: 7 });
      }),
      { numRuns: 60 },
    );
  });
});
