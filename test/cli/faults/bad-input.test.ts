import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { assetOf, countsOf, errorOf, readLines, readManifest } from '../../support/cli/dmx-output.ts';
import { dmx, type Ended, startDmx } from '../../support/cli/dmx.ts';
import { ownFolder } from '../../support/files/own-folder.ts';
import { drawNoise } from '../../support/project/shop.ts';
import { handOver, UNPRIVILEGED_USER } from '../../support/files/unprivileged-user.ts';
import { copyFixture, digestFiles, listFiles } from '../../support/files/tree.ts';

const red = (): Promise<Buffer> =>
  sharp({ create: { width: 64, height: 64, channels: 3, background: '#c8372d' } })
    .png()
    .toBuffer();

/** A library of this many pictures beside an empty output, without a dmx.yaml. */
async function makeLibrary(names: readonly string[]): Promise<string> {
  const cwd = ownFolder();
  await mkdir(join(cwd, 'library'));
  for (const name of names) await writeFile(join(cwd, 'library', name), await red());
  return cwd;
}

describe('a folder of masters', () => {
  it('that does not exist is refused before anything is written', async () => {
    const cwd = ownFolder();
    const ended = await dmx(cwd, 'ingest', 'photso', '--json');
    expect(ended.exit).toBe(2);
    expect(errorOf(ended)).toMatchObject({ code: 'MISSING_FOLDER', hint: expect.stringMatching(/./) });
    expect(await listFiles(cwd)).toEqual([]);
  });

  it('that is not named at all is asked for', async () => {
    const ended = await dmx(ownFolder(), 'ingest', '--json');
    expect(ended.exit).toBe(2);
    expect(errorOf(ended)).toMatchObject({ code: 'MISSING_FOLDER' });
  });

  it('that no rule, include or selection finds is told, each with its place', async () => {
    const cwd = await makeLibrary([]);
    await mkdir(join(cwd, 'library/shoes'));
    await writeFile(join(cwd, 'library/shoes/red.png'), await red());
    const config =
      'library: library\nfolders:\n  - { path: shoes }\n  - { path: "shoos/**", publish: false }\ninclude: ["*.gif", shoes]\n';
    await writeFile(join(cwd, 'dmx.yaml'), config);
    const lines = readLines(await dmx(cwd, 'plan', '--json', '--include', 'bags', '--include', 'shoes'));
    const warnings = lines.filter(({ type, level }) => type === 'notice' && level === 'warning');
    expect(warnings.map(({ place }) => (place as { line: number; column: number } | undefined) ?? null)).toEqual([
      expect.objectContaining({ file: 'dmx.yaml', line: 4, column: 13 }),
      expect.objectContaining({ file: 'dmx.yaml', line: 5, column: 11 }),
      null,
    ]);
    expect(warnings[0]).toMatchObject({ hint: expect.stringContaining('`shoes/**`') });
    const selected = errorOf(await dmx(cwd, 'plan', '--json', 'library/shoos'));
    expect(selected).toMatchObject({ code: 'MISSING_FOLDER', hint: expect.stringContaining('library/shoes') });
    // The same where it counts from the library, which is not where they are.
    const inside = errorOf(await dmx(cwd, 'plan', '--json', 'shoos'));
    expect(inside).toMatchObject({ code: 'MISSING_FOLDER', hint: expect.stringContaining('library/shoes') });
    expect(errorOf(await dmx(cwd, 'plan', '--json', 'nothing/like-it'))).toMatchObject({ code: 'MISSING_FOLDER' });
  });

  it('that is empty is no failure, but is told', async () => {
    const ended = await dmx(await makeLibrary([]), 'ingest', 'library', '--json');
    expect(ended.exit).toBe(0);
    expect(readLines(ended).filter(({ type }) => type === 'notice')).toHaveLength(1);
  });

  it('that holds nothing usable is no failure, but is told, with a count', async () => {
    const cwd = await makeLibrary([]);
    await writeFile(join(cwd, 'library/notes.txt'), 'no picture');
    await writeFile(join(cwd, 'library/table.csv'), 'a,b');
    const ended = await dmx(cwd, 'ingest', 'library', '--json');
    expect(ended.exit).toBe(0);
    expect(readLines(ended).filter(({ type }) => type === 'notice')).toHaveLength(1);
    expect(countsOf(ended)).toMatchObject({ assets: 0, ignored: 2 });
  });

  it('that is the output, or lies inside it, is refused', async () => {
    const cwd = await makeLibrary(['a.png']);
    for (const output of ['library', '.']) {
      const ended = await dmx(cwd, 'ingest', 'library', '--out', output, '--json');
      expect(ended.exit).toBe(2);
      expect(errorOf(ended)).toMatchObject({ code: 'OUTPUT_OVERLAPS', hint: expect.stringMatching(/`output`/) });
    }
    expect(await listFiles(cwd)).toEqual(['library/a.png']);
  });

  it('that is suddenly empty stops the run and costs nothing, until a person says that it is so', async () => {
    const cwd = await makeLibrary(['a.png', 'b.png']);
    await dmx(cwd, 'ingest', 'library');
    const before = await digestFiles(join(cwd, 'dmx-out'));
    await rename(join(cwd, 'library'), join(cwd, 'elsewhere'));
    await mkdir(join(cwd, 'library'));
    const ended = await dmx(cwd, 'ingest', '--json');
    expect(ended.exit).toBe(2);
    expect(errorOf(ended)).toMatchObject({ code: 'LIBRARY_SHRUNK', hint: expect.stringMatching(/`allowGone`/) });
    expect(await digestFiles(join(cwd, 'dmx-out'))).toEqual(before);

    expect((await dmx(cwd, 'ingest', '--allow-gone')).exit).toBe(0);
    expect((await readManifest(join(cwd, 'dmx-out'))).assets).toEqual([]);
    // The files wait for prune.
    expect(existsSync(join(cwd, 'dmx-out/renditions/a.png'))).toBe(true);
  });

  it('that was unmounted stops the run and costs nothing', async () => {
    const cwd = await makeLibrary(['a.png']);
    await dmx(cwd, 'ingest', 'library');
    const before = await digestFiles(join(cwd, 'dmx-out'));
    await rm(join(cwd, 'library'), { recursive: true });
    const ended = await dmx(cwd, 'ingest', '--json');
    expect(ended.exit).toBe(2);
    expect(errorOf(ended).hint).toMatch(/./);
    expect(await digestFiles(join(cwd, 'dmx-out'))).toEqual(before);
  });

  it('that is another than the output was made from is refused', async () => {
    const cwd = await makeLibrary(['a.png']);
    await dmx(cwd, 'ingest', 'library');
    await mkdir(join(cwd, 'other'));
    const ended = await dmx(cwd, 'ingest', 'other', '--json');
    expect(ended.exit).toBe(2);
    expect(errorOf(ended)).toMatchObject({ code: 'OUTPUT_TAKEN' });
    const missing = await dmx(cwd, 'ingest', 'libary', '--json');
    expect(errorOf(missing)).toMatchObject({ code: 'MISSING_FOLDER', hint: expect.stringContaining('library') });
  });
});

