import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/model/errors.ts';
import { findImageProfile, findPreset } from '../../../src/profiles/library.ts';
import { parseLibrary } from '../../../src/profiles/parse.ts';
import { unmark } from '../../support/language/unmark.ts';

const PRESETS = `kind: image-presets
presets:
  web: "wid=1280&hei=1280&fit=constrain"
  web-small: "wid=640&fmt=webp"
  Thumb: "wid=150&hei=150&fit=crop,1"
`;

const parse = (...texts: string[]) =>
  parseLibrary(texts.map((text, i) => ({ name: `${i + 1}.yaml`, text, shipped: false })));

const places = (problems: readonly Problem[]): string[] => problems.map(({ line, column }) => `${line}:${column}`);

/** A profile whose problems are expected at the marks, beside the presets above. */
function expectProblems(marked: string, codes: readonly string[]): readonly Problem[] {
  const { text, places: expected } = unmark(marked);
  const problems = parse(text, PRESETS).problems;
  expect(places(problems)).toEqual(expected);
  expect(problems.map(({ code }) => code)).toEqual(codes);
  expect(problems.every(({ file }) => file === '1.yaml')).toBe(true);
  return problems;
}

const invalid = (count: number): string[] => Array.from({ length: count }, () => 'PROFILE_INVALID');

