import { describe, expect, it } from 'vitest';
import { walkLevels } from '../../../../../src/engines/image/source/levels.ts';
import { openPicture } from '../../../../../src/engines/image/source/pixels.ts';
import { makeSource, type Source } from '../../../../../src/engines/image/source/source.ts';
import { wholeOf, type Reading } from '../../../../../src/layout/reading.ts';

const picture = {
  data: Uint8Array.from({ length: 37 * 21 * 3 }, (_, i) => (i * 31) % 256),
  width: 37,
  height: 21,
  channels: 3,
} as const;

const opened = makeSource({ open: () => openPicture(picture), size: picture, orientation: 1 }, wholeOf(picture));

describe('a walk down the levels', () => {
  it('ends with the last that is wanted', async () => {
    const numbers: number[] = [];
    for await (const { number } of walkLevels(opened, new Set([3]))) numbers.push(number);
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
    for await (const level of walkLevels(counted, new Set([4])))
      expect(level.picture === null).toBe(level.number === 0);
    expect(readings).toEqual([
      { scaled: { width: 19, height: 11 }, window: { x: 0, y: 0, width: 19, height: 11 }, kernel: 'lanczos3' },
    ]);
  });

  it('reads nothing where only the full size is wanted', async () => {
    const never: Source = { size: opened.size, read: () => Promise.reject(new Error('read')) };
    const levels = [];
    for await (const level of walkLevels(never, new Set([0]))) levels.push(level.number);
    expect(levels).toEqual([0]);
  });
});
