import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shardOf } from '../../../src/plan/shard.ts';

describe('the share of a machine', () => {
  it('is one of the machines, and the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 64 }), (path, of) => {
        const shard = shardOf(path, of);
        expect(shard).toBeGreaterThanOrEqual(1);
        expect(shard).toBeLessThanOrEqual(of);
        expect(shardOf(path, of)).toBe(shard);
      }),
    );
  });

  it('never changes: machines of different versions share a library', () => {
    // FNV-1a of "a" is e40c292c in its published test vectors.
    expect(['shoes/red.jpg', 'a', 'über/straße.png'].map((path) => shardOf(path, 1000))).toEqual([884, 221, 212]);
  });

  it('brings names together that may collide', () => {
    const twins = ['shoes/Red.jpg', 'shoes/red.png', 'shoes/RED.tif'];
    expect(new Set(twins.map((path) => shardOf(path, 97))).size).toBe(1);
    expect(shardOf('é.jpg', 97)).toBe(shardOf('é.jpg', 97));
  });

  it('is even', () => {
    const counts = Array.from({ length: 4 }, () => 0);
    for (let i = 0; i < 10_000; i++) counts[shardOf(`folder-${i % 37}/picture-${i}.jpg`, 4) - 1]!++;
    for (const count of counts) expect(Math.abs(count - 2500)).toBeLessThan(250);
  });
});