describe('a profile with mistakes', () => {
  it('lists all five at once, each at its own line and column', () => {
    const problems = expectProblems(
      `kind: image-profile
name: shop
unsharpMask: { amount: ▸9 }
smartCrop:
  crops:
    - { name: Large, width: 1200, height: 800, preset: ▸wbe }
renditions:
  - { ▸prset: web }
  - { name: zoom, modifiers: "wid=2500&fmt=webp&qlt=▸180" }
  - presets: ["▸zap-*"]
`.replace('["▸', '[▸"'),
      ['PROFILE_INVALID', 'PRESET_UNKNOWN', 'PROFILE_INVALID', 'COMMAND_RANGE', 'PRESET_UNKNOWN'],
    );
    expect(problems.map(({ hint }) => hint)).toEqual([
      '',
      'Did you mean `web`?',
      'Did you mean `preset`?',
      expect.stringContaining('qlt='),
      expect.any(String),
    ]);
    expect(problems[0]?.message).toBe('expected a number from 0 to 5 for `unsharpMask.amount`, got 9');
  });

  const table: Record<string, readonly [marked: string, ...codes: string[]]> = {
    'a missing key is shown at what encloses it': ['▸kind: image-profile', 'PROFILE_INVALID'],
    'a missing kind': ['▸name: shop', 'PROFILE_INVALID'],
    'a list for a document': ['▸- kind: set\n- kind: set', 'PROFILE_INVALID'],
    'a kind that is a list': ['kind: ▸[set]\nname: shop', 'PROFILE_INVALID'],
    'a list for a map': ['kind: image-presets\npresets:\n  ▸- a: wid=9', 'PROFILE_INVALID'],
    'a misspelled kind': ['kind: ▸image-profil\nname: shop', 'PROFILE_INVALID'],
    'a document that is a list': ['▸- 1\n- 2', 'PROFILE_INVALID'],
    'an unknown key deep inside': [
      'kind: image-profile\nname: a\npyramid:\n  tile: 256\n  ▸qualty: 90',
      'PROFILE_INVALID',
    ],
    'a text for a number': ['kind: image-profile\nname: a\nswatch: { width: ▸wide }', 'PROFILE_INVALID'],
    'a tile that is no multiple of 16': ['kind: image-profile\nname: a\npyramid: { tile: ▸250 }', 'PROFILE_INVALID'],
    'quality out of range, at both ends': [
      'kind: image-profile\nname: a\npyramid: { quality: ▸0 }\n---\nkind: image-profile\nname: b\npyramid: { quality: ▸101 }',
      ...invalid(2),
    ],
    'the ranges of the mask': [
      'kind: image-profile\nname: a\nunsharpMask: { amount: ▸5.1, radius: ▸251, threshold: ▸-1, monochrome: ▸1 }',
      ...invalid(4),
    ],
    'a pixel crop beside smart crops': [
      'kind: image-profile\nname: a\n▸crop: { top: 1 }\nsmartCrop: { crops: [{ name: A, ratio: "1:1" }] }',
      'PROFILE_INVALID',
    ],
    'one name twice, ignoring case': [
      'kind: image-profile\nname: a\nrenditions:\n  - preset: web\n  - { name: ▸WEB, modifiers: wid=10 }',
      'PROFILE_INVALID',
    ],
    'a crop and a rendition of one name': [
      'kind: image-profile\nname: a\nsmartCrop: { crops: [{ name: Web, ratio: "1:1" }] }\nrenditions:\n  - preset: ▸web',
      'PROFILE_INVALID',
    ],
    'one size twice': [
      'kind: image-profile\nname: a\nsmartCrop:\n  crops:\n    - { name: A, width: 600, height: 400 }\n    - ▸{ name: B, ratio: "3:2", width: 600 }',
      'PROFILE_INVALID',
    ],
    'reserved names': [
      'kind: image-profile\nname: a\nsmartCrop:\n  crops:\n    - { name: ▸Pyramid, ratio: "1:1" }\nrenditions:\n  - { name: ▸thumbnail-1, modifiers: wid=9 }\n  - { name: ▸Track-en, modifiers: wid=9 }\n  - { name: ▸swatch, modifiers: wid=9 }',
      ...invalid(4),
    ],
    'names with other letters': [
      'kind: image-profile\nname: ▸a b\nrenditions: [{ name: ▸ä, preset: web }]',
      ...invalid(2),
    ],
    'a profile called none': ['kind: image-profile\nname: ▸None', 'PROFILE_INVALID'],
    'a ratio that is none': [
      'kind: image-profile\nname: a\nsmartCrop: { crops: [{ name: A, ratio: ▸wide }, { name: B, ratio: ▸"0:1" }, { name: C, ratio: ▸1.5 }] }',
      ...invalid(3),
    ],
    'a crop with too little, and with too much': [
      'kind: image-profile\nname: a\nsmartCrop:\n  crops:\n    - ▸{ name: A, width: 3 }\n    - ▸{ name: B, width: 3, height: 2, ratio: "3:2" }\n    - ▸{ name: C }',
      ...invalid(3),
    ],
    'a crop larger than its format holds': [
      'kind: image-profile\nname: a\nsmartCrop: { crops: [{ name: A, ratio: "1:1", width: 20000, preset: web-small }] }'.replace(
        'width: 20000',
        'width: ▸20000',
      ),
      'PROFILE_INVALID',
    ],
    'modifiers larger than their format holds': [
      'kind: image-profile\nname: a\nrenditions: [{ name: x, modifiers: "fmt=webp&▸wid=16384" }]',
      'COMMAND_RANGE',
    ],
    'a crop that the profile does not have': [
      'kind: image-profile\nname: a\nsmartCrop: { crops: [{ name: Large, ratio: "1:1" }] }\nrenditions: [{ name: x, crop: ▸Lrge, preset: web }]',
      'PROFILE_INVALID',
    ],
    'a rendition of nothing, and one without a name': [
      'kind: image-profile\nname: a\nrenditions:\n  - ▸{ name: x }\n  - ▸{ modifiers: wid=9 }',
      ...invalid(2),
    ],
    'presets beside other keys': [
      'kind: image-profile\nname: a\nrenditions: [{ presets: [web], ▸crop: X }]',
      'PROFILE_INVALID',
    ],
    'an unknown preset in a modifier text': [
      'kind: image-profile\nname: a\nrenditions: [{ name: x, modifiers: "wid=9&▸$wbe$" }]',
      'PRESET_UNKNOWN',
    ],
    'an empty list of crops': ['kind: image-profile\nname: a\nsmartCrop: { crops: ▸[] }', 'PROFILE_INVALID'],
    'an unknown detector': [
      'kind: image-profile\nname: a\nsmartCrop: { strategy: [▸luck], crops: [{ name: A, ratio: "1:1" }] }',
      'PROFILE_INVALID',
    ],
    'a key twice': ['kind: image-profile\nname: a\n▸name: b', 'PROFILE_INVALID'],
    'broken YAML': ['kind: image-profile\nname: a\nswatch: { width: 5, height: 5▸', 'PROFILE_INVALID'],
    'an alias without an anchor': ['kind: image-profile\nname: a\nswatch: ▸*a', 'PROFILE_INVALID'],
    'an alias inside what it stands for': [
      'kind: image-profile\nname: a\nswatch: &s { width: ▸*s }',
      'PROFILE_INVALID',
    ],
  };
  for (const [title, [marked, ...codes]] of Object.entries(table)) {
    it(title, () => {
      expectProblems(marked, codes);
    });
  }

  it('is refused more than 100 crops', () => {
    const crop = (i: number): string => `{ name: c${i}, width: ${i + 1}, height: 7 }`;
    const profile = (count: number): string =>
      `kind: image-profile\nname: a\nsmartCrop: { crops: [${Array.from({ length: count }, (_, i) => crop(i)).join(', ')}] }`;
    expect(parse(profile(100)).problems).toEqual([]);
    expect(places(parse(profile(101)).problems)).toEqual(['3:21']);
  });
});

