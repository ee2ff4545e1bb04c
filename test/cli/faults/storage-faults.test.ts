import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countsOf, errorOf, readLines, readManifest } from '../../support/cli/dmx-output.ts';
import { dmx, startDmx } from '../../support/cli/dmx.ts';
import { openIngestedShop } from '../../support/project/ingested-shop.ts';
import { LONG_SHOP_RENDITIONS, openLongShop, startLongRun, undisturbed } from '../../support/project/long-shop.ts';
import { handOver, UNPRIVILEGED_USER } from '../../support/files/unprivileged-user.ts';
import { drawNoise, edit, openShop, readRecords, type Shop } from '../../support/project/shop.ts';
import { readOnlyView, smallDisk } from '../../support/files/small-disk.ts';
import { digestFiles } from '../../support/files/tree.ts';

/** A shop of noise, each picture with one rendition of a third of a megabyte. */
async function openBigShop(pictures: number): Promise<Shop> {
  const shop = await openShop();
  await rm(shop.assets, { recursive: true });
  for (let i = 0; i < pictures; i++) await drawBig(shop, i);
  writeFileSync(
    join(shop.folder, 'profiles/small.yaml'),
    'kind: image-profile\nname: small\nrenditions: [{ name: big, modifiers: "wid=400&fmt=png" }]\n',
  );
  return shop;
}

const drawBig = ({ assets }: Shop, i: number): Promise<void> => drawNoise(join(assets, `${10 + i}.png`), i, 400, 300);

/** The digests of what an output publishes, without the list of it, which grows by what a run that ended had finished. */
async function digestRenditions(output: string): Promise<Readonly<Record<string, string>>> {
  const { 'manifest.json': _list, ...renditions } = await digestFiles(output);
  return renditions;
}

/** Every recorded rendition lies where the catalog says, with the bytes it says. */
async function expectIntact(output: string): Promise<void> {
  const digests = await digestFiles(output);
  const renditions = (await readRecords(output)).flatMap((record) => record.renditions);
  expect(renditions.filter(({ path, sha256 }) => digests[path] !== sha256)).toEqual([]);
}

describe('a disk that is full', () => {
  it('ends the run with what to do; everything so far stands, and with more room the same command goes on', async ({
    skip,
  }) => {
    const output = smallDisk(3 * 2 ** 20);
    if (output === undefined) return skip('may not mount');
    const shop = await openBigShop(3);
    expect((await dmx(shop.folder, 'ingest', '-o', output)).exit).toBe(0);
    const before = await digestRenditions(output);
    for (let i = 3; i < 14; i++) await drawBig(shop, i);

    const ended = await dmx(shop.folder, 'ingest', '-o', output, '--json');
    expect(ended.exit).toBe(5);
    const error = errorOf(ended);
    expect(error).toMatchObject({ code: 'STORAGE_FULL', hint: expect.stringMatching(/space/) });
    expect(error.message).toMatch(/no space is left/);
    expect(await digestRenditions(output)).toMatchObject(before);
    await expectIntact(output);
    expect((await dmx(shop.folder, 'verify', '-o', output)).exit).toBe(0);

    execFileSync('mount', ['-o', `remount,size=${16 * 2 ** 20}`, output]);
    const again = await dmx(shop.folder, 'ingest', '-o', output, '--json');
    expect(again.exit).toBe(0);
    expect(countsOf(again).made + countsOf(again).kept).toBe(14);
    expect(countsOf(again).kept).toBeGreaterThan(3);
    expect((await dmx(shop.folder, 'ingest')).exit).toBe(0);
    expect(await digestFiles(output)).toEqual(await digestFiles(shop.output));
  });
});

describe('a disk that can hold no more files', () => {
  // Of the folder itself, the output, .dmx, lock, catalog and its log, the scratch … one after the other finds no place.
  it.for([2, 3, 5, 6, 8, 10, 14, 20])(
    'is told as such, wherever a run of %i files meets it',
    async (files, { skip }) => {
      const disk = smallDisk(16 * 2 ** 20, files);
      if (disk === undefined) return skip('may not mount');
      const shop = await openBigShop(8);
      const output = join(disk, 'out');
      const ended = await dmx(shop.folder, 'ingest', '-o', output, '--json');
      expect(ended.exit).toBe(5);
      expect(errorOf(ended)).toMatchObject({ code: 'STORAGE_FULL', message: expect.stringMatching(/no more files/) });
      execFileSync('mount', ['-o', 'remount,nr_inodes=10000', disk]);
      expect((await dmx(shop.folder, 'ingest', '-o', output)).exit).toBe(0);
      expect((await dmx(shop.folder, 'verify', '-o', output)).exit).toBe(0);
    },
  );
});

