import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { png } from '../../../../../src/engines/formats/png.ts';
import { writeApngFrames } from '../../../../../src/engines/formats/png/read-apng.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { NO_METADATA } from '../../../../../src/engines/image/metadata/source-metadata.ts';
import { formatOf } from '../../../../../src/model/formats/output-formats.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';

const [WIDTH, HEIGHT, FRAMES] = [30, 20, 4] as const;

it.each([3, 4])('frames come back as they were, with their time, of %i channels', async (channels) => {
  const size = WIDTH * HEIGHT * channels;
  const data = new Uint8Array(size * FRAMES);
  for (let i = 0; i < data.length; i++) data[i] = ((i % size) * 7) % 256;
  // A dot that moves, then a frame like the one before.
  for (const [frame, at] of [0, 100, 350, 350].entries())
    data.fill(255, frame * size + at * channels, frame * size + (at + 3) * channels);
  const output = { format: channels === 4 ? 'png-alpha' : 'png' };
  const timing = { delay: [40, 100, 70_000, 20], loop: 3 };
  const pixels = {
    data,
    width: WIDTH,
    height: HEIGHT * FRAMES,
    channels,
    pixelType: 'rgb',
    frameHeight: HEIGHT,
  } as const;
  const order = { format: formatOf(output), output, metadata: 'none', source: NO_METADATA, timing } as const;
  const { bytes } = await png.encoder.encode(pixels, order);
  const [file, target] = [join(ownFolder(), 'a.png'), join(ownFolder(), 'frames.tif')];
  writeFileSync(file, bytes);
  expect(await writeApngFrames(file, target)).toEqual(timing);
  const raws = await Promise.all(timing.delay.map((_, page) => sharp(target, { page }).raw().toBuffer()));
  const shown = raws.map((raw) => (channels === 4 ? raw : Buffer.from(raw.filter((_, i) => i % 4 !== 3))));
  expect(Buffer.concat(shown).equals(Buffer.from(data))).toBe(true);
  // Two frames of a dot and one of nothing take less than one whole.
  expect(bytes.length).toBeLessThan(2 * (await sharp(bytes).png().toBuffer()).length);
});
