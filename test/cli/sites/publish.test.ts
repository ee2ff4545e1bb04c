import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ManifestAsset } from '../../../src/model/manifest/manifest-asset.ts';
import { digestFile, digestOf } from '../../../src/system/digest.ts';
import { type JsonLine, readLines } from '../../support/cli/dmx-output.ts';
import { dmx, startDmx } from '../../support/cli/dmx.ts';
import { listFiles } from '../../support/files/tree.ts';
import { S3_KEYS, startS3 } from '../../support/files/s3-server.ts';
import { edit, openShop, type Shop } from '../../support/project/shop.ts';

const TARGETS = `publish:
  www: { to: public, filters: ["+preset", "+crop", "-*"], base: "https://shop.example/media", sitemap: "https://shop.example/{dir}/{stem}", purge: { file: purge.txt } }
  kept: { to: kept, grace: 1h }
`;

interface Listed {
  readonly assets: readonly ManifestAsset[];
}

/** The number of files of an amount that a run tells. */
function filesIn(line: JsonLine | undefined, key: string): number {
  return (line?.[key] as { readonly files: number } | undefined)?.files ?? -1;
}

const listedIn = (folder: string): Listed => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

/** Every file that a published manifest names is there, byte for byte. Answers their paths. */
async function checkPublished(folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const { renditions } of listedIn(folder).assets) {
    for (const { path, sha256 } of renditions) {
      expect([path, await digestFile(join(folder, path))]).toEqual([path, sha256]);
      paths.push(path);
    }
  }
  return paths;
}

async function openPublishing(): Promise<Shop> {
  const shop = await openShop();
  edit(join(shop.folder, 'dmx.yaml'), (text) => `${text}${TARGETS}`);
  return shop;
}

it('what the manifest lists is brought to a folder by its filters, as it is there and no other way, and what goes is removed', async () => {
  const shop = await openPublishing();
  const [publicFolder, kept] = [join(shop.folder, 'public'), join(shop.folder, 'kept')];
  const run = (...words: readonly string[]) => dmx(shop.folder, 'publish', ...words);
  expect(await run('www')).toMatchObject({ exit: 2 });
  await dmx(shop.folder, 'ingest');

  const dry = readLines(await run('www', '--dry-run', '--json')).at(-1);
  expect(existsSync(publicFolder)).toBe(false);
  const addresses = () => readFileSync(join(shop.folder, 'purge.txt'), 'utf8').trim().split('\n');
  const purge = join(shop.folder, 'purge.ndjson');
  const first = readLines(await run('www', '--json', '--changes', purge)).at(-1);
  expect(first).toMatchObject({ type: 'published', put: dry?.['put'], failed: [], purge: { addresses: 0 } });
  const paths = await checkPublished(publicFolder);
  expect(paths).toHaveLength(filesIn(first, 'put') - 1);
  expect(
    new Set(listedIn(publicFolder).assets.flatMap(({ renditions }) => renditions.map(({ role }) => role))),
  ).toEqual(new Set(['preset', 'crop']));
  const told = readFileSync(purge, 'utf8').trim().split('\n');
  expect(told.map((line) => (JSON.parse(line) as { path: string }).path).toSorted()).toEqual(
    [...paths, 'sitemap.xml'].toSorted(),
  );
  expect(readLines(await run('www', '--json')).at(-1)).toMatchObject({ put: { files: 0 }, kept: paths.length + 1 });
  const sitemap = () => readFileSync(join(publicFolder, 'sitemap.xml'), 'utf8');
  expect(sitemap()).toContain('<loc>https://shop.example/north/');
  expect(sitemap()).toContain('<image:loc>https://shop.example/media/renditions/a.png/card.png</image:loc>');

  // A rendition whose bytes are not those of the manifest is not published, and the manifest there stays.
  await run('kept');
  const before = readFileSync(join(publicFolder, 'manifest.json'), 'utf8');
  const [victim = ''] = paths;
  rmSync(join(publicFolder, victim));
  writeFileSync(join(shop.output, victim), 'torn');
  const torn = await run('www', '--json');
  expect(torn.exit).toBe(3);
  expect(readLines(torn).at(-1)).toMatchObject({ failed: [{ path: victim }] });
  expect(readFileSync(join(publicFolder, 'manifest.json'), 'utf8')).toBe(before);
  await dmx(shop.folder, 'verify', '--repair');
  expect((await run('www')).exit).toBe(0);
  await checkPublished(publicFolder);

  // A master goes: without a grace its files go with it, with one they stay.
  const gone = listedIn(publicFolder).assets[0]?.path ?? '';
  rmSync(join(shop.assets, gone));
  await dmx(shop.folder, 'ingest');
  const end = readLines(await run('www', '--json')).at(-1);
  expect(filesIn(end, 'removed')).toBeGreaterThan(0);
  expect(existsSync(join(publicFolder, `renditions/${gone}`))).toBe(false);
  expect(sitemap()).not.toContain(gone);
  expect(addresses()).toHaveLength(filesIn(end, 'removed') + 2);
  expect(addresses()).toContain(`https://shop.example/media/renditions/${gone}/card.png`);
  expect(addresses().slice(-1)).toEqual(['https://shop.example/media/manifest.json']);
  await checkPublished(publicFolder);
  const staying = readLines(await run('kept', '--json')).at(-1);
  expect(staying).toMatchObject({ removed: { files: 0 } });
  expect(filesIn(staying, 'leaving')).toBeGreaterThan(0);
  expect(existsSync(join(kept, `renditions/${gone}`))).toBe(true);
});

