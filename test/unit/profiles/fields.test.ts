import { describe, expect, it } from 'vitest';
import { isPath } from '../../../src/profiles/is-path.ts';
import { parseConfig } from '../../../src/profiles/config.ts';
import { parseLibrary } from '../../../src/profiles/parse.ts';
import { readOverrides } from '../../../src/profiles/sidecar/overrides.ts';

const parse = (text: string) => parseLibrary([{ name: '1.yaml', text, shipped: false }]);

describe('a part of a profile that may be switched on and off', () => {
  const IMAGE = 'kind: image-profile\nname: a\n';
  const CLIP = 'kind: video-profile\nname: a\nencodings: [{ name: b, height: 240, crf: 20 }]\n';

  it.each([
    [IMAGE, 'swatch', '{}'],
    [IMAGE, 'pyramid', '{}'],
    [IMAGE, 'unsharpMask', '{}'],
    [IMAGE, 'smartImaging', '{ dpr: [1, 2] }'],
    [IMAGE, 'placeholder', '[thumbhash]'],
    [CLIP, 'sprite', '{}'],
  ])('is with true what it is by its defaults, and with false not there: %s%s', (document, key, whole) => {
    const part = (written: string): unknown => {
      const { library, problems } = parse(`${document}${key}: ${written}\n`);
      expect(problems).toEqual([]);
      const found = [...library.images.values(), ...library.videos.values()];
      return found.map(({ value }): unknown => Object.entries(value).find(([name]) => name === key)?.[1]);
    };
    expect(part('true')).toEqual(part(whole));
    expect(part('false')).not.toEqual(part(whole));
  });
});

describe('a path', () => {
  it.each(['', '~', '~/a', 'a\0b', '\0', 'a\ud800', '\udc00b'])('is refused where no system has it: %j', (text) => {
    expect(isPath(text)).toBe(false);
    const config = `output: ${JSON.stringify(text)}\npublish: { www: { to: ${JSON.stringify(text)} } }\n`;
    expect(parseConfig({ name: 'dmx.yaml', text: config }).problems.map(({ line }) => line)).toEqual([1, 2]);
  });

  it.each(['a', '~a', 'a~', ' ', 'a\nb', '\u{1f600}', '../a', '/a', 'C:\\a'])(
    'is what a system may have: %j',
    (text) => {
      expect(isPath(text)).toBe(true);
    },
  );
});

describe('names that differ in case alone', () => {
  it('are refused where case does not count, the second with its place', () => {
    const config = 'collections:\n  best: { kind: image }\n  Best: { kind: video }\n';
    expect(parseConfig({ name: 'dmx.yaml', text: config }).problems).toMatchObject([{ line: 3 }]);
    const sidecar = 'crops:\n  Large: [0, 0, 1, 1]\n  Small: [0, 0, 1, 1]\n  large: [0, 0, 0.5, 0.5]\n';
    expect(readOverrides({ name: 'a.yaml', text: sidecar }).problems).toMatchObject([{ line: 4 }]);
  });
});
