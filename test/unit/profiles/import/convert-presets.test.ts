import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presetFile } from '../../../../src/profiles/import/preset-file.ts';
import { convertPresets, type ConvertedPresets } from '../../../../src/profiles/import/convert-presets.ts';
import { parseLibrary } from '../../../../src/profiles/parse.ts';

const { library: SHIPPED } = parseLibrary([
  { name: 'shipped.yaml', text: 'kind: image-presets\npresets: { shipped: "wid=9" }', shipped: true },
]);

const take = (presets: Readonly<Record<string, string>>): ConvertedPresets =>
  convertPresets({ presets: Object.entries(presets).map(([name, text]) => ({ name, text })), strays: [] }, SHIPPED);
const texts = ({ presets }: ConvertedPresets) => Object.fromEntries(presets.map(({ name, text }) => [name, text]));
const said = ({ omissions }: ConvertedPresets) => omissions.map(({ preset, modifier }) => [preset, modifier]);

describe('presets of another system', () => {
  it('stay as they are where dmx knows all of it', () => {
    const presets = {
      a: 'WID=5&$b$&$shipped$',
      b: '$v=3&hei=$v$',
      c: 'fmt=jpg&qlt=85,0&resMode=sharp2&op_usm=1.75,0.3,2,0',
    };
    expect(take(presets)).toEqual({
      presets: Object.entries(presets).map(([name, text]) => ({ name, text })),
      omissions: [],
    });
  });

  it('lose what dmx does not know, which is told with its reason', () => {
    const taken = take({ a: '.c=1&wid=5&&rp=6&src=ir{a}&qlt=999&hei=7&$nobody$' });
    expect(texts(taken)).toEqual({ a: 'wid=5&hei=7' });
    expect(said(taken)).toEqual([
      ['a', 'rp=6'],
      ['a', 'src=ir{a}'],
      ['a', 'qlt=999'],
      ['a', '$nobody$'],
    ]);
    expect(taken.omissions[1]?.reason).toContain('Image Rendering');
  });

  it.each([
    [
      'wid=1600&layer=1&bgcolor=ffffff&blendMode=mult&hei=16',
      'wid=1600&layer=1&bgcolor=ffffff&blendMode=mult&hei=16',
      0,
    ],
    ['layer=0&rotate=5&effect=0&op_blur=3&wid=10&layer=comp&flip=lr', 'layer=0&rotate=5&wid=10&layer=comp&flip=lr', 1],
    ['wid=5&effect=-1&$shadow$&opac=50&qlt=80', 'wid=5&effect=-1&$shadow$&opac=50&qlt=80', 0],
    ['wid=5&layer=top&scale=10&hei=7', 'wid=5&hei=7', 1],
    ['layer=0,back&rotate=5&layer=back&scale=2', 'layer=0,back&rotate=5&layer=back&scale=2', 0],
  ])('lose all that is said of a layer or effect that is none: %s', (text, kept, left) => {
    const presets = { shadow: 'op_blur=3' };
    const taken = take({ ...presets, a: text });
    expect(texts(taken)['a'] ?? '').toBe(kept);
    expect(taken.omissions.filter(({ preset }) => preset === 'a')).toHaveLength(left);
  });

  it('lose commands without a value, and nothing that follows them', () => {
    const taken = take({ a: 'crop&wid=5', b: 'hei=7&scl' });
    expect(texts(taken)).toEqual({ a: 'wid=5', b: 'hei=7' });
    expect(said(taken)).toEqual([
      ['a', 'crop'],
      ['b', 'scl'],
    ]);
  });

  it('that ask for data instead of a picture are left out', () => {
    expect(texts(take({ a: 'wid=5&req=set,json&handler=x', b: 'req=mask&wid=5' }))).toEqual({ b: 'req=mask&wid=5' });
  });

  it('of addresses come with the smart crops that they were asked for, and without calls of templates', () => {
    const { presets, omissions } = convertPresets(
      {
        presets: [
          { name: 'w5', text: 'wid=5', address: { crops: ['Large', 'Wide Hor'] } },
          { name: 'full', text: '$txt=hello&$img=is{Co/x?wid=5}', address: { crops: [] } },
        ],
        strays: [],
      },
      SHIPPED,
    );
    expect(presets).toEqual([{ name: 'w5', text: 'wid=5' }]);
    expect(omissions.map(({ preset, modifier }) => [preset, modifier])).toEqual([
      ['full', '$txt=hello&$img=is{Co/x?wid=5}'],
      ['w5', ':Large'],
      ['w5', ':Wide Hor'],
    ]);
  });

  it('come with what is told of lines that are no presets: one by one, as long as they are few', () => {
    const strays = Array.from({ length: 23 }, (_, i) => ({ line: i + 2, text: `row ${i}` }));
    const { omissions } = convertPresets({ presets: [{ name: 'a', text: 'wid=1' }], strays }, SHIPPED);
    expect(omissions).toHaveLength(21);
    expect(omissions[0]).toMatchObject({ preset: '', modifier: 'row 0', reason: expect.stringContaining('line 2') });
    expect(omissions[20]?.reason).toContain('3 more lines');
  });

  it('use what is left of each other, and never themselves', () => {
    const taken = take({ a: 'hei=1&$b$', b: 'src=ir{x}&wid=2&$a$', self: '$self$&wid=4' });
    expect(texts(taken)).toEqual({ a: 'hei=1&$b$', b: 'wid=2', self: 'wid=4' });
    expect(said(taken)).toEqual([
      ['b', 'src=ir{x}'],
      ['b', '$a$'],
      ['self', '$self$'],
    ]);
  });

  it('of which nothing is left are left out', () => {
    const taken = take({ a: 'src=ir{x}', b: 'wid=1', c: '' });
    expect(texts(taken)).toEqual({ b: 'wid=1' });
    expect(said(taken)).toEqual([
      ['a', 'src=ir{x}'],
      ['a', ''],
      ['c', ''],
    ]);
  });

  it('get names that dmx takes', () => {
    const taken = take({ '!_s7 product': 'wid=1', '_s7-product': 'wid=2', '☃': 'wid=3', ['x'.repeat(200)]: 'wid=4' });
    expect(taken.presets.map(({ name }) => name)).toEqual(['_s7-product', '_s7-product-2', 'preset', 'x'.repeat(100)]);
    expect(said(taken)).toHaveLength(4);
  });

  it('are refused where they are far too long', () => {
    const taken = take({ a: 'wid=1&'.repeat(10_000), b: 'wid=2' });
    expect(texts(taken)).toEqual({ b: 'wid=2' });
    expect(taken.omissions[0]?.reason).toContain('16384 characters');
  });

  it('are presets without a problem, whatever they were', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'wid=5',
        'hei=x',
        '$a$',
        '$b$',
        '$v=1',
        'qlt=$v$',
        'src=ir{1}',
        '&',
        'is{',
        '}',
        '.c',
        '"',
        '#',
        ': ',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const text = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join('&'));
    fc.assert(
      fc.property(text, text, text, fc.string({ maxLength: 8 }), (a, b, other, name) => {
        const taken = take({ a, b, [name]: other });
        const yaml = presetFile(taken, name);
        const file = { name: 'taken.yaml', text: yaml, shipped: false };
        const shipped = { name: 's.yaml', text: 'kind: image-presets\npresets: { shipped: "wid=9" }', shipped: true };
        const { library, problems } = parseLibrary([shipped, file]);
        expect(problems).toEqual([]);
        const read = [...library.presets.values()].filter((preset) => !preset.shipped).map(({ value }) => value);
        expect(new Map(read.map((one) => [one.name, one.text]))).toEqual(
          new Map(taken.presets.map((one) => [one.name, one.text])),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('the file that is written', () => {
  it('says above each preset what was left out of it', () => {
    const yaml = presetFile(take({ 2000: 'wid=5&src=ir{a}' }), 'old\nmacros.mac');
    expect(yaml).toBe(
      [
        '# Taken over from old macros.mac by dmx presets import.',
        '',
        'kind: image-presets',
        'presets:',
        '  # left out: src=ir{a} (src=ir{a} is not supported yet: there is no Image Rendering)',
        '  "2000": "wid=5"',
        '',
      ].join('\n'),
    );
  });
});