it('a target that all was taken from may be filled again, and a filter that names nothing is told', async () => {
  const shop = await openPublishing();
  const config = join(shop.folder, 'dmx.yaml');
  const run = async () => readLines(await dmx(shop.folder, 'publish', 'www', '--json')).at(-1);
  await dmx(shop.folder, 'ingest');
  const whole = await run();
  expect(whole).toMatchObject({ notices: [] });
  edit(config, (text) => text.replace('"+preset", "+crop", "-*"', '"+prset"'));
  const none = await run();
  expect(none).toMatchObject({ assets: 0, removed: whole?.['put'] });
  expect(none?.['notices']).toHaveLength(1);
  edit(config, (text) => text.replace('"+prset"', '"+preset", "+crop", "-*"'));
  expect(await run()).toMatchObject({ put: whole?.['put'], notices: [] });
  await checkPublished(join(shop.folder, 'public'));
});

it('a target may be tried, holds nothing of others that is written over, and gets of some folders what is asked for', async () => {
  const shop = await openPublishing();
  edit(join(shop.folder, 'dmx.yaml'), (text) =>
    text.replace('folders:', 'folders:\n  - { path: "**", publish: asked }'),
  );
  await dmx(shop.folder, 'ingest');
  const run = (...words: readonly string[]) => dmx(shop.folder, 'publish', ...words);
  const trial = await run('www', '--test');
  expect(trial).toMatchObject({ exit: 0 });
  expect(trial.stdout).toMatch(/^write .*\nread .*\ncompare .*\nremove .*\nPublish test succeeded: .*\n$/);
  expect(await run('wwww')).toMatchObject({ exit: 2 });

  const publicFolder = join(shop.folder, 'public');
  writeFileSync(join(publicFolder, 'manifest.json'), 'of a web site');
  expect((await run('www', '*.png')).stderr).toContain('FILE_EXISTS');
  expect(readFileSync(join(publicFolder, 'manifest.json'), 'utf8')).toBe('of a web site');
  rmSync(join(publicFolder, 'manifest.json'));

  const paths = (): readonly string[] => listedIn(publicFolder).assets.map(({ path }) => path);
  const quiet = await run('www', 'a.png', '--quiet');
  expect(quiet).toMatchObject({ exit: 0, stdout: '', stderr: '' });
  expect((await run('www', 'a.png')).stderr).toContain('wait to be asked for');
  expect(paths()).toEqual(['a.png']);
  // Asked for once, it is brought from then on.
  expect((await run('www', 'north/**', 'nowhere/**')).stderr).toMatch(/expected nowhere\/\*\* to match/);
  const slip = readLines(await run('www', 'north/**', 'b.pmg', 'nort/**', '--dry-run', '--json')).at(-1);
  expect(slip).toMatchObject({
    idle: ['b.pmg', 'nort/**'],
    hints: [expect.stringContaining('`b.png`'), expect.stringContaining('`north/**`')],
  });
  expect(paths()).toContain('a.png');
  expect(paths().length).toBeGreaterThan(1);
  await checkPublished(publicFolder);
  // Of a set all members come, and are named.
  mkdirSync(join(shop.folder, 'profiles'), { recursive: true });
  const members = '[a.png, { set: pairs/inner }]\n---\nkind: set\nname: pairs/inner\nmembers: [more/b.png]\n';
  writeFileSync(join(shop.folder, 'profiles/pairs.yaml'), `kind: set\nname: pairs/outer\nmembers: ${members}`);
  mkdirSync(join(shop.assets, 'more'));
  cpSync(join(shop.assets, 'a.png'), join(shop.assets, 'more/b.png'));
  await dmx(shop.folder, 'ingest');
  expect((await run('www')).stderr).toContain('pairs/outer');
  expect(paths()).not.toContain('more/b.png');
  expect((await run('www', 'pairs/outer')).stderr).toMatch(/the set pairs\/outer .*more\/b\.png/);
  expect(paths()).toContain('more/b.png');

  // The same to a bucket.
  const s3 = await startS3();
  const place = `to: s3://media/shop, endpoint: "${s3.endpoint}"`;
  edit(join(shop.folder, 'dmx.yaml'), (text) => text.replace('to: public', place));
  const bring = (env: Record<string, string>) =>
    startDmx(['publish', 'www', '**', '--json'], { cwd: shop.folder, env }).ended;
  expect(await bring({ AWS_ACCESS_KEY_ID: '' })).toMatchObject({ exit: 2 });
  const brought = await bring(S3_KEYS);
  expect(readLines(brought).at(-1)).toMatchObject({ to: 's3://media/shop', assets: 6, failed: [] });
  const manifest = JSON.parse(String(s3.objects.get('shop/manifest.json')?.body)) as Listed;
  for (const { path, sha256 } of manifest.assets.flatMap(({ renditions }) => renditions)) {
    expect([path, digestOf(s3.objects.get(`shop/${path}`)?.body ?? '')]).toEqual([path, sha256]);
  }
  expect(brought.stdout + brought.stderr).not.toContain(S3_KEYS.AWS_SECRET_ACCESS_KEY);
  expect(readLines(await bring(S3_KEYS)).at(-1)).toMatchObject({ put: { files: 0 } });

  edit(join(shop.folder, 'dmx.yaml'), (text) => text.replace(place, 'to: dmx-out/public'));
  expect(await run('www')).toMatchObject({ exit: 2 });
});

