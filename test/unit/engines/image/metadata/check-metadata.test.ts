import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printPsd, printPsdResource } from '../../../../../fixtures/make/psd.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { DEFAULT_LIMITS } from '../../../../../src/model/master-limits.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { writeOddTiff } from '../../../../support/pictures/masters/write-odd-tiff.ts';

const BYTES = 2000;
const PACKET = `<x:xmpmeta xmlns:x="adobe:ns:meta/">${' '.repeat(BYTES)}</x:xmpmeta>`;

const png = (): Promise<Buffer> =>
  sharp({ create: { width: 4, height: 4, channels: 3, background: '#123' } })
    .withXmp(PACKET)
    .png()
    .toBuffer();

const odd = (): Buffer =>
  writeOddTiff({
    ...{ photometric: 2, bits: 12, format: 1 },
    halves: [
      [1, 0, 0],
      [0, 1, 0],
    ],
    more: [[34_377, Array.from({ length: BYTES / 2 }, () => 0)]],
  });

const photoshop = (): Buffer => {
  const resources = printPsdResource(1060, Buffer.from(PACKET));
  const planes = [1, 2, 3].map((value) => Uint8Array.of(value));
  return printPsd({ width: 1, height: 1, depth: 8, mode: 3, planes, resources });
};

describe('profile and metadata of a picture', () => {
  it.each([
    ['image/png', png],
    ['image/tiff', odd],
    ['image/vnd.adobe.photoshop', photoshop],
  ] as const)('of %s are no more than the settings say, which a refusal names', async (mime, make) => {
    const file = join(ownFolder(), 'a');
    writeFileSync(file, await make());
    await probeImage(file, mime, { ...DEFAULT_LIMITS, maxmetadata: 2 * BYTES });
    await expect(probeImage(file, mime, { ...DEFAULT_LIMITS, maxmetadata: BYTES - 1 })).rejects.toMatchObject({
      code: 'SOURCE_TOO_LARGE',
      hint: expect.stringContaining('maxmetadata'),
    });
  });
});