describe('the place of a command', () => {
  const at = (declaration: string): string[] => {
    const { text, places: expected } = unmark(`kind: image-presets\npresets:\n${declaration}`);
    const { problems } = parse(text);
    expect(places(problems)).toEqual(expected);
    return problems.map(({ code }) => code);
  };

  it('is exact in plain and in quoted texts of one line', () => {
    expect(at('  a: wid=10&▸hie=3')).toEqual(['COMMAND_UNKNOWN']);
    expect(at(`  a: 'wid=▸0&fit=crop'`)).toEqual(['COMMAND_RANGE']);
    expect(at('  a: "wid=10&fit=▸corp"')).toEqual(['COMMAND_RANGE']);
  });

  it('is the start of texts that the file spells otherwise', () => {
    expect(at('  a: ▸"wid=10\\u0026hie=3"')).toEqual(['COMMAND_UNKNOWN']);
    expect(at('  a: ▸>-\n    wid=10&\n    hie=3')).toEqual(['COMMAND_UNKNOWN']);
  });

  it('is the key that made it', () => {
    expect(at('  a: { width: 10, format: png, iccProfile: ▸WebCoated }')).toEqual(['COMMAND_RANGE']);
    expect(at('  a: { width: ▸20000, format: webp }')).toEqual(['COMMAND_RANGE']);
    expect(at('  a: { width: 10, modifiers: "hei=1&▸x=3" }')).toEqual(['COMMAND_UNKNOWN']);
    expect(at('  a: { width: ▸0, ▸foramt: webp }')).toEqual(['PROFILE_INVALID', 'PROFILE_INVALID']);
  });

  it('is that of the invocation for what is wrong in another preset, which is told at its own place too', () => {
    expect(at('  a: "wid=▸0"\n  b: "hei=3&▸$a$"')).toEqual(['COMMAND_RANGE', 'COMMAND_RANGE']);
  });

  it('is told for circles of presets', () => {
    expect(at('  a: "▸$b$"\n  b: "▸$a$"')).toEqual(['PRESET_UNKNOWN', 'PRESET_UNKNOWN']);
  });
});

describe('a setting without effect', () => {
  const warned = (declaration: string): string[] => {
    const { text, places: expected } = unmark(declaration);
    const { problems, warnings } = parse(text);
    expect(problems).toEqual([]);
    expect(places(warnings)).toEqual(expected);
    return [...new Set(warnings.map(({ code }) => code))];
  };

  it('is warned of where it stands: a command in a key or a text', () => {
    const preset = (text: string): string => `kind: image-presets\npresets:\n  ${text}\n`;
    expect(warned(preset('a: { width: 9, renderIntent: relative, modifiers: "▸id=7" }'))).toEqual(['SETTING_IDLE']);
    expect(warned(preset('a: wid=9&▸network=on&icc=sRGB,relative'))).toEqual(['SETTING_IDLE']);
    expect(warned('kind: image-profile\nname: a\nrenditions: [{ name: b, modifiers: wid=9&▸cache=off }]\n')).toEqual([
      'SETTING_IDLE',
    ]);
  });

  it('is told once where it stands, not where its preset is used', () => {
    warned('kind: image-presets\npresets:\n  a: wid=9&▸network=on\n  b: $a$&hei=7\n  c: "wid=1"\n');
  });
});