describe('a target on a disk that is full', () => {
  it('holds no file that is half-written, and with more room all of them', async ({ skip }) => {
    const disk = smallDisk(2 * 2 ** 20);
    if (disk === undefined) return skip('may not mount');
    const shop = await openBigShop(14);
    const target = join(disk, 'www');
    edit(join(shop.folder, 'dmx.yaml'), (text) => `${text}publish:\n  www: { to: ${target} }\n`);
    expect((await dmx(shop.folder, 'ingest')).exit).toBe(0);
    const ended = await dmx(shop.folder, 'publish', 'www', '--json');
    expect(ended.exit).toBe(5);
    expect(errorOf(ended).code).toBe('STORAGE_FULL');
    const made = await digestFiles(shop.output);
    const { '.dmx-published.ndjson': _list, ...brought } = await digestFiles(target);
    expect(Object.keys(brought).length).toBeGreaterThan(2);
    expect(made).toMatchObject(brought);
    execFileSync('mount', ['-o', `remount,size=${16 * 2 ** 20}`, disk]);
    expect((await dmx(shop.folder, 'publish', 'www')).exit).toBe(0);
    expect(await digestFiles(target)).toMatchObject(made);
  });
});

describe('a disk that becomes full while renditions are replaced', () => {
  it('ends the run with a manifest that lists what lies there', async ({ skip }) => {
    const output = smallDisk(16 * 2 ** 20);
    if (output === undefined) return skip('may not mount');
    const shop = await openBigShop(8);
    expect((await dmx(shop.folder, 'ingest', '-o', output)).exit).toBe(0);
    const listed = () => readFileSync(join(output, 'manifest.json'), 'utf8');
    const before = listed();
    const profile = join(shop.folder, 'profiles/small.yaml');
    const both = '[{ name: big, modifiers: "wid=399&fmt=png" }, { name: more, modifiers: "wid=398&fmt=png" }]';
    writeFileSync(profile, `kind: image-profile\nname: small\nrenditions: ${both}\n`);
    // Room for three renditions: one of them is replaced, and its old file goes, as the other one comes.
    const { bavail, bsize } = statfsSync(output);
    writeFileSync(join(output, 'ballast'), Buffer.alloc(bavail * bsize - 9 * 2 ** 17));

    const ended = await dmx(shop.folder, 'ingest', '-o', output, '--json');
    expect(ended.exit).toBe(5);
    expect(errorOf(ended).code).toBe('STORAGE_FULL');
    expect(listed()).not.toBe(before);
    expect((await dmx(shop.folder, 'verify', '-o', output)).exit).toBe(0);
  });
});

describe('an output that can only be read', () => {
  it('can be looked at, and a run ends before it has changed anything', async ({ skip }) => {
    const shop = await openIngestedShop();
    const view = readOnlyView(shop.output);
    if (view === undefined) return skip('may not mount');
    const before = await digestFiles(shop.output);
    for (const words of [['plan'], ['status'], ['verify'], ['runs']]) {
      expect((await dmx(shop.folder, ...words, '-o', view)).exit).toBe(0);
    }
    const ended = await dmx(shop.folder, 'ingest', '--force', '-o', view, '--json');
    expect(ended.exit).toBe(5);
    expect(errorOf(ended)).toMatchObject({ code: 'STORAGE_DENIED', hint: expect.stringMatching(/writable/) });
    expect(await digestFiles(shop.output)).toEqual(before);
  });
});

describe('an output that may be written to no more while dmx works', () => {
  it.skipIf(UNPRIVILEGED_USER === null)(
    'ends the run; what was made is recorded, and the same command goes on',
    async () => {
      const { folder, output } = await openLongShop();
      handOver(folder, 0o755);
      const user = UNPRIVILEGED_USER ?? undefined;
      const run = startDmx(['ingest', '-j', '1', '--json'], { cwd: folder, user });
      await run.saw('"type":"job-finished"');
      const renditions = join(output, 'renditions');
      const folders = [renditions, ...readdirSync(renditions).map((name) => join(renditions, name))];
      for (const one of folders) handOver(one, 0o555);
      const ended = await run.ended;
      expect(ended.exit).toBe(5);
      expect(errorOf(ended)).toMatchObject({ code: 'STORAGE_DENIED', hint: expect.stringMatching(/right to write/) });
      await expectIntact(output);
      for (const one of folders) handOver(one, 0o755);
      const again = await startDmx(['ingest', '--json'], { cwd: folder, user }).ended;
      expect(countsOf(again).kept).toBeGreaterThan(0);
      expect(countsOf(again).made + countsOf(again).kept).toBe(LONG_SHOP_RENDITIONS);
      expect(await digestFiles(output)).toEqual(await undisturbed());
    },
  );
});

