import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bmp } from '../../../../src/engines/formats/bmp.ts';
import { missingDecoderPackages } from '../../../../src/engines/formats/foreign/load-package.ts';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { inRepository } from '../../../support/files/repository.ts';

describe.skipIf(missingDecoderPackages().includes('@imagemagick/magick-wasm'))('a BMP', () => {
  it.each([0, 16])('is read whatever it says that its bytes are (%d too few)', async (less) => {
    const bytes = await readFile(inRepository('fixtures/decoders/bmp/plain.bmp'));
    bytes.writeUInt32LE(less === 0 ? 0 : bytes.length - less, 2);
    const file = path.join(ownFolder(), 'master.bmp');
    await writeFile(file, bytes);
    await bmp.decoder.rewrite?.(file, `${file}.tif`);
    expect(await sharp(`${file}.tif`).metadata()).toMatchObject({ width: 48, height: 32 });
  });
});
