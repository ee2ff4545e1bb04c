import { describe, expect, it } from 'vitest';
import { readAttention } from '../../../../../src/engines/crop/network/attention.ts';
import type { Features } from '../../../../../src/engines/crop/network/centernet.ts';

const features = (width: number, height: number, channels: number, at?: number): Features => ({
  width,
  height,
  channels,
  values: Float32Array.from({ length: width * height * channels }, (_, i) => (i === at ? 40 : 0)),
});

/** What the network sees of a picture, as it lies in three grids. */
const seen = (at?: number): readonly Features[] => [
  features(24, 16, 88, at),
  features(12, 8, 120),
  features(24, 16, 128),
];

describe('what the network notices', () => {
  it('is in the middle where it sees the same everywhere', () => {
    const { plane } = readAttention(seen());
    expect(plane).toMatchObject({ width: 24, height: 16 });
    const best = plane.values.indexOf(1);
    expect(Math.abs((best % 24) - 11.5)).toBeLessThan(2);
    expect(plane.values[0]).toBeLessThan(0.3);
    expect(plane.values.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  it('depends on what it sees in a cell, and leaves the others as they are', () => {
    const [level, marked] = [readAttention(seen()), readAttention(seen(100 * 88))];
    const changed = [...level.plane.values].flatMap((value, cell) =>
      value === marked.plane.values[cell] ? [] : [cell],
    );
    expect(changed).toEqual([100]);
    expect(marked.confidence).toBeGreaterThan(0);
    expect(marked.confidence).toBeLessThan(1);
  });

  it('cannot be read from nothing', () => {
    expect(() => readAttention([])).toThrow('expected features of the network for objects, got none');
  });
});
