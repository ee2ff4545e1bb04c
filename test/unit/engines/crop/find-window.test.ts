import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findWindow } from '../../../../src/engines/crop/find-window.ts';
import { toPixels } from '../../../../src/model/geometry.ts';
import type { SmartCrop } from '../../../../src/model/recipe.ts';

const MASTER = { width: 600, height: 400 };
const WHOLE = { x: 0, y: 0, ...MASTER };
const SQUARE: SmartCrop = { ratio: [1, 1], zoom: 1, strategy: ['center'] };

describe('a smart crop', () => {
  it('is in the middle, without confidence, as long as no detector looks', async () => {
    expect(await findWindow(SQUARE, WHOLE, MASTER)).toEqual({
      window: { x: 100, y: 0, width: 400, height: 400 },
      record: { rect: [0.166667, 0, 0.666667, 1], focus: [0.5, 0.5], by: 'center', confidence: 0 },
    });
  });

  it('falls back to the middle where its strategy names no detector of this version', async () => {
    const { record } = await findWindow({ ...SQUARE, strategy: ['faces-of-the-future'] }, WHOLE, MASTER);
    expect(record.by).toBe('center');
  });

  it('takes a rectangle from a person as it is, even in another ratio', async () => {
    const override = { rect: [0.5, 0.25, 0.25, 0.5] as const };
    expect(await findWindow({ ...SQUARE, override }, WHOLE, MASTER)).toEqual({
      window: { x: 300, y: 100, width: 150, height: 200 },
      record: { rect: [0.5, 0.25, 0.25, 0.5], focus: [0.625, 0.5], by: 'manual', confidence: 1 },
    });
  });

  it('moves to the focus that a person set', async () => {
    const override = { focus: [0.25, 0.25] as const };
    const { window, record } = await findWindow({ ...SQUARE, zoom: 2, override }, WHOLE, MASTER);
    expect(window).toEqual({ x: 50, y: 0, width: 200, height: 200 });
    expect(record).toMatchObject({ focus: [0.25, 0.25], by: 'manual', confidence: 1 });
  });

  it('counts a focus in the master also where margins are taken off', async () => {
    const override = { focus: [0.5, 0.5] as const };
    const base = { x: 200, y: 0, width: 400, height: 400 };
    const { window, record } = await findWindow({ ...SQUARE, zoom: 2, override }, base, MASTER);
    expect(window).toEqual({ x: 200, y: 100, width: 200, height: 200 });
    expect(record.focus).toEqual([0.5, 0.5]);
  });

  it('is recorded so that the record brings back its pixels', async () => {
    const side = fc.integer({ min: 1, max: 100_000 });
    await fc.assert(
      fc.asyncProperty(side, side, fc.double({ min: 1, max: 9, noNaN: true }), async (width, height, zoom) => {
        const whole = { x: 0, y: 0, width, height };
        const { window, record } = await findWindow({ ...SQUARE, ratio: [3, 2], zoom }, whole, whole);
        expect(toPixels(record.rect, whole)).toEqual(window);
      }),
    );
  });
});
