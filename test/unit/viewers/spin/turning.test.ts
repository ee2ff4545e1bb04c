import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameIndex, gridOf, loadOrder, turned } from '../../../../src/viewers/spin/turning.ts';

describe('a spin', () => {
  it('goes round in its columns, and ends at its outermost rows', () => {
    const grid = gridOf(12, 3, 4);
    expect(turned({ row: 0, column: 3 }, 1, 0, grid)).toEqual({ row: 0, column: 0 });
    expect(turned({ row: 0, column: 0 }, -5, -1, grid)).toEqual({ row: 0, column: 3 });
    expect(turned({ row: 1, column: 0 }, 0, 9, grid)).toEqual({ row: 2, column: 0 });
  });

  it('has one row where its rows do not come out even', () => {
    expect(gridOf(11, 3, 4)).toEqual({ rows: 1, columns: 11 });
  });

  it('fetches every frame once, the seen one first and its neighbours next', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 }), fc.nat(), (rows, columns, seed) => {
        const grid = { rows, columns };
        const from = { row: seed % rows, column: seed % columns };
        const order = loadOrder(from, grid);
        expect(order[0]).toBe(frameIndex(from, grid));
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: rows * columns }, (_, i) => i));
      }),
    );
    expect(
      loadOrder({ row: 0, column: 0 }, gridOf(36))
        .slice(0, 3)
        .toSorted((a, b) => a - b),
    ).toEqual([0, 1, 35]);
  });
});
