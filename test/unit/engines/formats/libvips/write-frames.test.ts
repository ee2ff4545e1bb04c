import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeFrames } from '../../../../../src/engines/formats/libvips/write-frames.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';

const [WIDTH, HEIGHT, FRAMES] = [20, 15, 4] as const;

it('writes every frame as it shows, in the colours of the file', async () => {
  const folder = ownFolder();
  const [file, target] = [join(folder, 'a.webp'), join(folder, 'frames.tif')];
  const data = Uint8Array.from({ length: WIDTH * HEIGHT * FRAMES * 3 }, (_, i) => (i * 37) % 256);
  const raw = { width: WIDTH, height: HEIGHT * FRAMES, channels: 3, pageHeight: HEIGHT } as const;
  await sharp(data, { raw })
    .withIccProfile('p3')
    .webp({ lossless: true, delay: [40, 250, 100, 70], loop: 2 })
    .toFile(file);
  expect(await writeFrames(file, target)).toEqual({ delay: [40, 250, 100, 70], loop: 2 });
  expect((await sharp(target).metadata()).pages).toBe(FRAMES);
  for (let page = 0; page < FRAMES; page++) {
    const [own, written] = [
      await sharp(file, { page }).raw().toBuffer(),
      await sharp(target, { page }).raw().toBuffer(),
    ];
    expect(written.equals(own)).toBe(true);
  }
});
