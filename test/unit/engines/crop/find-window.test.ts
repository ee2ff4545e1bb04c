import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareInside } from '../../../../src/engines/crop/evidence.ts';
import { findWindow } from '../../../../src/engines/crop/find-window.ts';
import type { Finding, SubjectMap } from '../../../../src/model/analysis.ts';
import { toPixels, type NormalRect } from '../../../../src/model/geometry.ts';
import type { SmartCrop } from '../../../../src/model/recipe/recipe.ts';

const MASTER = { width: 600, height: 400 };
const WHOLE = { x: 0, y: 0, ...MASTER };
const SQUARE: SmartCrop = { ratio: [1, 1], zoom: 1, strategy: ['center'] };

/** What a detector says of one box. */
const seen = (label: string, score: number, box: NormalRect): Finding => ({
  version: '1',
  confidence: score,
  subjects: [{ box, score, label }],
});

const STRATEGY = ['cutout', 'faces', 'objects', 'saliency', 'center'];

describe('a smart crop', () => {
  it('is in the middle, without confidence, where nothing was found, and surely where nobody was asked', () => {
    const middle = { rect: [0.166667, 0, 0.666667, 1], focus: [0.5, 0.5], by: 'center' };
    const window = { x: 100, y: 0, width: 400, height: 400 };
    expect(findWindow(SQUARE, WHOLE, MASTER, {})).toEqual({ window, record: { ...middle, confidence: 1 } });
    const record = { ...middle, confidence: 0 };
    expect(findWindow({ ...SQUARE, strategy: STRATEGY }, WHOLE, MASTER, {})).toEqual({ window, record });
  });

  it('falls back to the middle where its strategy names no detector of this version', () => {
    const { record } = findWindow({ ...SQUARE, strategy: ['faces-of-the-future'] }, WHOLE, MASTER, {});
    expect(record.by).toBe('center');
  });

  it('takes a rectangle from a person as it is, even in another ratio', () => {
    const override = { rect: [0.5, 0.25, 0.25, 0.5] as const };
    expect(findWindow({ ...SQUARE, override }, WHOLE, MASTER, {})).toEqual({
      window: { x: 300, y: 100, width: 150, height: 200 },
      record: { rect: [0.5, 0.25, 0.25, 0.5], focus: [0.625, 0.5], by: 'manual', confidence: 1 },
    });
  });

  it('moves to the focus that a person set', () => {
    const override = { focus: [0.25, 0.25] as const };
    const { window, record } = findWindow({ ...SQUARE, zoom: 2, override }, WHOLE, MASTER, {});
    expect(window).toEqual({ x: 50, y: 0, width: 200, height: 200 });
    expect(record).toMatchObject({ focus: [0.25, 0.25], by: 'manual', confidence: 1 });
  });

  it('counts a focus in the master also where margins are taken off', () => {
    const override = { focus: [0.5, 0.5] as const };
    const base = { x: 200, y: 0, width: 400, height: 400 };
    const { window, record } = findWindow({ ...SQUARE, zoom: 2, override }, base, MASTER, {});
    expect(window).toEqual({ x: 200, y: 100, width: 200, height: 200 });
    expect(record.focus).toEqual([0.5, 0.5]);
  });

  it('is recorded so that the record brings back its pixels', () => {
    const side = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(side, side, fc.double({ min: 1, max: 9, noNaN: true }), (width, height, zoom) => {
        const whole = { x: 0, y: 0, width, height };
        const { window, record } = findWindow({ ...SQUARE, ratio: [3, 2], zoom }, whole, whole, {});
        expect(toPixels(record.rect, whole)).toEqual(window);
      }),
    );
  });

  it('keeps the head of a person whose face was not found, and lets the feet go', () => {
    const wide: SmartCrop = { ratio: [21, 9], zoom: 1, strategy: STRATEGY };
    const upright: NormalRect = [0.4, 0.1, 0.2, 0.85];
    const top = (label: string, box = upright): number =>
      findWindow(wide, WHOLE, MASTER, { objects: seen(label, 0.6, box) }).record.rect[1];
    expect(top('person')).toBeLessThanOrEqual(0.1);
    // Pixels count: in a portrait boxes are as wide as they are high in shares of it.
    const portrait = { width: 400, height: 600 };
    const near = { objects: seen('person', 0.6, [0.05, 0.05, 0.9, 0.95]) };
    const { record } = findWindow(wide, { x: 0, y: 0, ...portrait }, portrait, near);
    expect(record.rect[1]).toBeLessThanOrEqual(0.06);
    // Of a vase no end matters more, nor of someone who lies.
    expect(top('vase')).toBeGreaterThan(0.15);
    const lying: NormalRect = [0.1, 0.1, 0.7, 0.85];
    expect(top('person', lying)).toBe(top('vase', lying));
  });

  it.each([
    ['on the left', [0, 0.2, 0.3, 0.7], 0],
    ['on the right', [0.75, 0.2, 0.25, 0.7], 200],
  ] as const)('keeps a dog %s whole', (_, box, x) => {
    const crop = { ...SQUARE, strategy: STRATEGY };
    const { window, record } = findWindow(crop, WHOLE, MASTER, { objects: seen('dog', 0.9, box) });
    expect(window).toMatchObject({ y: 0, width: 400, height: 400 });
    expect(Math.abs(window.x - x)).toBeLessThanOrEqual(30);
    expect(shareInside(box, record.rect)).toBeCloseTo(1, 9);
    expect(record).toMatchObject({ by: 'objects', confidence: 0.9 });
  });

  it('believes the detector that comes first in its strategy', () => {
    const analysis = { objects: seen('dog', 0.9, [0, 0, 0.2, 1]), cutout: seen('cutout', 0.9, [0.8, 0, 0.2, 1]) };
    const place = (...strategy: readonly string[]): number =>
      findWindow({ ...SQUARE, strategy }, WHOLE, MASTER, analysis).window.x;
    expect(place('objects', 'cutout')).toBe(0);
    expect(place('cutout', 'objects')).toBe(200);
  });

  /** A map whose cells of the left half, or of the right half, are things. */
  const half = (left: boolean): SubjectMap => {
    const cells = Uint8Array.from({ length: 24 * 16 }, (_, cell) => (cell % 24 < 12 === left ? 255 : 0));
    return { width: 24, height: 16, cells: Buffer.from(cells).toString('base64') };
  };

  it('believes a map more than a box that is not sure, and keeps a sure box whole beside it', () => {
    const place = (score: number): number => {
      const objects: Finding = { ...seen('dog', score, [0.85, 0.3, 0.15, 0.3]), map: half(true) };
      return findWindow({ ...SQUARE, ratio: [9, 16], strategy: STRATEGY }, WHOLE, MASTER, { objects }).window.x;
    };
    expect(place(0.1)).toBeLessThan(100);
    const sure: Finding = { ...seen('dog', 1, [0.85, 0.3, 0.15, 0.3]), map: half(false) };
    const { record } = findWindow({ ...SQUARE, ratio: [9, 16], strategy: STRATEGY }, WHOLE, MASTER, { objects: sure });
    expect(shareInside([0.85, 0.3, 0.15, 0.3], record.rect)).toBeCloseTo(1, 9);
  });

  it('is in the middle where a map is level', () => {
    const cells = Buffer.alloc(24 * 16).toString('base64');
    const objects: Finding = { version: '1', confidence: 0.1, subjects: [], map: { width: 24, height: 16, cells } };
    const { window, record } = findWindow({ ...SQUARE, strategy: STRATEGY }, WHOLE, MASTER, { objects });
    expect(window).toEqual({ x: 100, y: 0, width: 400, height: 400 });
    expect(record).toMatchObject({ by: 'center', focus: [0.5, 0.5] });
  });

  it('asks nobody who comes after the middle', () => {
    const analysis = { objects: seen('dog', 0.9, [0, 0, 0.2, 1]) };
    const { record } = findWindow({ ...SQUARE, strategy: ['center', 'objects'] }, WHOLE, MASTER, analysis);
    expect(record).toMatchObject({ by: 'center', rect: [0.166667, 0, 0.666667, 1] });
  });

  it('never cuts through a face that could be kept whole', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(part, part, fc.double({ min: 0.08, max: 0.3, noNaN: true }), part, (x, y, side, dog) => {
        const face: NormalRect = [x * (1 - side), y * (1 - side), side, side];
        const analysis = { faces: seen('face', 0.95, face), objects: seen('dog', 0.6, [dog * 0.7, 0.5, 0.3, 0.4]) };
        const { record } = findWindow({ ...SQUARE, strategy: STRATEGY }, WHOLE, MASTER, analysis);
        const share = shareInside(face, record.rect);
        expect(share < 0.05 || share > 0.95).toBe(true);
      }),
    );
  });

  it('keeps the more prominent of two faces where both do not fit', () => {
    const faces: Finding = {
      version: '1',
      confidence: 0.9,
      subjects: [
        { box: [0.02, 0.2, 0.12, 0.2], score: 0.9, label: 'face' },
        { box: [0.7, 0.1, 0.28, 0.45], score: 0.9, label: 'face' },
      ],
    };
    const { record } = findWindow({ ...SQUARE, ratio: [9, 16], strategy: STRATEGY }, WHOLE, MASTER, { faces });
    expect(shareInside([0.7, 0.1, 0.28, 0.45], record.rect)).toBeCloseTo(1, 9);
    expect(record.by).toBe('faces');
  });

  it('moves both ways where it is smaller than the largest of its ratio', () => {
    const analysis = { objects: seen('bird', 0.9, [0.75, 0.05, 0.15, 0.2]) };
    const { record } = findWindow({ ...SQUARE, zoom: 2, strategy: STRATEGY }, WHOLE, MASTER, analysis);
    expect(shareInside([0.75, 0.05, 0.15, 0.2], record.rect)).toBeCloseTo(1, 9);
    expect(record.rect[2]).toBeCloseTo(1 / 3, 5);
  });

  it('stays inside the part of the master that is left of it', () => {
    const base = { x: 100, y: 50, width: 400, height: 300 };
    const { window } = findWindow({ ...SQUARE, strategy: STRATEGY }, base, MASTER, {
      objects: seen('dog', 0.9, [0, 0, 0.3, 1]),
    });
    expect(window).toEqual({ x: 100, y: 50, width: 300, height: 300 });
  });
});
