import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingDecoderPackages } from '../../../../../src/engines/formats/foreign/load-package.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { withDecoded } from '../../../../../src/engines/image/with-decoded.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { sharedFolder } from '../../../../support/files/repository.ts';
import { printDeepJpeg } from '../../../../support/pictures/masters/print-deep-jpeg.ts';

const MIME = 'image/jpeg';
const corpus = sharedFolder('corpus/formats');
const isMissing = missingDecoderPackages().includes('@imagemagick/magick-wasm');

describe('a JPEG of more than 8 bits', () => {
  it.skipIf(corpus === undefined || isMissing)('is read as 8 bits', async () => {
    const file = path.join(corpus ?? '', 'testorig12.jpg');
    const facts = await probeImage(file, MIME);
    expect(facts).toMatchObject({ width: 227, height: 149, colorSpace: 'srgb', depth: 8, alpha: false });
    await withDecoded({ file, facts }, ownFolder(), async (master) => {
      const { channels } = await sharp(master.file).stats();
      // The test picture of the Independent JPEG Group: a rose among leaves.
      expect(channels.map(({ mean }) => Math.round(mean))).toHaveLength(3);
      for (const { stdev } of channels) expect(stdev).toBeGreaterThan(20);
    });
  });

  // Gray is no palette, which may have as many colours as ImageMagick has steps.
  it.skipIf(isMissing)('may be gray', async () => {
    const file = path.join(ownFolder(), 'a.jpg');
    await writeFile(file, printDeepJpeg({ across: 4, blocks: [0, 1000, 2048, 4095] }));
    const facts = await probeImage(file, MIME);
    expect(facts).toMatchObject({ width: 32, height: 8, colorSpace: 'gray', depth: 8 });
    await withDecoded({ file, facts }, ownFolder(), async (master) => {
      const { data, info } = await sharp(master.file).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ width: 32, height: 8, channels: 1 });
      const seen = [4, 12, 20, 28].map((x) => data[4 * 32 + x]);
      for (const [i, sample] of [0, 62.5, 128, 255].entries())
        expect(Math.abs((seen[i] ?? -9) - sample)).toBeLessThan(1);
    });
  });

  it.skipIf(isMissing)('is damaged where it ends before its picture does', async () => {
    const file = path.join(ownFolder(), 'a.jpg');
    await writeFile(file, printDeepJpeg({ across: 4, blocks: [0, 1000, 2048, 4095] }).subarray(0, -2));
    const facts = await probeImage(file, MIME);
    const decoded = withDecoded({ file, facts }, ownFolder(), async () => undefined);
    await expect(decoded).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });

  it('is no excuse for one of 8 bits that is damaged', async () => {
    const whole = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#123456' } })
      .jpeg()
      .toBuffer();
    const file = path.join(ownFolder(), 'a.jpg');
    await writeFile(file, whole.subarray(0, 30));
    await expect(probeImage(file, MIME)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });
});
