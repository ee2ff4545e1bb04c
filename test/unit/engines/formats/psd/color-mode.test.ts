import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { printPsd } from '../../../../../fixtures/make/psd.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { withDecoded } from '../../../../../src/engines/image/with-decoded.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { inRepository } from '../../../../support/files/repository.ts';

const MIME = 'image/vnd.adobe.photoshop';

async function write(bytes: Buffer): Promise<string> {
  const file = path.join(ownFolder(), 'master.psd');
  await writeFile(file, bytes);
  return file;
}

describe('a Photoshop file of other colours', () => {
  const floats = (values: readonly number[]): Uint8Array => {
    const bytes = Buffer.alloc(4 * values.length);
    for (const [i, value] of values.entries()) bytes.writeFloatBE(value, 4 * i);
    return bytes;
  };
  const about = { width: 2, height: 1, mode: 3, depth: 32 };

  it('is light where it has 32 bits, with the paper taken from under what is clear', async () => {
    const planes = [
      [1, 0.75],
      [0, 0.5],
      [0.5, 0.5],
      [1, 0.5],
    ].map(floats);
    const file = await write(printPsd({ ...about, planes, layers: -1 }));
    const facts = await probeImage(file, MIME);
    expect(facts).toMatchObject({ colorSpace: 'srgb', alpha: true, depth: 16, hdr: 'light', icc: null });
    await withDecoded({ file, facts }, ownFolder(), async (master) => {
      const raw = await sharp(master.file).toColourspace('srgb').raw().toBuffer();
      // Light of (0.75 − 0.5) / 0.5 and of nothing.
      expect([...raw]).toEqual([255, 0, 188, 255, 188, 0, 0, 128]);
    });
  });

  it('has the primaries of its profile where it has 32 bits', async () => {
    const icc = readFileSync(inRepository('profiles/icc/ProPhoto.icc'));
    const profile = Buffer.alloc(12 + icc.length + (icc.length % 2));
    profile.write('8BIM', 'latin1');
    profile.writeUInt16BE(1039, 4);
    profile.writeUInt32BE(icc.length, 8);
    icc.copy(profile, 12);
    const planes = [
      [0.5, 0.2],
      [0.5, 0.4],
      [0.5, 0.2],
    ].map(floats);
    const show = async (resources?: Buffer): Promise<number[]> => {
      const file = await write(printPsd({ ...about, planes, ...(resources && { resources }) }));
      const facts = await probeImage(file, MIME);
      return withDecoded({ file, facts }, ownFolder(), async (master) => [
        ...(await sharp(master.file).toColourspace('srgb').raw().toBuffer()),
      ]);
    };
    const [told, plain] = [await show(profile), await show()];
    // Gray is gray under every white; a green of ProPhoto is greener than that of sRGB.
    expect(told.slice(0, 3)).toEqual([188, 188, 188]);
    expect(told[3]).toBeLessThan(plain[3]! - 20);
    expect(told[4]).toBeGreaterThan(plain[4]!);
  });

  it.each([
    ['a duotone, as its gray picture', 8, 1, 'gray'],
    ['plates of four inks', 7, 5, 'cmyk'],
    ['plates of three', 7, 3, 'srgb'],
    ['plates of two', 7, 2, 'gray'],
  ])('is %s', async (_what, mode, channels, colorSpace) => {
    const planes = Array.from({ length: channels }, (_, i) => Uint8Array.from([40 * i, 255]));
    const file = await write(printPsd({ ...about, mode, depth: 8, planes }));
    const facts = await probeImage(file, MIME);
    expect(facts).toMatchObject({ colorSpace, alpha: false, depth: 8 });
    await withDecoded({ file, facts }, ownFolder(), async (master) => {
      expect(await sharp(master.file).metadata()).toMatchObject({ width: 2, height: 1 });
    });
  });
});