describe('a bad master', () => {
  const CORRUPT = ['corrupt.png', 'header-only.jpg', 'truncated.jpg', 'truncated.png'];

  it('fails alone: each is named with a code and a hint, and the rest is made', async () => {
    const cwd = ownFolder();
    await copyFixture('trees/shop/small', cwd);
    await rm(join(cwd, 'assets'), { recursive: true });
    await copyFixture('masters', join(cwd, 'assets'));
    const ended = await dmx(cwd, 'ingest', '--json');
    expect(ended.exit).toBe(3);
    const manifest = await readManifest(join(cwd, 'dmx-out'));
    for (const path of CORRUPT) {
      const asset = assetOf(manifest, path);
      expect(asset).toMatchObject({ state: 'failed', renditions: [] });
      expect(asset.errors).toEqual([
        expect.objectContaining({ code: 'SOURCE_CORRUPT', hint: expect.stringMatching(/./) }),
      ]);
    }
    expect(assetOf(manifest, 'bomb.png').errors).toMatchObject([{ code: 'SOURCE_TOO_LARGE' }]);
    expect(assetOf(manifest, 'layers.xcf')).toMatchObject({ state: 'unsupported', renditions: [] });
    // Their names say pictures.
    for (const path of ['empty.jpg', 'text.jpg']) {
      expect(assetOf(manifest, path)).toMatchObject({ state: 'failed', errors: [{ code: 'SOURCE_CORRUPT' }] });
    }
    const bad = [...CORRUPT, 'bomb.png', 'layers.xcf', 'empty.jpg', 'text.jpg'];
    const good = manifest.assets.filter(({ path }) => !bad.includes(path));
    expect(good.filter(({ state }) => state !== 'ready')).toEqual([]);
    expect(good).toHaveLength(25);
    expect(countsOf(ended)).toMatchObject({ failedAssets: 7, unsupported: 1, ignored: 0 });
    // Nothing half-written.
    const folders = new Set((await listFiles(join(cwd, 'dmx-out/renditions'))).map((file) => file.split('/')[0]));
    expect(folders).toEqual(new Set(good.map(({ path }) => path)));
  });

  it('of a format that is not read fails nothing, unless asked to', async () => {
    const cwd = ownFolder();
    await mkdir(join(cwd, 'library'));
    await copyFixture('masters/layers.xcf', join(cwd, 'library/layers.xcf'));
    expect((await dmx(cwd, 'ingest', 'library')).exit).toBe(0);
    expect((await dmx(cwd, 'ingest', '--strict')).exit).toBe(3);
  });

  it('that was good before keeps its last good renditions, marked as stale', async () => {
    const cwd = await makeLibrary(['a.png', 'b.png']);
    await dmx(cwd, 'ingest', 'library');
    const output = join(cwd, 'dmx-out');
    const before = await digestFiles(join(output, 'renditions'));
    const bytes = await readFile(join(cwd, 'library/a.png'));
    await writeFile(join(cwd, 'library/a.png'), bytes.subarray(0, 60));
    const ended = await dmx(cwd, 'ingest', '--json');
    expect(ended.exit).toBe(3);
    expect(await digestFiles(join(output, 'renditions'))).toEqual(before);
    const asset = assetOf(await readManifest(output), 'a.png');
    expect(asset.errors).toMatchObject([{ code: 'SOURCE_CORRUPT' }]);
    expect(asset.renditions.length).toBeGreaterThan(0);
    expect(asset.renditions.every(({ stale }) => stale === true)).toBe(true);
  });

  it.skipIf(UNPRIVILEGED_USER === null)('that may not be read fails alone', async () => {
    const cwd = await makeLibrary(['a.png', 'b.png']);
    handOver(cwd, 0o755);
    handOver(join(cwd, 'library/a.png'), 0o000);
    const words = ['ingest', 'library', '--json'];
    const ended = await startDmx(words, { cwd, ...(UNPRIVILEGED_USER ? { user: UNPRIVILEGED_USER } : {}) }).ended;
    expect(ended.exit).toBe(3);
    const manifest = await readManifest(join(cwd, 'dmx-out'));
    expect(assetOf(manifest, 'a.png').errors).toMatchObject([{ code: 'SOURCE_UNREADABLE' }]);
    expect(assetOf(manifest, 'b.png').state).toBe('ready');
  });
});

