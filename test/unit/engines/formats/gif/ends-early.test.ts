import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { endsEarly } from '../../../../../src/engines/formats/gif/ends-early.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';

/** A GIF of three frames of noise, as cgif writes it. */
async function moving(): Promise<Buffer> {
  const data = Buffer.from(Array.from({ length: 60 * 120 * 3 }, (_, i) => (i * i * 31) % 251));
  const raw = { width: 60, height: 120, channels: 3, pageHeight: 40 } as const;
  return sharp(data, { raw })
    .gif({ delay: [100, 100, 100] })
    .toBuffer();
}

it('tells GIFs that end within a frame from those that are whole, or lack the mark of their end alone', async () => {
  const whole = await moving();
  const file = join(ownFolder(), 'a.gif');
  const tell = (bytes: Buffer): Promise<boolean> => {
    writeFileSync(file, bytes);
    return endsEarly(file);
  };
  expect((await sharp(whole, { pages: -1 }).metadata()).pages).toBe(3);
  expect(whole.at(-1)).toBe(0x3b);
  expect(await tell(whole)).toBe(false);
  expect(await tell(whole.subarray(0, -1))).toBe(false);
  expect(await tell(Buffer.concat([whole, Buffer.from('more')]))).toBe(false);
  expect(await tell(whole.subarray(0, -2))).toBe(true);
  expect(await tell(whole.subarray(0, Math.floor(whole.length * 0.6)))).toBe(true);
});