describe('names', () => {
  it('are found ignoring case, and kept as declared', () => {
    const { library, problems } = parse('kind: image-profile\nname: Shop\nrenditions: [{ preset: THUMB }]', PRESETS);
    expect(problems).toEqual([]);
    expect(findPreset(library, 'tHUMB')?.name).toBe('Thumb');
    expect(findImageProfile(library, 'SHOP')?.name).toBe('Shop');
  });

  it('may be numbers without quotes', () => {
    const { library, problems } = parse(
      'kind: image-presets\npresets: { 400: wid=400, 007: wid=7 }\n---\nkind: image-profile\nname: 2024\nrenditions: [{ preset: 400 }, { preset: 007 }]',
    );
    expect(problems).toEqual([]);
    expect(findPreset(library, '007')?.text).toBe('wid=7');
    expect(findImageProfile(library, '2024')?.renditions.map(({ preset }) => preset)).toEqual(['400', '007']);
  });

  it('that stand for folders are refused, and those that only begin like them are not', () => {
    const crops = (name: string): string =>
      `kind: image-profile\nname: a\nsmartCrop: { crops: [{ name: ${name}, ratio: "1:1", width: 9 }] }`;
    for (const name of ['.', '..']) expect(parse(crops(name)).problems).toMatchObject([{ code: 'PROFILE_INVALID' }]);
    for (const name of ['...', '.a', '..a']) expect(parse(crops(name)).problems).toEqual([]);
  });

  it('given twice by a user are a problem that names the other place', () => {
    const { problems } = parse(PRESETS, 'kind: image-presets\npresets:\n  x: wid=1\n  THUMB: wid=2');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'PROFILE_INVALID', file: '2.yaml', line: 4, column: 3 });
    expect(problems[0]?.hint).toContain('1.yaml, line 5');
  });

  it('of a user win over shipped ones, whichever file comes first', () => {
    const shipped = { name: 's.yaml', text: 'kind: image-presets\npresets: { web: wid=1 }', shipped: true };
    const own = { name: 'o.yaml', text: 'kind: image-presets\npresets: { WEB: wid=2 }', shipped: false };
    for (const files of [
      [shipped, own],
      [own, shipped],
    ]) {
      const { library, problems } = parseLibrary(files);
      expect(problems).toEqual([]);
      expect(findPreset(library, 'web')).toEqual({ name: 'WEB', text: 'wid=2' });
    }
  });

  it('that JavaScript itself uses are names like any other', () => {
    const { library, problems } = parse(
      'kind: image-presets\npresets: { constructor: wid=1, toString: wid=2, hasOwnProperty: wid=3 }',
    );
    expect(problems).toEqual([]);
    expect(findPreset(library, 'constructor')?.text).toBe('wid=1');
    expect(findPreset(library, 'valueOf')).toBeUndefined();
  });
});

describe('YAML', () => {
  it('may use anchors, aliases and merge keys', () => {
    const { library, problems } = parse(`kind: image-profile
name: a
unsharpMask: &mask { amount: 1 }
smartCrop:
  crops:
    - &base { name: A, ratio: "1:1", upscale: true }
    - { <<: *base, name: B, ratio: "2:1" }
    - { name: C, <<: [*base], ratio: "3:1" }
---
kind: image-presets
presets:
  one: &one { width: 10, unsharpMask: { amount: 1, radius: 1 } }
  two: { <<: *one, height: 20 }
`);
    expect(problems).toEqual([]);
    const crops = findImageProfile(library, 'a')?.smartCrop?.crops;
    expect(crops?.map(({ name, ratio, upscale }) => [name, ratio, upscale])).toEqual([
      ['A', [1, 1], true],
      ['B', [2, 1], true],
      ['C', [3, 1], true],
    ]);
    expect(findPreset(library, 'two')?.text).toBe('wid=10&hei=20&op_usm=1,1,0,0');
  });

  it('shows a problem of an alias where its value stands', () => {
    const { text, places: expected } = unmark(
      'kind: image-profile\nname: a\nswatch: { width: 5, height: &h ▸0 }\npyramid: { tile: *h }',
    );
    const { problems } = parse(text);
    expect(new Set(places(problems))).toEqual(new Set(expected));
    expect(problems.map(({ message }) => message.match(/`(.*)`/)?.[1])).toEqual(['swatch.height', 'pyramid.tile']);
  });

  it('reads several documents of a file, empty ones too', () => {
    const { library, problems } = parse(
      '---\n# nothing\n---\nkind: image-profile\nname: a\n---\n...\n---\nkind: image-profile\nname: b\n',
    );
    expect(problems).toEqual([]);
    expect([...library.images.keys()]).toEqual(['a', 'b']);
  });

  it('counts lines and columns alike with CRLF and behind a byte-order mark', () => {
    const text = 'kind: image-profile\r\nname: a\r\nx: 1\r\n';
    expect(places(parse(text).problems)).toEqual(['3:1']);
    expect(places(parse('\uFEFFkimd: 1').problems)).toEqual(['1:1']);
    expect(places(parse(`\uFEFF${text}`).problems)).toEqual(['3:1']);
  });
});
