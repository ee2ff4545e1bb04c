import { describe, expect, it } from 'vitest';
import { parseConfig, type Disk } from '../../../src/profiles/config.ts';
import { namedProfile } from '../../../src/model/colors/profile-names.ts';
import { parseLibrary } from '../../../src/profiles/parse.ts';
import { unmark } from '../../support/language/unmark.ts';

const parse = (text: string) => parseConfig({ name: 'dmx.yaml', text });
const read = (text: string) => {
  const { config, problems } = parse(text);
  expect(problems).toEqual([]);
  return config;
};

/** A disk with these files. */
const diskOf = (...files: readonly string[]): Disk => ({
  isFile: (path) => files.includes(path),
  isFolder: (path) => files.some((file) => file.startsWith(`${path}/`)),
  hasProfile: (name) => namedProfile(name)?.name === 'DisplayP3' || files.some((file) => file.includes(name)),
});
const NOTHING = diskOf();

/** dmx.yaml whose problems are expected at the marks. */
function expectProblems(marked: string): readonly string[] {
  const { text, places } = unmark(marked);
  const { problems } = parse(text);
  expect(problems.map(({ line, column }) => `${line}:${column}`)).toEqual(places);
  expect(new Set(problems.map(({ code, file }) => `${code} ${file}`))).toEqual(new Set(['CONFIG_INVALID dmx.yaml']));
  return problems.map(({ hint }) => hint);
}

/** A file that says every key. */
const CONTRACT = `
version: 1
library: assets
output: dmx-out
profiles: [profiles/**/*.yaml]
overrides: overrides
folders:
  - { path: "**",          image: ecommerce, video: adaptive }
  - { path: "*/print",     image: print }
  - { path: banners,       image: social }
  - { path: originals,     sync: exclude }
  - { path: drafts,        publish: false }
server:
  defaults: cloud
  jpegquality: [80, 0]
  resmode: sharp2
  bkgcolor: FFFFFF
  defaultpix: [1280, 1280]
  defaultthumbpix: [100, 100]
  maxpix: [3000, 3000]
  resolution: 72
  thumbnailtime: ["1%", "11%", "21%", "31%", "41%", "51%", "61%", "71%", "81%", "91%"]
  expiration: 36000000
  iccprofilergb: sRGB
  iccrenderintent: relative
  iccblackpointcompensation: true
  iccdither: false
iccProfiles: [profiles/icc]
memory: 3GiB
batch: 50
onMove: apply
metadata: copyright
manifest: json
`;

