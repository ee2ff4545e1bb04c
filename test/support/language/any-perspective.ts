import fc from 'fast-check';
import type { Corners, Perspective } from '../../../src/model/recipe/transforms.ts';
import { isConvex } from '../../../src/model/recipe/quadrilateral.ts';

const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true }).map((value) => value + 0);

/** Corners of a convex shape: points around a circle, stretched and moved. */
const corners = (size: number): fc.Arbitrary<Corners> => {
  const angle = real(0.1, 0.9);
  return fc
    .tuple(fc.tuple(angle, angle, angle, angle), real(size / 400, size), real(size / 400, size), real(-size, size))
    .map(
      ([angles, width, height, middle]) =>
        angles.flatMap((part, i) => [
          middle + width * Math.cos(((i + part) * Math.PI) / 2),
          middle + height * Math.sin(((i + part) * Math.PI) / 2),
        ]) as unknown as Corners,
    )
    .filter(isConvex);
};

const perspective = (unit: Perspective['unit'], size: number): fc.Arbitrary<Perspective> =>
  fc.record(
    {
      unit: fc.constant(unit),
      corners: corners(size),
      filter: fc.oneof(
        fc.constantFrom('R1' as const, 'R2' as const, 'R3' as const),
        fc.integer({ min: 0, max: 200 }).map((percent) => `R3T${percent}` as const),
      ),
    },
    { requiredKeys: ['unit', 'corners'] },
  );

export const anyPerspective = fc.oneof(perspective('pixel', 5000), perspective('normal', 1.5));