describe('two assets that collide', () => {
  const CONFIG = `library: library\nfolders:\n  - { path: "**", image: small, video: none }\nnaming: "{dir}/{stem}-{name}.{ext}"\n`;

  it('by the layout: the later one fails, the first stands', async () => {
    const cwd = await makeLibrary(['a.png', 'a.webp']);
    await copyFixture('trees/shop/small/profiles', join(cwd, 'profiles'));
    await writeFile(join(cwd, 'dmx.yaml'), CONFIG);
    const ended = await dmx(cwd, 'ingest', '--json');
    expect(ended.exit).toBe(3);
    const manifest = await readManifest(join(cwd, 'dmx-out'));
    expect(assetOf(manifest, 'a.png').state).toBe('ready');
    const later = assetOf(manifest, 'a.webp');
    expect(later).toMatchObject({ state: 'failed', renditions: [] });
    expect(later.errors).toEqual([
      expect.objectContaining({ code: 'PATH_COLLISION', hint: expect.stringMatching(/Rename/) }),
    ]);
  });

  /** What a run refused before it made anything. */
  const refusedIn = ({ stdout }: Ended): readonly string[] =>
    [...stdout.matchAll(/"type":"asset-refused".*?"code":"(\w+)"/g)].flatMap(([, code]) => code ?? []);

  it('never share a file, in whatever order they come, however little a run looks at', async () => {
    const long = `library/${'x'.repeat(246)}.png`;
    const cwd = await makeLibrary([]);
    await drawNoise(join(cwd, 'library/a.webp'), 1);
    await drawNoise(join(cwd, long), 2);
    const output = join(cwd, 'dmx-out');
    await copyFixture('trees/shop/small/profiles', join(cwd, 'profiles'));
    await writeFile(join(cwd, 'dmx.yaml'), CONFIG);
    // A name that leaves no room for the layout's own fails alone.
    expect(refusedIn(await dmx(cwd, 'ingest', '--json'))).toEqual(['PATH_TOO_LONG']);
    await rm(join(cwd, long));
    await drawNoise(join(cwd, 'library/a.png'), 3);
    expect(refusedIn(await dmx(cwd, 'ingest', '--allow-gone', '--json'))).toEqual(['PATH_COLLISION']);
    expect(assetOf(await readManifest(output), 'a.webp')).toMatchObject({ state: 'failed', renditions: [] });
    const files = await digestFiles(join(output, 'renditions'));
    expect(refusedIn(await dmx(cwd, 'ingest', '--include', '*.webp', '--json'))).toEqual(['PATH_COLLISION']);
    expect(await digestFiles(join(output, 'renditions'))).toEqual(files);
    await mkdir(join(cwd, 'library/b'));
    await rename(join(cwd, 'library/a.webp'), join(cwd, 'library/b/a.webp'));
    expect((await dmx(cwd, 'ingest')).exit).toBe(0);
    expect(await digestFiles(join(output, 'renditions'))).toMatchObject(files);
    expect((await dmx(cwd, 'verify')).exit).toBe(0);
  });

  it('by the spelling of one name in Unicode: one is made, the other fails', async () => {
    const cwd = await makeLibrary(['\u00E9.png', 'e\u0301.png']);
    const ended = await dmx(cwd, 'ingest', 'library', '--json');
    expect(ended.exit).toBe(3);
    expect(countsOf(ended)).toMatchObject({ failedAssets: 1 });
    expect(ended.stdout).toContain('PATH_COLLISION');
    const { assets } = await readManifest(join(cwd, 'dmx-out'));
    expect(assets.filter(({ renditions }) => renditions.length > 0)).toHaveLength(1);
  });
});

