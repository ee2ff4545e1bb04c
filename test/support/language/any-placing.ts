import fc from 'fast-check';
import type { Layer } from '../../../src/model/recipe/recipe.ts';

const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true }).map((value) => value + 0);
const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const maybe = { requiredKeys: [] };
const PIXELS = 10_000_000;
const percent = whole(-100, 100);
const color = fc.record({ r: whole(0, 255), g: whole(0, 255), b: whole(0, 255), alpha: whole(0, 255) });

const offset = fc.oneof(
  fc.record({ unit: fc.constant('pixel' as const), x: whole(-PIXELS, PIXELS), y: whole(-PIXELS, PIXELS) }),
  fc.record({ unit: fc.constant('normal' as const), x: real(-1000, 1000), y: real(-1000, 1000) }),
);
/** How a layer is laid on others. */
export const place = {
  position: offset,
  origin: offset,
  anchor: offset,
  blend: fc.constantFrom('norm' as const, 'dissolve' as const, 'lighten' as const, 'darken' as const, 'mult' as const),
};

/** Effects of a layer or composite, as far as they listen. */
export const anyEffects: fc.Arbitrary<readonly Layer[]> = fc
  .uniqueArray(fc.oneof(whole(-999, -1), whole(1, 999)), { minLength: 1, maxLength: 2 })
  .chain((numbers) =>
    fc.tuple(
      ...numbers
        .toSorted((a, b) => a - b)
        .map((number) =>
          fc
            .record(
              {
                underColor: color,
                position: place.position,
                blend: place.blend,
                mask: fc.record({ use: fc.constantFrom('invert' as const, 'off' as const) }),
                own: fc.record({
                  operations: fc.record({ grow: percent, blur: real(0, 100) }, { requiredKeys: ['grow'] }),
                }),
                hidden: fc.boolean(),
              },
              maybe,
            )
            .map((effect): Layer => ({ ...effect, number, source: { kind: 'solid' } })),
        ),
    ),
  );