it('what a publication that was killed left half-written in a target goes with the next one', async () => {
  const shop = await openPublishing();
  await dmx(shop.folder, 'ingest');
  // Killed between the last byte of a file and its name, as often as there are names to be given.
  const script =
    `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module'; const { rename } = fs.promises;` +
    `fs.promises.rename = async (from, to) => /part$/.test(from) && to.includes(process.env.FATAL)` +
    ` ? process.kill(process.pid, 'SIGKILL') : rename(from, to); syncBuiltinESMExports();`;
  const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(script)}`;
  const target = join(shop.folder, 'public');
  const halves = async () => (await listFiles(target)).filter((file) => file.endsWith('.part'));
  for (const FATAL of ['published', 'card', 'Square', 'manifest']) {
    const killed = await startDmx(['publish', 'www'], { cwd: shop.folder, env: { NODE_OPTIONS, FATAL } }).ended;
    expect(killed.signal).toBe('SIGKILL');
    expect(await halves()).not.toEqual([]);
  }
  expect((await dmx(shop.folder, 'publish', 'www')).exit).toBe(0);
  expect(await halves()).toEqual([]);
  await checkPublished(target);

  // A master goes whose file was on its way.
  const env = { NODE_OPTIONS, FATAL: 'a.png/card' };
  expect((await startDmx(['publish', 'www', '--force'], { cwd: shop.folder, env }).ended).signal).toBe('SIGKILL');
  rmSync(join(shop.assets, 'a.png'));
  await dmx(shop.folder, 'ingest');
  expect((await dmx(shop.folder, 'publish', 'www')).exit).toBe(0);
  expect(await halves()).toEqual([]);
});
