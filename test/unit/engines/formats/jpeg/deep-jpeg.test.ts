import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingDecoderPackages } from '../../../../../src/engines/formats/foreign/load-package.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { withDecoded } from '../../../../../src/engines/image/with-decoded.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { sharedFolder } from '../../../../support/files/repository.ts';

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

  it('is no excuse for one of 8 bits that is damaged', async () => {
    const whole = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#123456' } })
      .jpeg()
      .toBuffer();
    const file = path.join(ownFolder(), 'a.jpg');
    await writeFile(file, whole.subarray(0, 30));
    await expect(probeImage(file, MIME)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });
});
