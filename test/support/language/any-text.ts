import fc from 'fast-check';
import type { Source } from '../../../src/model/recipe/recipe.ts';
import type { Typesetting } from '../../../src/model/text/typesetting.ts';

/** What a layer above the base is: a colour, or words of any signs. */
export const anySource: fc.Arbitrary<Source> = fc.oneof(
  fc.constant<Source>({ kind: 'solid' }),
  fc.record({
    kind: fc.constant('text' as const),
    text: fc.string({ unit: 'grapheme', maxLength: 20 }),
    rules: fc.constantFrom('text' as const, 'textPs' as const),
  }),
);

const TRIANGLE = ['M', 0, 0, 'L', 90.5, 0, 'L', 45, 90, 'Z'] as const;

/** The way in which a text is set, where it is said. */
export const typesetting: fc.Arbitrary<Typesetting> = fc
  .record(
    {
      resolution: fc.integer({ min: 1, max: 10_000 }),
      smoothing: fc.constantFrom('off' as const, 'norm' as const, 'crisp' as const),
      fit: fc.constantFrom('fixedRes' as const, 'autoRes' as const, 'maxRes' as const),
      wrapping: fc.constantFrom('wrap' as const, 'noWrap' as const, 'nbWrap' as const),
      angle: fc.integer({ min: -360, max: 360 }),
      flowPath: fc.constant(TRIANGLE),
      flowExceptPath: fc.constant(TRIANGLE),
      path: fc.constant(TRIANGLE),
      pathRun: fc.record({
        reverse: fc.boolean(),
        start: fc.constant(0.25),
        end: fc.constantFrom(0.5, 1, 1.25),
      }),
    },
    { requiredKeys: [] },
  )
  .filter((asked) => Object.keys(asked).length > 0);

/** Values of the variables of a drawing: any letters of one line. */
export const anyVariables = fc.dictionary(
  fc.stringMatching(/^[a-z0-9._-]{1,6}$/),
  fc.string({ unit: 'grapheme', maxLength: 8 }).filter((value) => !/[\r\n\p{Surrogate}]/u.test(value)),
  { minKeys: 1, noNullPrototype: true },
);