describe('dmx.yaml', () => {
  it('reads a file that spells out every default', () => {
    const config = read(CONTRACT);
    expect(config.memory).toBe(3 * 2 ** 30);
    expect(config.folders).toHaveLength(5);
    const empty = read('version: 1');
    expect(config.server).toEqual(empty.server);
    for (const key of ['output', 'profiles', 'batch', 'onMove', 'metadata', 'manifest'] as const) {
      expect(config[key]).toEqual(empty[key]);
    }
  });

  it('has defaults without a line in it', () => {
    expect(read('')).toMatchObject({
      version: 1,
      library: '.',
      output: 'dmx-out',
      folders: [],
      naming: '{path}/{name}.{ext}',
      include: [],
      exclude: [],
      maxpixels: 500_000_000,
      server: { defaultpix: [1280, 1280], maxpix: [3000, 3000], bkgcolor: { r: 255, g: 255, b: 255, alpha: 255 } },
    });
  });

  it('takes the sizes of the hybrid edition where it says so, and own ones before both', () => {
    expect(read('server: { defaults: hybrid }').server).toMatchObject({ defaultpix: [300, 300], maxpix: [2000, 2000] });
    expect(read('server: { defaults: hybrid, maxpix: [1, 0] }').server.maxpix).toEqual([1, 0]);
  });

  it.each([
    ['000000', 0, 0, 0],
    ['112233', 0x11, 0x22, 0x33],
    ['123e45', 0x12, 0x3e, 0x45],
    ['00ff00', 0, 255, 0],
    ['0xFFFFFF', 255, 255, 255],
    ['"000001"', 0, 0, 1],
    ["'#0A0B0C'", 10, 11, 12],
  ])('reads the colour %s as it is spelled', (text, r, g, b) => {
    expect(read(`server: { bkgcolor: ${text} }`).server.bkgcolor).toEqual({ r, g, b, alpha: 255 });
  });

  it('reads sizes, durations, failures and globs as people write them', () => {
    const config = read(
      'memory: 512 MB\ntimeout: 1h30m\nwaitLock: 90\nmaxFailures: 5%\nconcurrency: 4\nbatch: auto\nexclude: "*.psd"\ninclude: [shoes, "hats/**"]\nserver: { jpegquality: 90, thumbnailtime: [2s, 50%] }',
    );
    expect(config).toMatchObject({
      memory: 512e6,
      timeout: 5400,
      waitLock: 90,
      maxFailures: { percent: 5 },
      concurrency: 4,
      batch: 'auto',
      exclude: ['*.psd'],
      include: ['shoes', 'hats/**'],
      server: { jpegquality: [90, 0], thumbnailtime: [{ seconds: 2 }, { percent: 50 }] },
    });
    expect(read('maxFailures: 3').maxFailures).toEqual({ count: 3 });
  });

  it('lists every mistake at once, with the nearest known key', () => {
    const hints = expectProblems(`version: ▸2
▸libary: x
memory: ▸3 apples
server:
  bkgcolor: ▸red
  jpegquality: [▸800, 0]
  ▸resmod: sharp2
  maxpix: ▸3000
naming: ▸"{path}/{nam}.{ext}"
folders:
  - { path: "**", ▸sink: exclude }
  - ▸{ image: x }
  - { path: ▸../out }
batch: ▸7
onMove: ▸leave
timeout: ▸soon
maxFailures: ▸101%
`);
    expect(hints).toContain('Did you mean `library`?');
    expect(hints).toContain('Did you mean `resmode`?');
    expect(hints).toContain('Add `path:`.');
  });

  it('is refused a second document, a list and broken YAML', () => {
    expectProblems('version: 1\n---\n▸version: 1');
    expectProblems('▸- version: 1');
    expectProblems('version: 1\nserver: { resolution: 72▸');
  });

  it('keeps what is right beside what is wrong', () => {
    const { config } = parse('library: assets\nbatch: 7\nfolders: [{ path: a, image: x }, { image: y }]');
    expect(config).toMatchObject({ library: 'assets', batch: 50, folders: [{ path: 'a', image: 'x' }] });
  });

  it('names profiles that exist', () => {
    const { library } = parseLibrary([
      { name: 'p.yaml', text: 'kind: image-profile\nname: Shop', shipped: false },
      { name: 'v.yaml', text: 'kind: video-profile\nname: clips\nencodings: [{ name: a, crf: 20 }]', shipped: false },
    ]);
    const { text, places } = unmark(
      'folders:\n  - { path: a, image: shop, video: CLIPS }\n  - { path: b, image: None, video: none }\n  - { path: c, image: ▸shpo, video: ▸shop }\n',
    );
    const { problems, problemsWith } = parse(text);
    expect(problems).toEqual([]);
    const found = problemsWith(library, NOTHING);
    expect(found.map(({ line, column }) => `${line}:${column}`)).toEqual(places);
    expect(found.map(({ code, hint }) => `${code} ${hint}`)).toEqual([
      'PROFILE_UNKNOWN Did you mean `Shop`?',
      'PROFILE_UNKNOWN Known: clips, none.',
    ]);
  });

  it('says which files to name where a folder is given for them', () => {
    const { problemsWith } = parse('version: 1\nlibrary: .\nprofiles: [rules/]\n');
    const { library } = parseLibrary([]);
    const disk: Disk = { ...NOTHING, isFolder: (path) => path.startsWith('rules') };
    expect(problemsWith(library, disk).map(({ hint }) => hint)).toEqual([
      'Say which files of the folder: rules/**/*.yaml.',
    ]);
  });

  it('names folders, files and colour profiles that are there', () => {
    const { library } = parseLibrary([]);
    const { text, places } = unmark(
      'profiles: ["none/**/*.yaml", here.yaml, ▸gone.yaml]\niccProfiles: [color, ▸no/such/folder]\n' +
        'server:\n  iccprofilergb: display p3\n  iccprofilecmyk: Coated\n  iccprofilegray: ▸No Such Profile\n',
    );
    const { problems, problemsWith } = parse(text);
    expect(problems).toEqual([]);
    const found = problemsWith(library, diskOf('here.yaml', 'color/Coated.icc'));
    expect(found.map(({ line, column }) => `${line}:${column}`)).toEqual(places);
    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(['CONFIG_INVALID']));
  });

  it.each([
    '{name}.{ext}',
    '{dir}/{name}.{ext}',
    '{stem}/{name}.{ext}',
    '{path}/{ext}',
    '{path}/{name}',
    '{path}/../{name}.{ext}',
    '/{path}/{name}.{ext}',
    '{path}//{name}.{ext}',
    '{path/{name}.{ext}',
    '{path}\\\\{name}.{ext}',
  ])('is refused the layout %s', (naming) => {
    expectProblems(`naming: ▸"${naming}"`);
  });

  it.each(['{name}/{path}.{ext}', '{dir}/{stem}-{name}.{ext}', '{path}/{name}-{width}x{height}.{hash8}.{ext}'])(
    'takes the layout %s',
    (naming) => {
      expect(read(`naming: "${naming}"`).naming).toBe(naming);
    },
  );
});
