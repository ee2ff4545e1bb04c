import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { assetOf, countsOf, errorOf, readLines, readManifest } from '../../support/cli/dmx-output.ts';
import { dmx, startDmx } from '../../support/cli/dmx.ts';
import { ownFolder } from '../../support/files/own-folder.ts';
import { handOver, UNPRIVILEGED_USER } from '../../support/files/unprivileged-user.ts';
import { digestFiles } from '../../support/files/tree.ts';
import { drawNoise, openShop, type Shop } from '../../support/project/shop.ts';
import { makeClip } from '../../support/video/clips.ts';

/** What may stand where a master was. */
const FOREIGN: Readonly<Record<string, string | Buffer>> = {
  nothing: '',
  NULs: Buffer.alloc(400),
  'many NULs': Buffer.alloc(50_000),
  'a web page': '<!DOCTYPE html>\n<html><body>404</body></html>',
  JSON: '{"error": "not found"}',
  'an error of a bucket': '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>',
  'a git-LFS pointer': 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n',
  text: 'a list of shoes',
  'a ZIP archive': Buffer.from('PK\x03\x04\x14\0\0\0\x08\0rest of it', 'latin1'),
  noise: Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 7919) % 251)),
};

/** A library of pictures of noise beside an ingested output. */
async function openLibrary(names: readonly string[]): Promise<Shop> {
  const shop = await openShop();
  rmSync(shop.assets, { recursive: true });
  for (const [i, name] of names.entries()) await drawNoise(join(shop.assets, name), i);
  expect((await dmx(shop.folder, 'ingest')).exit).toBe(0);
  return shop;
}

function put({ assets }: Shop, name: string, content: string | Buffer): void {
  mkdirSync(dirname(join(assets, name)), { recursive: true });
  writeFileSync(join(assets, name), content);
}

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `${i}.png`);

describe('a master whose bytes are no picture any more', () => {
  it('keeps its last good renditions, whatever stands there now, and fails', async () => {
    const kinds = Object.entries(FOREIGN);
    const shop = await openLibrary([...kinds.map((_, i) => `${i}.png`), ...numbered(60).slice(kinds.length)]);
    const before = await readManifest(shop.output);
    for (const [i, [, content]] of kinds.entries()) put(shop, `${i}.png`, content);
    const changes = join(shop.folder, 'changes.jsonl');
    const ended = await dmx(shop.folder, 'ingest', '--json', '--changes', changes);
    expect(ended.exit).toBe(3);
    expect(countsOf(ended)).toMatchObject({ failedAssets: kinds.length, gone: 0, ignored: 0, removed: 0 });
    expect(existsSync(changes) ? readFileSync(changes, 'utf8') : '').toBe('');
    const after = await readManifest(shop.output);
    for (const i of kinds.keys()) {
      const asset = assetOf(after, `${i}.png`);
      expect(asset).toMatchObject({
        state: 'failed',
        errors: [{ code: 'SOURCE_CORRUPT', hint: expect.stringMatching(/./) }],
      });
      const stale = assetOf(before, `${i}.png`).renditions.map((one) => ({ ...one, stale: true }));
      expect(asset.renditions).toEqual(stale);
    }
    // As long as nothing changes, so that prune and verify find all that is listed.
    const files = await digestFiles(join(shop.output, 'renditions'));
    expect((await dmx(shop.folder, 'ingest', '--strict')).exit).toBe(3);
    expect((await dmx(shop.folder, 'ingest', '--check')).exit).toBe(3);
    expect((await dmx(shop.folder, 'prune', '--yes')).exit).toBe(0);
    expect((await dmx(shop.folder, 'verify')).exit).toBe(0);
    expect(await digestFiles(join(shop.output, 'renditions'))).toEqual(files);
    const status = await dmx(shop.folder, 'status', '--json');
    expect(status.stdout).toContain('SOURCE_CORRUPT');
  });

  it('is told by plan and --check before anything is written', async () => {
    const shop = await openLibrary(numbered(3));
    put(shop, '1.png', '');
    const before = await digestFiles(shop.output);
    const plan = await dmx(shop.folder, 'plan', '--json');
    expect(plan.stdout).toMatch(/"path":"1.png".*SOURCE_CORRUPT/);
    expect((await dmx(shop.folder, 'ingest', '--check')).exit).toBe(3);
    expect(await digestFiles(shop.output)).toEqual(before);
  });

  it('is whole again when its bytes are back, and nothing is made for it', async () => {
    const shop = await openLibrary(numbered(3));
    const before = await digestFiles(shop.output);
    const good = readFileSync(join(shop.assets, '1.png'));
    put(shop, '1.png', Buffer.alloc(good.length));
    expect((await dmx(shop.folder, 'ingest')).exit).toBe(3);
    put(shop, '1.png', good);
    const ended = await dmx(shop.folder, 'ingest', '--json');
    expect(ended.exit).toBe(0);
    expect(countsOf(ended)).toMatchObject({ made: 0, failedAssets: 0 });
    expect(await digestFiles(shop.output)).toEqual(before);
  });

  it('keeps what was made of it when it is renamed then, and is nobody else', async () => {
    const shop = await openLibrary(numbered(3));
    put(shop, '1.png', '');
    await dmx(shop.folder, 'ingest');
    renameSync(join(shop.assets, '1.png'), join(shop.assets, 'renamed.png'));
    put(shop, 'another.png', '');
    expect((await dmx(shop.folder, 'ingest')).exit).toBe(3);
    const manifest = await readManifest(shop.output);
    expect(manifest.assets.map(({ path }) => path)).toEqual(['0.png', '2.png', 'another.png', 'renamed.png']);
    expect(assetOf(manifest, 'renamed.png').renditions[0]).toMatchObject({ stale: true });
    expect(assetOf(manifest, 'another.png').renditions).toEqual([]);
  });

  it('counts for what a library has lost', async () => {
    const shop = await openLibrary(numbered(12));
    const before = await digestFiles(shop.output);
    rmSync(join(shop.assets, '0.png'));
    for (const name of ['1.png', '2.png'])
      put(shop, name, 'version https://git-lfs.github.com/spec/v1\noid sha256:4d\n');
    for (const words of [['ingest'], ['ingest', '--strict'], ['ingest', '--check'], ['plan']]) {
      const ended = await dmx(shop.folder, ...words, '--json');
      expect(ended.exit).toBe(2);
      expect(errorOf(ended)).toMatchObject({ code: 'LIBRARY_SHRUNK', hint: expect.stringMatching(/git lfs pull/) });
    }
    expect(await digestFiles(shop.output)).toEqual(before);
    expect((await dmx(shop.folder, 'ingest', '--allow-gone')).exit).toBe(3);
    expect((await readManifest(shop.output)).assets).toHaveLength(11);
    // What was lost then is not lost once more.
    expect((await dmx(shop.folder, 'ingest')).exit).toBe(3);
    expect((await dmx(shop.folder, 'reprocess', '--failed')).exit).toBe(3);
  });

  it('is damaged though its name never said picture', async () => {
    const shop = await openLibrary(['a.png', 'IMG_0001']);
    put(shop, 'IMG_0001', 'words');
    const ended = await dmx(shop.folder, 'ingest', '--json');
    expect(ended.exit).toBe(3);
    const asset = assetOf(await readManifest(shop.output), 'IMG_0001');
    expect(asset).toMatchObject({ state: 'failed', errors: [{ code: 'SOURCE_CORRUPT' }] });
    expect(asset.renditions.length).toBeGreaterThan(0);
  });
});

