import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  placeAt,
  smoothPath,
  type Place,
  type Scored,
} from '../../../../../src/engines/video/smart-crop/smooth-path.ts';
/** A window half as wide as the frame, at six places; 1 = all of the subject is in it, half a window off nothing. */
const SIDES = [0.5, 1] as const;

const PLACES: readonly Place[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5].map((x) => [x, 0]);

/** Frames a second apart with the subject at these places; a text begins another scene. */
function frames(...xs: readonly (number | string)[]): readonly Scored[] {
  const scores = (at: number): number[] => PLACES.map(([x]) => 1 - Math.min(1, Math.abs(x - at) * 4));
  return xs.map((x, i) => ({ seconds: i, cut: typeof x === 'string', scores: scores(Number(x)) }));
}

const path = (...xs: readonly (number | string)[]) => smoothPath(frames(...xs), PLACES, SIDES);

describe('the path of a window', () => {
  it('holds still where little is lost', () => {
    expect(path(0.2, 0.22, 0.19, 0.21, 0.24)).toEqual([[0, 0.2, 0]]);
    expect(path(0.3)).toEqual([[0, 0.3, 0]]);
  });

  it('does not go after what is there for one frame', () => {
    expect(path(0.1, 0.1, 0.5, 0.1, 0.1)).toEqual([[0, 0.1, 0]]);
  });

  it('moves from stop to stop', () => {
    expect(path(0, 0, 0, 0.4, 0.4, 0.4)).toEqual([
      [0, 0, 0],
      [2, 0, 0],
      [3, 0.4, 0],
    ]);
  });

  it('goes along with what goes on and on', () => {
    const points = path(0, 0.1, 0.2, 0.3, 0.4, 0.5);
    const places = [0, 1, 2, 3, 4, 5].map((seconds) => placeAt(points, seconds)[0]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    for (const [i, place] of places.entries()) expect(Math.abs(place - i / 10)).toBeLessThan(0.16);
  });

  it('cuts with the scene', () => {
    const points = path(0.1, 0.1, '0.5', 0.5);
    expect(points).toEqual([
      [0, 0.1, 0],
      [2, 0.1, 0],
      [2, 0.5, 0],
    ]);
    expect([1.99, 2, 9].map((seconds) => placeAt(points, seconds)[0])).toEqual([0.1, 0.5, 0.5]);
  });

  it('never leaves its places, and its times never go back', () => {
    const frame = fc.record({
      scores: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
      cut: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 30 }), (all) => {
        const points = smoothPath(
          all.map((one, seconds) => ({ ...one, seconds })),
          PLACES,
          SIDES,
        );
        const times = points.map(([seconds]) => seconds);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        for (const [, x] of points) expect(PLACES.map(([place]) => place)).toContain(x);
      }),
    );
  });
});
