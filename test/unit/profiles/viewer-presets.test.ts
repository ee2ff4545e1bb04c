import { describe, expect, it } from 'vitest';
import { parseLibrary } from '../../../src/profiles/parse.ts';

const parse = (text: string, styles?: string) =>
  parseLibrary([{ name: 'brand.yaml', text, shipped: false }], () => styles);

const PRESET = `kind: viewer-presets
presets:
  SpinSet_brand:
    viewer: spin
    theme: dark
    attributes: { SpinView.autospin: "1,2,1,1", closebutton: 1 }
    css: brand.css
`;

describe('presets of viewers', () => {
  it('hold attributes as text, and the styles of their file', () => {
    const { library, problems } = parse(PRESET, ':host { --dmx-accent: red; }');
    expect(problems).toEqual([]);
    expect(library.viewerPresets.get('spinset_brand')?.value).toEqual({
      ...{ name: 'SpinSet_brand', viewer: 'spin', theme: 'dark', styles: ':host { --dmx-accent: red; }' },
      attributes: { 'SpinView.autospin': '1,2,1,1', closebutton: '1' },
    });
  });

  it.each([
    ['an unknown attribute', 'SpinView.autospinn: 1', 'SpinView.autospin, not SpinView.autospinn'],
    ['a value that it does not take', 'SpinView.autospin: "7"', '0 | 1 for on in SpinView.autospin'],
  ])('say what is wrong with %s', (_what, attribute, message) => {
    const text = `kind: viewer-presets\npresets:\n  a: { viewer: spin, attributes: { ${attribute} } }\n`;
    expect(parse(text).problems.map((problem) => problem.message)).toEqual([expect.stringContaining(message)]);
  });

  it('have names of their own: elements find the shipped ones by themselves', () => {
    const { problems } = parse('kind: viewer-presets\npresets: { spinset_DARK: { viewer: spin } }\n');
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('a name other than those of the presets that ship'),
    ]);
  });

  it('say where a file of styles is missing', () => {
    expect(parse(PRESET).problems).toMatchObject([{ message: 'expected a file of styles, got none at brand.css' }]);
  });
});
