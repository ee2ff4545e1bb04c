import sharp, { type Sharp } from 'sharp';
import { expect, it } from 'vitest';
import { writtenSizeReader } from '../../../../../src/engines/formats/libvips/written-size.ts';

const SIZE = { width: 301, height: 70 };

const picture = (channels: 3 | 4): Sharp =>
  sharp({ create: { ...SIZE, channels, background: { r: 200, g: 40, b: 9, alpha: 0.5 } } });

const told = (pipeline: Sharp): Sharp => pipeline.withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>`);

it.each([
  ['jpeg', () => picture(3).jpeg()],
  ['jpeg', () => told(picture(3).withExif({ IFD0: { Artist: 'A' } })).jpeg({ progressive: true })],
  ['jpeg', () => picture(3).toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 3 })],
  ['png', () => picture(4).png()],
  ['png', () => told(picture(3)).png({ palette: true })],
  ['webp', () => picture(3).webp()],
  ['webp', () => picture(3).webp({ lossless: true })],
  ['webp', () => picture(4).webp()],
  ['webp', () => told(picture(3)).webp()],
])('%s says its size in its header as libvips reads it', async (name, make) => {
  const bytes = await make().toBuffer();
  const { width, height } = await sharp(bytes).metadata();
  expect(writtenSizeReader(name)?.(bytes)).toEqual({ width, height });
});

it.each(['jpeg', 'png', 'webp'])('of another format, or cut off in its header, a file is no %s', async (name) => {
  const gif = await picture(3).gif().toBuffer();
  const own = await picture(3)
    .toFormat(name as 'jpeg')
    .toBuffer();
  const read = writtenSizeReader(name);
  for (const bytes of [gif, own.subarray(0, 20), own.subarray(0, 0), Buffer.alloc(64)])
    expect(read?.(bytes)).toBeUndefined();
});
