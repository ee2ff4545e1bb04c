import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { openCarrier } from '../../../../../src/engines/image/metadata/pixel-carrier.ts';
import { packageFile } from '../../../../../src/system/package-files.ts';
import { decodeToTiff } from '../../../../../src/engines/image/with-decoded.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { sniff } from '../../../../../src/system/sniff.ts';
import { damagedProfile, tagOf } from '../../../../support/pictures/masters/damaged-profile.ts';
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
  // Without the curves that it is to have.
  const broken = damagedProfile('AdobeRGB', (profile) =>
    profile.write('zzzzTRC', profile.indexOf('rTRC'), 4, 'latin1'),
  );
  await (await openCarrier(GREEN, { icc: broken })).tiff({ compression: 'none' }).toFile(at('broken.tif'));
  const flat = damagedProfile('AdobeRGB', (profile) => tagOf(profile, 'rXYZ').fill(0, 8));
  await (await openCarrier(GREEN, { icc: flat })).tiff({ compression: 'none' }).toFile(at('flat.tif'));
  await sharp(at('untagged.png')).toColourspace('b-w').png().toFile(at('gray.png'));
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
    expect(await colorOf('broken.tif')).toEqual([40, 200, 60]);
    expect(await colorOf('broken.tif', 'scl=1&icc=,absolute')).toEqual(near([40, 200, 60], 1));
    expect(await colorOf('flat.tif')).toEqual([40, 200, 60]);
  });

  it.each(['broken.tif', 'flat.tif'])('are told to be those of a master without a profile: %s', async (name) => {
    const file = join(folder, name);
    const { facts, remarks } = await decodeToTiff(
      { file, facts: await probeImage(file, (await sniff(file)) ?? '') },
      folder,
    );
    expect(facts.profileKind).toBeUndefined();
    expect(remarks).toHaveLength(1);
  });

  it('mean gray of the curve of sRGB where nothing is said of them, whatever is asked', async () => {
    const [gray = 0] = await colorOf('gray.png');
    for (const asked of ['icc=,absolute', 'icc=DisplayP3', 'icc=,relative,1,1']) {
      expect(await colorOf('gray.png', `scl=1&${asked}`), asked).toEqual(near([gray, gray, gray], 1));
    }
  });

  it('are kept where the rendition is in the same colours', async () => {
    expect(await colorOf('tagged.png', 'scl=1&icc=AdobeRGB')).toEqual(near([40, 200, 60], 1));
  });
});
