import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CatalogTextError,
  parseCatalogText,
  printCatalogText,
  type CatalogText,
  type MediaItem,
  type SwatchItem,
} from '../../../src/sets/catalog-text.ts';

const id = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const color = fc.record(
  { color: fc.integer({ min: 0, max: 0xff_ff_ff }), label: fc.string({ maxLength: 8 }) },
  { requiredKeys: ['color'] },
);
const some = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 1, maxLength: 5 });

const swatchItem: fc.Arbitrary<SwatchItem> = fc.record({ id, swatch: fc.oneof(id, color) }, { requiredKeys: ['id'] });
const swatches = fc.record({ form: fc.constant('swatches' as const), items: some(swatchItem) });
const rows = fc.record({ form: fc.constant('rows' as const), rows: some(some(id)) });
// Without a colon nobody can tell pages from pictures.
const spreads = fc.record({
  form: fc.constant('spreads' as const),
  spreads: fc
    .tuple(fc.tuple(id, id), fc.array(fc.array(id, { minLength: 1, maxLength: 3 }), { maxLength: 4 }))
    .map(([first, others]) => [first, ...others]),
});
const mediaItem: fc.Arbitrary<MediaItem> = fc.oneof(
  fc.record({ id, swatch: id, type: fc.constantFrom('img', 'spin', 'video') }, { requiredKeys: ['id'] }),
  fc.record({ set: fc.oneof(swatches, rows, spreads), swatch: id }, { requiredKeys: ['set'] }),
);
const media = fc.record({ form: fc.constant('media' as const), items: some(mediaItem) });
const anyText: fc.Arbitrary<CatalogText> = fc.oneof(swatches, rows, spreads, media);

describe('the set language of catalogs', () => {
  it('is read as it was printed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(parseCatalogText(printCatalogText(text))).toEqual(text);
      }),
    );
  });

  it.each([
    ['cap-red;{0xc02020 Red},cap-plaid;cap-plaid-sw', 'swatches'],
    ['turn-01,turn-02,turn-03', 'swatches'],
    ['{r1-01,r1-02},{r2-01,r2-02}', 'rows'],
    ['(a,b),(c,d)', 'rows'],
    ['p1,p2:p3,p4', 'spreads'],
    ['shoe;shoe-t;advanced_image,shoe-spin;shoe-t;spin,{a;sa,b;sb};a;img_set', 'media'],
    ['a;;advanced_image;', 'media'],
  ])('%s is of %s', (text, form) => {
    expect(parseCatalogText(text).form).toBe(form);
  });

  it('has names, colours and labels with every letter', () => {
    const swatch = { color: 0x2030c0, label: 'Blue, dark; (new)' };
    const text = printCatalogText({ form: 'swatches', items: [{ id: 'shoes/50% {a}:b.jpg', swatch }] });
    expect(text).toBe('shoes/50%25 %7Ba%7D%3Ab.jpg;{0x2030c0 Blue%2C dark%3B %28new%29}');
  });

  it.each([
    ['a,{b', 4],
    ['a},b', 1],
    ['a,,b', 2],
    ['a;{0xzz}', 3],
    ['a%zz', 0],
    ['a:b:c:d', 0],
    ['', 0],
  ])('tells what is wrong in %s, and where', (text, offset) => {
    expect(() => parseCatalogText(text)).toThrow(expect.objectContaining({ name: 'CatalogTextError', offset }));
  });

  it('is read in a moment, whatever it is', () => {
    const letters = fc.string({ unit: fc.constantFrom(...Array.from('ab,;:{}()%0x ')) });
    fc.assert(
      fc.property(letters, (text) => {
        try {
          parseCatalogText(text);
        } catch (error) {
          expect(error).toBeInstanceOf(CatalogTextError);
        }
      }),
      { numRuns: 2000 },
    );
    expect(() => parseCatalogText('{'.repeat(100_000) + '}'.repeat(100_000))).toThrow(CatalogTextError);
  });
});