describe('a new file', () => {
  const NAMES = ['a.jpg', 'b.JPEG', 'c.tif', 'd.psd', 'e.svg', 'f.mp4', 'g.MOV', 'h.heic', 'i.MTS', 'j.webp', 'k.dng'];

  it('whose name says picture or clip and whose bytes do not is named, and fails', async () => {
    const shop = await openLibrary(['good.png']);
    for (const name of NAMES) put(shop, name, Buffer.alloc(100));
    put(shop, 'pointer.jpg', FOREIGN['a git-LFS pointer'] ?? '');
    const ended = await dmx(shop.folder, 'ingest', '--json');
    expect(ended.exit).toBe(3);
    const refused = readLines(ended).filter(({ type }) => type === 'asset-refused');
    expect(refused.map(({ asset }) => asset)).toEqual([...NAMES, 'pointer.jpg']);
    const manifest = await readManifest(shop.output);
    for (const name of NAMES) expect(assetOf(manifest, name).errors).toMatchObject([{ code: 'SOURCE_CORRUPT' }]);
    expect(assetOf(manifest, 'f.mp4').kind).toBe('video');
    expect(assetOf(manifest, 'pointer.jpg').errors).toMatchObject([{ hint: 'Run git lfs pull.' }]);
    const status = await dmx(shop.folder, 'status', '-v');
    for (const name of NAMES) expect(status.stdout).toContain(name);
  });

  it('of another kind is counted, and named with -v', async () => {
    const shop = await openLibrary(['good.png']);
    const others = ['notes.txt', 'module.ts', 'module.mts', 'fonts/a.woff2', 'data.json'];
    for (const name of others) put(shop, name, '{"a": 1}');
    put(shop, 'module.ts', 'export const a = 1;');
    put(shop, 'module.mts', '');
    const ended = await dmx(shop.folder, 'ingest', '-v');
    expect(ended.exit).toBe(0);
    for (const name of others) expect(ended.stderr).toContain(name);
    const quiet = await dmx(shop.folder, 'ingest', '--json');
    expect(countsOf(quiet)).toMatchObject({ ignored: others.length, failedAssets: 0 });
    expect(
      readLines(quiet)
        .filter(({ type }) => type === 'file-ignored')
        .map(({ path }) => path),
    ).toEqual(others.toSorted());
    expect((await dmx(shop.folder, 'ingest')).stderr).not.toContain('notes.txt');
  });

  it('of drawings that are compressed is read up to a bound', async () => {
    const shop = await openLibrary(['good.png']);
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="30" height="40"/>';
    put(shop, 'a.svgz', gzipSync(`${drawing}</svg>`));
    put(shop, 'bomb.svgz', gzipSync(`${drawing}${' '.repeat(100_000_000)}</svg>`));
    put(shop, 'torn.svgz', gzipSync(`${drawing}</svg>`).subarray(0, 60));
    put(shop, 'archive.svgz', gzipSync('no drawing'));
    expect((await dmx(shop.folder, 'ingest')).exit).toBe(3);
    const manifest = await readManifest(shop.output);
    expect(assetOf(manifest, 'a.svgz')).toMatchObject({ state: 'ready', master: { width: 60, height: 40 } });
    expect(assetOf(manifest, 'bomb.svgz').errors).toMatchObject([{ code: 'SOURCE_TOO_LARGE' }]);
    expect(assetOf(manifest, 'torn.svgz').errors).toMatchObject([{ code: 'SOURCE_CORRUPT' }]);
    expect(assetOf(manifest, 'archive.svgz').errors).toMatchObject([{ code: 'SOURCE_CORRUPT' }]);
  });
});