describe('an output of which a folder cannot be read', () => {
  it.skipIf(UNPRIVILEGED_USER === null)('is verified all the same: everything that is wrong is told', async () => {
    const { folder, output } = await openIngestedShop();
    const [closed, other] = ['a.png', 'b.png'].map((name) => join(output, 'renditions', name));
    if (closed === undefined || other === undefined) throw new Error('no renditions');
    const [lost = ''] = readdirSync(other);
    await rm(join(other, lost));
    handOver(folder, 0o755);
    handOver(closed, 0o000);
    const user = UNPRIVILEGED_USER ?? undefined;
    for (const words of [['verify'], ['verify', '--quick']]) {
      const ended = await startDmx([...words, '--json'], { cwd: folder, user }).ended;
      expect(ended.exit).toBe(5);
      const problems = readLines(ended).at(-1)?.['problems'] as unknown as readonly { kind: string; path: string }[];
      expect(problems.filter(({ kind }) => kind === 'unreadable').length).toBeGreaterThan(1);
      expect(problems.filter(({ kind }) => kind !== 'unreadable')).toMatchObject([
        { kind: 'missing', path: `renditions/b.png/${lost}` },
      ]);
    }
    handOver(closed, 0o755);
  });
});

describe('an output that is removed while dmx works', () => {
  it('ends the run, is not made again behind its owner’s back, and the same command starts anew', async () => {
    const shop = await openLongShop();
    const run = await startLongRun(shop.folder);
    // In one step, as nobody is to write into it half-way.
    renameSync(shop.output, join(shop.folder, 'removed'));
    rmSync(join(shop.folder, 'removed'), { recursive: true, maxRetries: 20 });
    const ended = await run.ended;
    expect(ended.exit).toBe(5);
    expect(errorOf(ended)).toMatchObject({ code: 'STORAGE_GONE', hint: expect.stringMatching(/same command/) });
    expect(existsSync(shop.output)).toBe(false);
    expect(countsOf(await dmx(shop.folder, 'ingest', '--json'))).toMatchObject({ made: LONG_SHOP_RENDITIONS });
  });
});

describe('a library that goes away while dmx works', () => {
  it('ends the run with exit 2; nothing is dropped, what was made is recorded', async () => {
    const shop = await openLongShop();
    expect((await dmx(shop.folder, 'ingest', '--include', 'a/*')).exit).toBe(0);
    const before = await digestRenditions(shop.output);
    const { assets: listed } = await readManifest(shop.output);
    const run = await startLongRun(shop.folder);
    const elsewhere = join(shop.folder, 'unmounted');
    renameSync(shop.assets, elsewhere);
    const ended = await run.ended;
    expect(ended.exit).toBe(2);
    expect(errorOf(ended)).toMatchObject({ code: 'MISSING_FOLDER', hint: expect.stringMatching(/mounted/) });
    expect(await digestRenditions(shop.output)).toMatchObject(before);
    await expectIntact(shop.output);
    expect((await readManifest(shop.output)).assets.length).toBeGreaterThan(listed.length);
    expect((await readRecords(shop.output)).filter(({ state, gone }) => gone || state !== 'ready')).toEqual([]);
    renameSync(elsewhere, shop.assets);
    const again = countsOf(await dmx(shop.folder, 'ingest', '--json'));
    expect(again.kept).toBeGreaterThan(Object.keys(before).length);
    expect(again.made + again.kept).toBe(LONG_SHOP_RENDITIONS);
  });
});

/** Starts dmx with a clock that goes wrong by so many hours: from the beginning, or only after some milliseconds. */
function atAnotherHour(shop: Shop, hours: number, afterMs: number, ...words: readonly string[]) {
  const script =
    `const Real = Date; const begin = performance.now();` +
    `const now = () => Real.now() + (performance.now() - begin < ${afterMs} ? 0 : ${hours * 3_600_000});` +
    `globalThis.Date = class extends Real {` +
    `constructor(...given) { given.length === 0 ? super(now()) : super(...given) } static now() { return now() } };`;
  const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(script)}`;
  return startDmx(words, { cwd: shop.folder, env: { NODE_OPTIONS } }).ended;
}

describe('a clock that jumps', () => {
  it('changes nothing: back or forth, between runs or in the middle of one', async () => {
    const shop = await openIngestedShop();
    const before = await digestFiles(shop.output);
    for (const hours of [90_000, -90_000]) {
      const ended = await atAnotherHour(shop, hours, 0, 'ingest', '--json', '--title', `${hours} h`);
      expect(countsOf(ended)).toMatchObject({ made: 0, kept: 20, gone: 0, failedAssets: 0 });
    }
    expect((await dmx(shop.folder, 'runs', 'show', 'last', '--json')).stdout).toContain('-90000 h');
    const jumped = await atAnotherHour(shop, -90_000, 600, 'ingest', '--force', '--timeout', '1m', '--json');
    expect(countsOf(jumped)).toMatchObject({ made: 20, failedAssets: 0 });
    expect((await readManifest(shop.output)).assets).toHaveLength(5);
    expect(await digestFiles(shop.output)).toEqual(before);
  });
});
