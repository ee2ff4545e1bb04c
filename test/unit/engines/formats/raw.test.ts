import { execFileSync, spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SLOPES, slopes } from '../../../../fixtures/make/slopes.ts';
import { missingDecoderPackages } from '../../../../src/engines/formats/foreign/load-package.ts';
import { raw } from '../../../../src/engines/formats/raw.ts';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { DEFAULT_LIMITS } from '../../../../src/model/master-limits.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { printDng } from '../../../support/pictures/masters/print-dng.ts';

async function keep(bytes: Buffer): Promise<string> {
  const file = path.join(ownFolder(), 'master.dng');
  await writeFile(file, bytes);
  return file;
}

/** The samples of a file that libvips reads, as levels of 255. */
async function samplesOf(file: string): Promise<readonly number[]> {
  const deep = sharp(file).pipelineColourspace('rgb16').toColourspace('rgb16');
  const data = await deep.raw({ depth: 'ushort' }).toBuffer();
  return Array.from(new Uint16Array(data.buffer, data.byteOffset, data.length / 2), (value) => value / 257);
}

/** The same of a PPM, of 8 bits or 16. */
function readPpm(bytes: Buffer): readonly number[] {
  const [head = '', most] = /^P6\s\d+\s\d+\s(\d+)\s/.exec(bytes.toString('latin1', 0, 64)) ?? [];
  const data = bytes.subarray(head.length);
  if (most === '255') return [...data];
  return Array.from({ length: data.length / 2 }, (_, i) => data.readUInt16BE(2 * i) / 257);
}

const MIME = 'image/x-adobe-dng';

const plain = { ...SLOPES, samples: slopes };

describe.skipIf(missingDecoderPackages().includes('libraw-wasm'))('a camera raw', () => {
  it('is upright whatever its camera was held like', async () => {
    const file = await keep(printDng({ ...plain, orientation: 6 }));
    expect(await raw.decoder.probe(file, 'image/x-adobe-dng', DEFAULT_LIMITS)).toMatchObject({
      ...{ width: SLOPES.height, height: SLOPES.width, orientation: 1, depth: 16 },
    });
    await raw.decoder.decode?.(file, `${file}.tif`);
    expect(await sharp(`${file}.tif`).metadata()).toMatchObject({ width: SLOPES.height, height: SLOPES.width });
  });

  it.skipIf(spawnSync('dcraw_emu').error !== undefined)('is developed as dcraw_emu develops it', async () => {
    const file = await keep(printDng(plain));
    await raw.decoder.decode?.(file, `${file}.own.tif`);
    execFileSync('dcraw_emu', ['-w', '-6', '-g', '2.4', '12.92', file]);
    const [own, other] = [await samplesOf(`${file}.own.tif`), readPpm(await readFile(`${file}.ppm`))];
    expect(own.length).toBe(other.length);
    const differences = own.map((value, i) => Math.abs(value - other[i]!));
    expect(Math.max(...differences)).toBeLessThanOrEqual(2);
  });

  it.each([1, 3, 6, 8])(
    'has the picture that its camera made, upright as the developed one: %i',
    async (orientation) => {
      const camera = sharp(slopes, { raw: { ...SLOPES, channels: 3 } }).negate();
      const bytes = await camera.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
      const file = await keep(printDng({ ...plain, orientation, preview: { bytes, ...SLOPES } }));
      const facts = await raw.decoder.probe(file, MIME, DEFAULT_LIMITS);
      const upright = orientation > 4 ? { width: SLOPES.height, height: SLOPES.width } : { ...SLOPES };
      expect(facts).toMatchObject({ ...upright, depth: 16, preview: upright });
      const target = `${file}.tif`;
      const to = { mime: MIME, target };
      expect(await raw.decoder.writePart?.(file, { page: 1, preview: true }, to)).toMatchObject({
        ...upright,
        depth: 8,
      });
      const angle = { 1: 0, 3: 180, 6: 90, 8: 270 }[orientation] ?? 0;
      const expected = await sharp(slopes, { raw: { ...SLOPES, channels: 3 } })
        .rotate(angle)
        .negate()
        .raw()
        .toBuffer();
      const got = await sharp(target).raw().toBuffer();
      expect(got.length).toBe(expected.length);
      const differences = expected.map((value, i) => Math.abs(value - (got[i] ?? 0)));
      expect(differences.reduce((sum, one) => sum + one, 0) / differences.length).toBeLessThan(3);
    },
  );

  it('has no preview where that is smaller than what is developed, or damaged', async () => {
    const camera = sharp(slopes, { raw: { ...SLOPES, channels: 3 } });
    const small = { width: Math.round(SLOPES.width * 0.85), height: Math.round(SLOPES.height * 0.85) };
    const bytes = await camera
      .resize({ ...small, fit: 'fill' })
      .jpeg()
      .toBuffer();
    for (const preview of [
      { bytes, ...small },
      { bytes: Buffer.alloc(500, 7), ...SLOPES },
    ]) {
      const file = await keep(printDng({ ...plain, preview }));
      expect(await raw.decoder.probe(file, MIME, DEFAULT_LIMITS)).not.toHaveProperty('preview');
    }
  });

  it('of no camera that is known is no damage', async () => {
    const bytes = printDng(plain);
    const strange = await keep(Buffer.concat([bytes.subarray(0, 8), Buffer.from([0, 0]), bytes.subarray(10)]));
    await expect(raw.decoder.probe(strange, 'image/x-adobe-dng', DEFAULT_LIMITS)).rejects.toMatchObject({
      code: 'SOURCE_FORMAT_UNSUPPORTED',
    });
  });
});
