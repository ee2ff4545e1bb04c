import { describe, expect, it } from 'vitest';
import { levelFor, levelSize, walkLevels } from '../../../../src/engines/image/levels.ts';
import { openPicture } from '../../../../src/engines/image/pixels.ts';
import { makeSource, wholeOf, type Reading, type Source } from '../../../../src/engines/image/source.ts';

const picture = {
  data: Uint8Array.from({ length: 37 * 21 * 3 }, (_, i) => (i * 31) % 256),
  width: 37,
  height: 21,
  channels: 3,
} as const;

const opened = makeSource({ open: () => openPicture(picture), size: picture, orientation: 1 }, wholeOf(picture));

describe('the level of a rendition', () => {
  const size = { width: 4000, height: 3000 };

  it.each([
    [4000, 3000, 0],
    [1539, 1154, 0],
    [1538, 1153, 1],
    [770, 577, 1],
    [769, 576, 2],
    [48, 36, 6],
    [8000, 6000, 0],
    // Both sides keep the reserve: the wider one decides.
    [4000, 30, 0],
    [40, 1500, 0],
  ])('is the smallest that has 1.3 times its size: %i × %i from level %i', (width, height, level) => {
    expect(levelFor(size, { width, height })).toBe(level);
  });
});

describe('the size of a level', () => {
  it('is rounded from the full size, never from the level before', () => {
    const sizes = [0, 1, 2, 3, 4, 5, 6].map((level) => levelSize({ width: 37, height: 21 }, level));
    expect(sizes.map(({ width }) => width)).toEqual([37, 19, 9, 5, 2, 1, 1]);
    expect(sizes.map(({ height }) => height)).toEqual([21, 11, 5, 3, 1, 1, 1]);
  });
});

describe('a walk down the levels', () => {
  it('ends with the last that is wanted', async () => {
    const numbers: number[] = [];
    for await (const { number } of walkLevels(opened, 3)) numbers.push(number);
    expect(numbers).toEqual([0, 1, 2, 3]);
  });

  it('reads the source once at most for all halvings', async () => {
    const readings: Reading[] = [];
    const counted: Source = {
      size: opened.size,
      read: (reading) => {
        readings.push(reading);
        return opened.read(reading);
      },
    };
    for await (const level of walkLevels(counted, 4)) expect(level.picture === null).toBe(level.number === 0);
    expect(readings).toEqual([
      { scaled: { width: 19, height: 11 }, window: { x: 0, y: 0, width: 19, height: 11 }, kernel: 'lanczos3' },
    ]);
  });

  it('reads nothing where only the full size is wanted', async () => {
    const never: Source = { size: opened.size, read: () => Promise.reject(new Error('read')) };
    const levels = [];
    for await (const level of walkLevels(never, 0)) levels.push(level.number);
    expect(levels).toEqual([0]);
  });
});
