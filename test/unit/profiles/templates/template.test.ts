import { describe, expect, it } from 'vitest';
import { parseLibrary } from '../../../../src/profiles/parse.ts';
import { definitionsOf, expectedOf } from '../../../../src/profiles/templates/template.ts';
import { expand } from '../../../../src/plan/expand.ts';
import { CLOUD } from '../../../support/language/server-settings.ts';

const BADGE = `kind: image-presets
presets:
  badge:
    modifiers: "size=$w$,90&layer=1&src=$img$&color=$tint$&layer=0&color=$tint$"
    vars:
      w: { default: 200, type: number, description: Width of the badge }
      tint: { default: FF0000, type: color }
      img: { default: $object$, type: asset }
`;

const profile = (row: string): string => `---
kind: image-profile
name: tags
renditions: [${row}]
`;

const read = (row: string, data: Readonly<Record<string, string>> = {}, presets = BADGE) =>
  parseLibrary([{ name: 'p/a.yaml', text: presets + profile(row), shipped: false }], (file, named) =>
    file === 'p/a.yaml' ? data[named] : undefined,
  );

const orders = (row: string, data?: Readonly<Record<string, string>>) => {
  const { library, problems } = read(row, data);
  expect(problems).toEqual([]);
  return expand(library.images.get('tags')!.value, library, { server: CLOUD, metadata: 'none' }).map(
    ({ name, recipeText }) => [name, recipeText],
  );
};

describe('a template', () => {
  it('makes a rendition with its defaults, whose layer 0 is not the master', () => {
    expect(orders('{ template: badge }')).toEqual([
      ['badge', expect.stringContaining('src=&size=200,90&color=FF0000')],
    ]);
  });

  it('makes one for each row of data, over what the profile sets', () => {
    const made = orders('{ template: badge, name: tag, set: { tint: 00FF00 }, data: d.csv }', {
      'd.csv': 'name,w,img\nred,100,a.png\n,150,is{b?wid=9}\n',
    });
    expect(made.map(([name]) => name)).toEqual(['tag-red', 'tag-2']);
    expect(made[0]?.[1]).toContain('size=100,90&color=00FF00');
    expect(made[0]?.[1]).toContain('layer=1&src=a.png');
    expect(made[1]?.[1]).toContain('layer=1&src=is{b?wid=9');
  });

  it.each([
    ['{ template: nobody }', {}],
    ['{ template: badge, preset: badge, name: x }', {}],
    ['{ preset: badge, set: { w: 5 } }', {}],
    ['{ template: badge, data: gone.csv }', {}],
    ['{ template: badge, data: d.csv }', { 'd.csv': 'w\n5,6\n' }],
    ['{ template: badge, set: { w: wide } }', {}],
    ['{ template: badge, data: d.csv }', { 'd.csv': 'tint\nno colour\n' }],
    ['{ template: badge }, { template: badge }', {}],
  ])('is refused as %s', (row, data) => {
    expect(read(row, data).problems).not.toEqual([]);
  });

  it('has defaults of their types', () => {
    expect(read('{ template: badge }', {}, BADGE.replace('default: 200', 'default: wide')).problems).not.toEqual([]);
  });
});

describe('a variable', () => {
  it.each([
    ['number', '12.5', 'x'],
    ['color', 'FF0000', 'red'],
    ['asset', 'is{a}', ' '],
  ] as const)('of type %s takes %s and not %s', (type, sound, wrong) => {
    const variable = { name: 'v', type, default: sound };
    expect([expectedOf(variable, sound), expectedOf(variable, wrong) !== undefined]).toEqual([undefined, true]);
  });

  it('of a colour says that Image Serving writes none with a #', () => {
    expect(expectedOf({ name: 'v', type: 'color', default: '' }, '#c8321e')).toMatch(/without/);
  });

  it('has a text as default, whatever letters are in it', () => {
    expect(definitionsOf([{ name: 'v', type: 'text', default: '5% & more=1+1' }])).toBe('$v=5%25 %26 more%3D1%2B1&');
  });
});
