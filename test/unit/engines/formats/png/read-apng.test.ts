import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BLEND, chunksOf, DISPOSE, printChunks } from '../../../../../src/engines/formats/png/chunks.ts';
import { writeApngFrames } from '../../../../../src/engines/formats/png/read-apng.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';

type Color = readonly [number, number, number, number];
const [RED, BLUE, HALF, CLEAR]: readonly Color[] = [
  [255, 0, 0, 255],
  [0, 0, 255, 255],
  [0, 0, 255, 128],
  [0, 0, 0, 0],
];

/** The compressed pixels of a row of RGBA. */
async function pixelsOf(row: readonly Color[]): Promise<Buffer> {
  const raw = { width: row.length, height: 1, channels: 4 } as const;
  const png = await sharp(Uint8Array.from(row.flat()), { raw }).png().toBuffer();
  return Buffer.concat([...chunksOf(png)].flatMap(({ type, data }) => (type === 'IDAT' ? [data] : [])));
}

const words = (...values: readonly number[]): Buffer => {
  const data = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) data.writeUInt32BE(value, 4 * i);
  return data;
};

interface Part {
  readonly x: number;
  readonly row: readonly Color[];
  readonly dispose: number;
  readonly blend: number;
}

/** An animation of three pixels; `count` is what its header says. */
async function animated(parts: readonly Part[], count = parts.length): Promise<string> {
  const header = Buffer.concat([words(3, 1), Buffer.from([8, 6, 0, 0, 0])]);
  const frames = await Promise.all(
    parts.map(async ({ x, row, dispose, blend }, at) => [
      {
        type: 'fcTL',
        data: Buffer.concat([words(0, row.length, 1, x, 0), Buffer.from([0, 1, 0, 20, dispose, blend])]),
      },
      at === 0
        ? { type: 'IDAT', data: await pixelsOf(row) }
        : { type: 'fdAT', data: Buffer.concat([words(0), await pixelsOf(row)]) },
    ]),
  );
  const file = join(ownFolder(), 'a.png');
  const start = [
    { type: 'IHDR', data: header },
    { type: 'acTL', data: words(count, 2) },
  ];
  writeFileSync(file, printChunks([...start, ...frames.flat(), { type: 'IEND', data: Buffer.alloc(0) }]));
  return file;
}

const first: Part = { x: 0, row: [RED!, RED!, RED!], dispose: DISPOSE.none, blend: BLEND.source };

describe('frames of an animated PNG', () => {
  it('are laid on each other, and put away, as they say', async () => {
    const file = await animated([
      first,
      { x: 1, row: [HALF!], dispose: DISPOSE.previous, blend: BLEND.over },
      { x: 2, row: [HALF!], dispose: DISPOSE.background, blend: BLEND.source },
      { x: 0, row: [BLUE!], dispose: DISPOSE.none, blend: BLEND.over },
    ]);
    const target = join(ownFolder(), 'frames.tif');
    expect(await writeApngFrames(file, target)).toEqual({ delay: [50, 50, 50, 50], loop: 2 });
    const shown = await Promise.all(
      [0, 1, 2, 3].map(async (page) => [...(await sharp(target, { page }).raw().toBuffer())]),
    );
    expect(shown).toEqual([
      [...RED!, ...RED!, ...RED!],
      [...RED!, 127, 0, 128, 255, ...RED!],
      [...RED!, ...RED!, ...HALF!],
      [...BLUE!, ...RED!, ...CLEAR!],
    ]);
  });

  it.each([
    ['are missing', async () => animated([first], 2)],
    ['lie outside of their picture', async () => animated([first, { ...first, x: 1 }])],
  ])('that %s make it a damaged one', async (_title, make) => {
    await expect(writeApngFrames(await make(), join(ownFolder(), 'frames.tif'))).rejects.toMatchObject({
      code: 'SOURCE_CORRUPT',
    });
  });
});
