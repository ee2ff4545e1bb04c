import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../src/profiles/config.ts';
import { parseLibrary } from '../../../../src/profiles/parse.ts';

/** Names that YAML itself takes for numbers, truth or a day. */
const SPELLINGS = ['400', '007', '1e3', '0x1F', '0o17', '1.0', '.5', 'true', 'False', 'yes', '2024-01-01'];

const presets = (...names: readonly string[]): string =>
  `kind: image-presets\npresets: { ${names.map((name) => `"${name}": wid=100`).join(', ')} }\n`;

const library = (...texts: readonly string[]) =>
  parseLibrary(texts.map((text, i) => ({ name: `${i}.yaml`, text, shipped: false })));

/** Every place where a file of profiles takes a name or another text, with the problems that its spelling makes. */
const PLACES: Readonly<Record<string, (name: string) => readonly string[]>> = {
  'an image profile': (name) => [`kind: image-profile\nname: ${name}\n`],
  'a description': (name) => [`kind: image-profile\nname: a\ndescription: ${name}\n`],
  'a rendition and its preset': (name) => [
    presets(name),
    `kind: image-profile\nname: a\nrenditions: [{ name: ${name}, preset: ${name} }]\n`,
  ],
  'a list of presets': (name) => [
    presets(name),
    `kind: image-profile\nname: a\nrenditions: [{ presets: [${name}] }]\n`,
  ],
  'a smart crop, and what is made of it': (name) => [
    presets(name),
    `kind: image-profile\nname: a\nsmartCrop: { crops: [{ name: ${name}, width: 9, height: 7, preset: ${name} }] }\n` +
      `renditions: [{ name: b, crop: ${name}, preset: ${name} }]\n`,
  ],
  'a preset': (name) => [`kind: image-presets\npresets:\n  ${name}: wid=1\n`],
  'a video profile, its encodings, crops and presets': (name) => [
    presets(name),
    `kind: video-profile\nname: ${name}\nadaptive: false\nposterPreset: ${name}\nthumbnailPreset: ${name}\n` +
      `encodings: [{ name: ${name}, height: 90, videoBitrate: 80k }]\nsmartCrop: [{ name: c${name}, ratio: 1:1 }]\n`,
  ],
};

describe('a name or text in a file of profiles', () => {
  for (const [place, write] of Object.entries(PLACES)) {
    it.each(SPELLINGS)(`of ${place} may be spelled %s`, (name) => {
      expect(library(...write(name)).problems).toEqual([]);
    });
  }

  it.each(SPELLINGS)('is %s to the letter', (name) => {
    const { images, videos } = library(
      `kind: image-profile\nname: ${name}\ndescription: ${name}\n---\nkind: video-profile\nname: ${name}\n` +
        `adaptive: false\nencodings: [{ name: ${name}, height: 90, videoBitrate: 80k }]\n`,
    ).library;
    const key = name.toLowerCase();
    expect(images.get(key)?.value).toMatchObject({ name, description: name });
    expect(videos.get(key)?.value).toMatchObject({ name, encodings: [{ name }] });
  });

  it.each(SPELLINGS)('of dmx.yaml may be spelled %s', (name) => {
    const { config, problems } = parseConfig({
      name: 'dmx.yaml',
      text:
        `library: ${name}\noutput: ${name}\ntitle: ${name}\nprofiles: [${name}]\ninclude: ${name}\nexclude: [${name}]\n` +
        `overrides: ${name}\nffmpeg: ${name}\nfolders: [{ path: ${name}, image: ${name}, video: ${name} }]\n`,
    });
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      ...{ library: name, output: name, title: name, profiles: [name], include: [name], exclude: [name] },
      ...{ overrides: name, ffmpeg: name, folders: [{ path: name, image: name, video: name }] },
    });
  });

  it('is what it is in YAML 1.1 too, which takes more for truth and time', () => {
    const { library: read, problems } = library(
      '%YAML 1.1\n---\nkind: image-profile\nname: no\ndescription: 2024-01-01\nrenditions: [{ name: 12:30, modifiers: on }]\n',
    );
    expect(read.images.get('no')?.value).toMatchObject({ name: 'no', description: '2024-01-01' });
    expect(problems.map(({ line, column }) => `${line}:${column}`)).toEqual(['6:22', '6:40']);
  });

  it.each(['null', 'Null', '~'])('is missing where %s is written, unless it is in quotes', (nothing) => {
    const write = (value: string): string =>
      `output: ${value}\ninclude: [${value}]\nserver: { defaultfont: ${value} }\n`;
    const { config, problems } = parseConfig({ name: 'dmx.yaml', text: write(nothing) });
    expect(problems.map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(problems.every(({ hint }) => hint.includes(nothing))).toBe(true);
    expect(config).toMatchObject({ output: 'dmx-out', include: [] });
    const quoted = parseConfig({ name: 'dmx.yaml', text: write(`"${nothing}"`).replace(/^output.*\n/, '') });
    expect(quoted).toMatchObject({ problems: [], config: { include: [nothing] } });
  });

  it('is missing where nothing is written, and an empty text where that is', () => {
    expect(library('kind: image-profile\nname:\n').problems).toMatchObject([{ line: 2, column: 6 }]);
    expect(library("kind: image-profile\nname: ''\n").problems).toMatchObject([{ line: 2, column: 7 }]);
  });

  it('leaves numbers, switches and times what they are where those are wanted', () => {
    const { library: read, problems } = library(
      'kind: video-profile\nname: a\nposter: true\nthumbnails: [10, 2.5s]\nadaptive: false\n' +
        'encodings: [{ name: b, width: 160, height: auto, crf: 0x14, fps: 25.0, h264Level: 3.0, twoPass: false }]\n' +
        '---\nkind: image-profile\nname: c\nswatch: true\npyramid: { tile: 512 }\n' +
        '---\nkind: image-presets\npresets: { d: { width: 400, background: 000000, palette: [000000], chromaSubsampling: true } }\n',
    );
    expect(problems).toEqual([]);
    expect(read.videos.get('a')?.value).toMatchObject({
      thumbnails: [{ seconds: 10 }, { seconds: 2.5 }],
      encodings: [{ width: 160, height: 'auto', crf: 20, fps: 25, h264Level: '3.0', twoPass: false }],
    });
    expect(read.presets.get('d')?.value.text).toContain('bgc=000000');
    expect(
      parseConfig({ name: 'dmx.yaml', text: 'server: { bkgcolor: 000000 }\nmaxFailures: 05\nbatch: 50\n' }),
    ).toMatchObject({
      problems: [],
      config: { server: { bkgcolor: { r: 0, g: 0, b: 0 } }, maxFailures: { count: 5 }, batch: 50 },
    });
  });
});
