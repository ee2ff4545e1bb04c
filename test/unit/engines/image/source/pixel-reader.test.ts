import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { openCarrier } from '../../../../../src/engines/image/metadata/pixel-carrier.ts';
import { packageFile } from '../../../../../src/system/package-files.ts';
import { drawPicture } from '../../../../support/pictures/draw-picture.ts';

const ADOBE = readFileSync(packageFile('profiles/icc/AdobeRGB.icc'));
const PIXELS = { width: 16, height: 16, channels: 3, pixelType: 'rgb' } as const;
const GREEN = { ...PIXELS, data: Uint8Array.from({ length: 768 }, (_, i) => [40, 200, 60][i % 3] ?? 0) };

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reader-'));
  const at = (name: string): string => join(folder, name);
  await (await openCarrier(GREEN)).png().toFile(at('untagged.png'));
  await (await openCarrier(GREEN, { icc: ADOBE })).png().toFile(at('tagged.png'));
  // A profile by tables, as far as its header goes, and nothing in it.
  const broken = Buffer.concat([ADOBE.subarray(0, 128), Buffer.alloc(64)]);
  await (await openCarrier(GREEN, { icc: broken })).png().toFile(at('broken.png'));
  await sharp(at('untagged.png'))
    .withExif({ IFD2: { ColorSpace: '2' } })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toFile(at('told.jpg'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The first pixel as it is drawn. */
async function colorOf(name: string, text = 'scl=1'): Promise<readonly number[]> {
  const { data } = await drawPicture(join(folder, name), text);
  return [...data.subarray(0, 3)];
}

const near = (color: readonly number[], by: number) => color.map((value) => expect.closeTo(value, -Math.log10(2 * by)));

describe('the numbers of a master', () => {
  it('mean what its profile says, else its EXIF, else the settings, else sRGB', async () => {
    const tagged = await colorOf('tagged.png');
    expect(tagged[0]).toBe(0);
    expect(await colorOf('untagged.png')).toEqual([40, 200, 60]);
    expect(await colorOf('told.jpg')).toEqual(near(tagged, 2));
    expect(await colorOf('untagged.png', 'scl=1&sourceProfile=AdobeRGB')).toEqual(near(tagged, 1));
    expect(await colorOf('tagged.png', 'scl=1&sourceProfile=ProPhoto')).toEqual(tagged);
  });

  it('mean what no profile means where that is damaged', async () => {
    expect(await colorOf('broken.png')).toEqual([40, 200, 60]);
    expect(await colorOf('broken.png', 'scl=1&icc=,absolute')).toEqual(near([40, 200, 60], 1));
  });

  it('are kept where the rendition is in the same colours', async () => {
    expect(await colorOf('tagged.png', 'scl=1&icc=AdobeRGB')).toEqual(near([40, 200, 60], 1));
  });
});
