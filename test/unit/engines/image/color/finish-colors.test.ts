import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCarrier } from '../../../../../src/engines/image/metadata/pixel-carrier.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { packageFile } from '../../../../../src/system/package-files.ts';
import { pictureRecipe } from '../../../../support/pictures/draw-picture.ts';
import { renderFile } from '../../../../support/pictures/render-file.ts';

const [WIDTH, HEIGHT] = [2048, 8];
/** The brightest of the ramp: a tenth of all there is, 26 levels of 255 in the numbers of the master. */
const BRIGHTEST = 6_553;

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deep-'));
  const data = Uint16Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) =>
    Math.round(((Math.floor(i / 3) % WIDTH) / (WIDTH - 1)) * BRIGHTEST),
  );
  const icc = readFileSync(packageFile('profiles/icc/ProPhoto.icc'));
  const ramp = { data, width: WIDTH, height: HEIGHT, channels: 3, pixelType: 'rgb' } as const;
  writeFileSync(
    join(folder, 'ramp.png'),
    await (await openCarrier(ramp, { icc })).toColourspace('rgb16').png().toBuffer(),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The red of one row of a rendition. */
async function row(text: string) {
  const { artefacts, failures } = await renderFile(join(folder, 'ramp.png'), [pictureRecipe(text)]);
  expect(failures).toEqual([]);
  const { file = '' } = artefacts[0] ?? {};
  const metadata = await sharp(file).metadata();
  const deep = metadata.depth === 'ushort';
  const stored = deep ? sharp(file, { ignoreIcc: true }).toColourspace('rgb16') : sharp(file, { ignoreIcc: true });
  const { data, info } = await stored.raw({ depth: deep ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true });
  const samples = deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  const from = Math.floor(info.height / 2) * info.width * info.channels;
  return { metadata, reds: Array.from({ length: info.width }, (_, x) => samples[from + x * info.channels] ?? 0) };
}

const steps = (reds: readonly number[]) => reds.slice(1).map((red, x) => red - (reds[x] ?? 0));

describe('a gradient of 16 bits in ProPhoto', () => {
  it.each(['scl=1&fmt=png', 'wid=1000&fmt=png', 'wid=600&fmt=png&op_usm=1,1,0,0', 'wid=700&hei=300&fit=fit,1&fmt=png'])(
    'has no bands in 8 bits: %s',
    async (text) => {
      const { reds, metadata } = await row(text);
      expect(metadata.depth).toBe('uchar');
      const most = Math.max(...steps(reds));
      expect(most).toBe(1);
      // Every level between the ends is there: 8 bits of ProPhoto have but 26 for these 35.
      expect(new Set(reds).size).toBe(Math.max(...reds) - Math.min(...reds) + 1);
      expect(Math.max(...reds)).toBeGreaterThan(30);
    },
  );

  it.each(['fmt=png', 'fmt=tif', 'fmt=tif,,lzw', 'fmt=png&iccEmbed=1', 'fmt=png&icc=ProPhoto&iccEmbed=1'])(
    'keeps its 16 bits in %s',
    async (format) => {
      const { reds, metadata } = await row(`scl=1&${format}&bitDepth=16`);
      expect(metadata.depth).toBe('ushort');
      expect(new Set(reds).size).toBeGreaterThan(WIDTH * 0.9);
      expect(Math.min(...steps(reds))).toBeGreaterThanOrEqual(0);
      expect(metadata.icc !== undefined).toBe(format.includes('iccEmbed'));
    },
  );

  it('keeps the very numbers in its own profile', async () => {
    const { reds } = await row('scl=1&fmt=tif&icc=ProPhoto&bitDepth=16');
    const far = reds.filter((red, x) => Math.abs(red - Math.round((x / (WIDTH - 1)) * BRIGHTEST)) > 2);
    expect(far).toEqual([]);
  });

  it.each([10, 12])('has %i bits in AVIF', async (bits) => {
    const { metadata } = await row(`scl=1&fmt=avif&qlt=90&bitDepth=${bits}`);
    expect(metadata).toMatchObject({ bitsPerSample: bits });
  });

  it('is dithered into 8 bits where that is asked', async () => {
    const [plain, dithered] = [await row('scl=1&fmt=png'), await row('scl=1&fmt=png&icc=,,,1')];
    expect(Math.min(...steps(dithered.reds))).toBeLessThan(0);
    const sum = (reds: readonly number[]) => reds.reduce((total, red) => total + red, 0) / reds.length;
    expect(Math.abs(sum(dithered.reds) - sum(plain.reds))).toBeLessThan(0.1);
  });
});