describe('folders of NAS systems and sync tools', () => {
  it('are not looked at, which is said once, and what was made of them before is no loss', async () => {
    const shop = await openLibrary(numbered(3));
    const before = await readManifest(shop.output);
    for (const name of [
      '@eaDir/0.png/THUMB.jpg',
      '#recycle/x.png',
      'sub/@eaDir/x.jpg',
      '__MACOSX/._0.png',
      'Thumbs.db',
    ]) {
      put(shop, name, readFileSync(join(shop.assets, '0.png')));
    }
    const ended = await dmx(shop.folder, 'ingest', '--json');
    expect(ended.exit).toBe(0);
    const notices = readLines(ended).filter(({ type, level }) => type === 'notice' && level === 'info');
    expect(notices).toHaveLength(1);
    expect(notices[0]?.['message']).toMatch(/#recycle, 2 × @eaDir, Thumbs.db, __MACOSX/);
    expect((await readManifest(shop.output)).assets).toEqual(before.assets);
  });
});

describe('a clip whose bytes are no clip any more', () => {
  it('keeps its last good renditions too', async () => {
    const shop = await openLibrary(numbered(2));
    writeFileSync(
      join(shop.folder, 'profiles/clip.yaml'),
      'kind: video-profile\nname: clip\nencodings:\n  - { name: low, height: 90, crf: 30, audioCodec: none, keyframe: 30 }\nthumbnails: []\n',
    );
    const config = readFileSync(join(shop.folder, 'dmx.yaml'), 'utf8');
    writeFileSync(join(shop.folder, 'dmx.yaml'), config.replace('image: small', 'image: small, video: clip'));
    makeClip(shop.assets, 'a.mp4', ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:d=1:r=10', '-pix_fmt', 'yuv420p']);
    expect((await dmx(shop.folder, 'ingest')).exit).toBe(0);
    const before = assetOf(await readManifest(shop.output), 'a.mp4');
    expect(before.renditions.length).toBeGreaterThan(0);
    put(shop, 'a.mp4', '<html>');
    expect((await dmx(shop.folder, 'ingest')).exit).toBe(3);
    const after = assetOf(await readManifest(shop.output), 'a.mp4');
    expect(after).toMatchObject({ kind: 'video', state: 'failed', errors: [{ code: 'SOURCE_CORRUPT' }] });
    expect(after.renditions).toEqual(before.renditions.map((one) => ({ ...one, stale: true })));
  });
});

describe('a folder that may not be read', () => {
  it.skipIf(UNPRIVILEGED_USER === null)('fails the run, and what is known of it stays as it is', async () => {
    const cwd = ownFolder();
    const [library, closed] = [join(cwd, 'library'), join(cwd, 'library/in')];
    mkdirSync(closed, { recursive: true });
    await drawNoise(join(library, 'c.png'), 2);
    for (const name of ['a.png', 'b.png']) await drawNoise(join(closed, name), 1);
    handOver(cwd, 0o755);
    const user = UNPRIVILEGED_USER ? { user: UNPRIVILEGED_USER } : {};
    const run = () => startDmx(['ingest', 'library', '--json'], { cwd, ...user }).ended;
    expect((await run()).exit).toBe(0);
    const before = await readManifest(join(cwd, 'dmx-out'));
    handOver(closed, 0o000);
    // The same bytes elsewhere: nobody knows whether the master has moved.
    await drawNoise(join(library, 'd.png'), 1);
    const ended = await run();
    expect(ended.exit).toBe(3);
    expect(countsOf(ended)).toMatchObject({ gone: 0, removed: 0, carried: 0 });
    const after = await readManifest(join(cwd, 'dmx-out'));
    expect(after.assets.map(({ path }) => path)).toEqual(['c.png', 'd.png', 'in/a.png', 'in/b.png']);
    for (const asset of before.assets) expect(assetOf(after, asset.path)).toEqual(asset);
    handOver(closed, 0o755);
    expect((await run()).exit).toBe(0);
  });
});