describe('a profile with five mistakes', () => {
  it('is told all five, each with its place and what to do, and nothing is made', async () => {
    const cwd = await copyFixture('trees/profiles/mistakes');
    const before = await listFiles(cwd);
    for (const words of [['ingest'], ['plan'], ['profiles', 'check']]) {
      const ended = await dmx(cwd, ...words);
      expect(ended.exit).toBe(words[0] === 'profiles' ? 1 : 2);
      const places = [...`${ended.stdout}${ended.stderr}`.matchAll(/wrong\.yaml:\d+:\d+/g)].map(([place]) => place);
      expect(new Set(places).size).toBe(5);
    }
    const { problems = [] } = errorOf(await dmx(cwd, 'ingest', '--json'));
    expect(problems.map(({ line }) => line)).toEqual([3, 4, 8, 10, 11]);
    expect(problems[0]?.hint).toContain('swatch');
    expect(problems[3]?.hint).toContain('thumb');
    expect(problems[4]?.hint).toContain('wid');
    expect(await listFiles(cwd)).toEqual(before);
  });
});

describe('a name that nobody knows', () => {
  it('of a preset is answered with the one that was meant', async () => {
    const cwd = await makeLibrary(['a.png']);
    const ended = await dmx(cwd, 'render', 'library/a.png', '--preset', 'thum', '--json');
    expect(ended.exit).toBe(2);
    expect(errorOf(ended)).toMatchObject({ code: 'PRESET_UNKNOWN', hint: expect.stringMatching(/thumb/) });
    expect(await listFiles(cwd)).toEqual(['library/a.png']);
  });

  it('of a format is no name: what a command is about and cannot read fails it', async () => {
    const cwd = await makeLibrary(['a.png']);
    await writeFile(join(cwd, 'notes.txt'), 'words');
    expect(await dmx(cwd, 'render', 'notes.txt', '--preset', 'thumb', '-o', 'no.jpg')).toMatchObject({ exit: 3 });
    expect(await listFiles(cwd)).toEqual(['library/a.png', 'notes.txt']);
  });

  it.each([
    [['ingets', 'library'], 'ingest'],
    [['ingest', 'library', '--forse'], '--force'],
  ])('of a command or option is answered with the one that was meant: %j', async (words, meant) => {
    const ended = await dmx(await makeLibrary(['a.png']), ...words);
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain(meant);
    expect(ended.stdout).toBe('');
  });
});

describe('an output', () => {
  it.skipIf(UNPRIVILEGED_USER === null)('that may not be written to ends the run with who can mend it', async () => {
    const cwd = await makeLibrary(['a.png']);
    const closed = join(cwd, 'closed');
    await mkdir(closed);
    handOver(cwd, 0o755);
    handOver(closed, 0o555);
    const words = ['ingest', 'library', '--out', 'closed/out', '--json'];
    const ended = await startDmx(words, { cwd, ...(UNPRIVILEGED_USER ? { user: UNPRIVILEGED_USER } : {}) }).ended;
    expect(ended.exit).toBe(5);
    expect(errorOf(ended)).toMatchObject({ code: 'STORAGE_DENIED', hint: expect.stringMatching(/./) });
    expect(await listFiles(closed)).toEqual([]);
  });

  it('that is a file is refused', async () => {
    const cwd = await makeLibrary(['a.png']);
    await writeFile(join(cwd, 'taken'), '');
    const ended = await dmx(cwd, 'ingest', 'library', '--out', 'taken', '--json');
    expect(ended.exit).toBe(5);
    expect(errorOf(ended)).toMatchObject({
      code: expect.stringMatching(/^STORAGE_/),
      hint: expect.stringMatching(/./),
    });
  });
});
