import sharp, { type Sharp, type TiffOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import { type ReadPart, readPyramid, tileJpeg } from '../../../../src/viewers/tiles/pyramid.ts';

/** Reads parts of bytes as a server sends them: fewer at the end of the file. */
const reader =
  (bytes: Uint8Array): ReadPart =>
  ({ offset, length }) => {
    const part = Uint8Array.from(bytes.subarray(offset, offset + length));
    return Promise.resolve(new DataView(part.buffer));
  };

const scene = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#c08040' } });

const PYRAMID = { tile: true, tileWidth: 128, tileHeight: 128, pyramid: true, quality: 90 } as const;

async function pyramidOf(given: TiffOptions): Promise<Uint8Array> {
  return scene(700, 300)
    .tiff({ ...PYRAMID, ...given })
    .toBuffer();
}

describe('a pyramid that is read by ranges', () => {
  it.each([
    ['classic', false],
    ['big', true],
  ])('has its levels, the smallest first (%s)', async (_what, bigtiff) => {
    const levels = await readPyramid(reader(await pyramidOf({ compression: 'jpeg', bigtiff })));
    expect(levels.map(({ width, height, tiles }) => [width, height, tiles.length])).toEqual([
      [87, 37, 1],
      [175, 75, 2],
      [350, 150, 6],
      [700, 300, 18],
    ]);
  });

  it('has tiles that are pictures by themselves, in its colours', async () => {
    const bytes = await pyramidOf({ compression: 'jpeg' });
    const level = (await readPyramid(reader(bytes))).at(-1)!;
    const { offset, length } = level.tiles[0]!;
    const jpeg = Buffer.from(await tileJpeg(level, bytes.subarray(offset, offset + length)).arrayBuffer());
    const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([128, 128]);
    for (const [i, value] of [0xc0, 0x80, 0x40].entries()) expect(Math.abs(data[i]! - value)).toBeLessThan(4);
  });

  it.each([
    ['one that browsers cannot show', () => pyramidOf({ compression: 'deflate' })],
    ['a picture of another format', () => scene(10, 10).png().toBuffer()],
    ['one that is cut off', async () => (await pyramidOf({ compression: 'jpeg' })).subarray(0, 20)],
    ['nothing', () => Promise.resolve(new Uint8Array())],
  ])('is refused where it is %s', async (_what, make) => {
    await expect(readPyramid(reader(await make()))).rejects.toThrow();
  });

  it('ends where its directories go round in a circle', async () => {
    const bytes = Buffer.from(await pyramidOf({ compression: 'jpeg' }));
    const first = bytes.readUInt32LE(4);
    const entries = bytes.readUInt16LE(first);
    bytes.writeUInt32LE(first, first + 2 + entries * 12);
    expect((await readPyramid(reader(bytes))).length).toBeLessThanOrEqual(40);
  });
});
