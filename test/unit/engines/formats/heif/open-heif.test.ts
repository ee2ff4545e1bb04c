import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { openHeif } from '../../../../../src/engines/formats/heif/open-heif.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';

async function opened(bytes: Buffer) {
  const file = path.join(ownFolder(), 'a.avif');
  await writeFile(file, bytes);
  return openHeif(file);
}

const drawn = () =>
  sharp({ create: { width: 64, height: 32, channels: 3, background: '#a03020' } })
    .avif()
    .toBuffer();

// libheif shows what is left of the tiles of a picture, and no error.
it('a HEIF that ends before the data of its pictures is damaged', async () => {
  const whole = await drawn();
  expect(await opened(whole)).toMatchObject({ byLibvips: true, frames: 1 });
  for (const cut of [1, 40])
    await expect(opened(whole.subarray(0, -cut))).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
});

it('a HEIF may have anything behind its boxes', async () => {
  const behind = Buffer.concat([await drawn(), Buffer.from('7fffffff534546540001', 'hex'), Buffer.alloc(9, 0xff)]);
  expect(await opened(behind)).toMatchObject({ byLibvips: true, frames: 1 });
});
