import { existsSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countsOf, errorOf, readLines, readManifest, type JsonLine } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { openIngestedShop } from '../../support/project/ingested-shop.ts';
import { drawNoise, edit, ingest, endTimeOfKept, rewriteRecords, type Shop } from '../../support/project/shop.ts';
import { digestFiles, listFiles } from '../../support/files/tree.ts';

const old = new Date('2026-01-01');

/** A shop with a vanished master, and with a file that a crash left behind. */
async function openLitteredShop(): Promise<Shop> {
  const shop = await openIngestedShop();
  await rm(join(shop.assets, 'b.png'));
  expect(await ingest(shop)).toMatchObject({ gone: 1 });
  writeFileSync(join(shop.output, 'renditions/a.png/left.jpg'), 'left');
  return shop;
}

describe('dmx prune', () => {
  it('removes what a killed render was writing aside in the output, and nothing that one may still write', async () => {
    const { folder, output } = await openIngestedShop();
    const [left, inHand, own] = ['.dmx-0123456789ab.part', '.dmx-ba9876543210.part', '.dmx-notes.part'];
    for (const name of [left, inHand, own]) writeFileSync(join(output, name), 'half');
    for (const name of [left, own]) utimesSync(join(output, name), old, old);
    const [view] = readLines(await dmx(folder, 'prune', '--json', '--yes'));
    expect(view).toMatchObject({ files: [{ path: left, bytes: 4, why: 'unlisted' }], removed: true });
    expect([left, inHand, own].map((name) => existsSync(join(output, name)))).toEqual([false, true, true]);
  });

  it('shows what would go, and asks: without an answer nothing goes, exit 2', async () => {
    const shop = await openLitteredShop();
    const before = await digestFiles(shop.output);
    const shown = await dmx(shop.folder, 'prune', '--dry-run', '--json');
    expect(shown.exit).toBe(0);
    const [view] = readLines(shown);
    expect(view).toMatchObject({ type: 'pruned', removed: false, assets: ['b.png'] });
    const whys = [...shown.stdout.matchAll(/"path":"(.*?)".*?"why":"(.*?)"/g)].map(([, path, why]) => `${path} ${why}`);
    expect(whys).toEqual([
      'renditions/a.png/left.jpg unlisted',
      ...['Square.jpg', 'card.png', 'swatch.jpg', 'tiny.jpg'].map((name) => `renditions/b.png/${name} master gone`),
    ]);
    const asked = await dmx(shop.folder, 'prune', '--json');
    expect(asked.exit).toBe(2);
    expect(errorOf(asked)).toMatchObject({ code: 'NOT_CONFIRMED', hint: expect.stringMatching(/`yes`/) });
    expect(await digestFiles(shop.output)).toEqual(before);
  });

  it('removes with --yes what nothing lists, and nothing else', async () => {
    const shop = await openLitteredShop();
    expect((await dmx(shop.folder, 'prune', '--yes')).exit).toBe(0);
    const { assets } = await readManifest(shop.output);
    const listed = assets.flatMap(({ renditions }) => renditions.map(({ path }) => path));
    expect(await listFiles(shop.output)).toEqual(['manifest.json', ...listed].toSorted());
    expect(existsSync(join(shop.output, 'renditions/b.png'))).toBe(false);
    expect((await dmx(shop.folder, 'verify')).exit).toBe(0);
    expect((await dmx(shop.folder, 'prune')).stderr).toMatch(/Nothing to remove/);
    expect(await ingest(shop)).toMatchObject({ made: 0, kept: 16 });
  });

  it('spares with --older-than what vanished or was left only lately', async () => {
    const shop = await openLitteredShop();
    expect((await dmx(shop.folder, 'prune', '--older-than', '999999999d', '--yes')).exit).toBe(0);
    expect(existsSync(join(shop.output, 'renditions/b.png/tiny.jpg'))).toBe(true);
    expect(existsSync(join(shop.output, 'renditions/a.png/left.jpg'))).toBe(true);
    utimesSync(join(shop.output, 'renditions/a.png/left.jpg'), old, old);
    await rewriteRecords(shop.output, (record) =>
      record.gone ? { ...record, recordedAt: old.toISOString() } : record,
    );
    expect((await dmx(shop.folder, 'prune', '--older-than', '30d', '--yes')).exit).toBe(0);
    expect(existsSync(join(shop.output, 'renditions/b.png'))).toBe(false);
    expect(existsSync(join(shop.output, 'renditions/a.png/left.jpg'))).toBe(false);
  });
});

describe('dmx verify', () => {
  it('--quick looks at presence and size, without it at every byte; --repair makes good what it found', async () => {
    const shop = await openIngestedShop();
    const before = await digestFiles(shop.output);
    const file = (name: string): string => join(shop.output, 'renditions/a.png', name);
    const bytes = readFileSync(file('tiny.jpg'));
    writeFileSync(file('tiny.jpg'), Buffer.concat([bytes.subarray(0, -1), Buffer.from([0])]));
    expect((await dmx(shop.folder, 'verify', '--quick')).exit).toBe(0);
    await rm(file('card.png'));
    writeFileSync(file('Square.jpg'), 'cut');
    const problems = async (...words: readonly string[]): Promise<readonly unknown[]> => {
      const ended = await dmx(shop.folder, 'verify', '--json', ...words);
      expect(ended.exit).toBe(1);
      const found = [...ended.stdout.matchAll(/"kind":"(\w+)".*?"rendition":"(\w+)"/g)];
      return found.map(([, kind, rendition]) => `${kind} ${rendition}`);
    };
    expect(await problems('--quick')).toEqual(['damaged Square', 'missing card']);
    expect(await problems()).toEqual(['damaged Square', 'damaged tiny', 'missing card']);
    expect((await dmx(shop.folder, 'verify', '--repair')).exit).toBe(0);
    expect(await digestFiles(shop.output)).toEqual(before);
    expect((await dmx(shop.folder, 'verify')).exit).toBe(0);
  });

  it('--repair makes good what is missing, though dmx.yaml leaves known assets alone', async () => {
    const shop = await openIngestedShop();
    edit(join(shop.folder, 'dmx.yaml'), (text) => `${text}newOnly: true\n`);
    const [lost = ''] = (await readManifest(shop.output)).assets.flatMap(({ renditions }) =>
      renditions.map(({ path }) => path),
    );
    await rm(join(shop.output, lost));
    expect((await dmx(shop.folder, 'verify', '--repair')).exit).toBe(0);
    expect((await dmx(shop.folder, 'verify')).exit).toBe(0);
  });

  it('--repair makes good a manifest that is gone or was written into', async () => {
    const shop = await openIngestedShop();
    const before = await digestFiles(shop.output);
    for (const harm of [
      () => rm(join(shop.output, 'manifest.json')),
      async () => edit(join(shop.output, 'manifest.json'), (text) => text.replace('ready', 'steady')),
    ]) {
      await harm();
      expect((await dmx(shop.folder, 'verify')).exit).toBe(1);
      expect((await dmx(shop.folder, 'verify', '--repair')).exit).toBe(0);
      expect(await digestFiles(shop.output)).toEqual(before);
    }
  });
});

function readChanges({ folder }: Shop): readonly JsonLine[] {
  const lines = readFileSync(join(folder, 'changes.jsonl'), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as JsonLine);
}

describe('--changes', () => {
  it('writes one line for every file a CDN has to forget or an uploader to send, and none where nothing changed', async () => {
    const shop = await openIngestedShop();
    await ingest(shop, '--changes', 'changes.jsonl');
    expect(readChanges(shop)).toEqual([]);
    edit(join(shop.folder, 'profiles/small.yaml'), (text) =>
      text.replace('qlt=80', 'qlt=50').replace('  - preset: card\n', ''),
    );
    await drawNoise(join(shop.assets, 'new.png'), 1);
    await rm(join(shop.assets, 'south/e.png'));
    await ingest(shop, '--changes', 'changes.jsonl');
    const changes = readChanges(shop);
    const told = (type: string): readonly string[] =>
      changes.filter((change) => change.type === type).map(({ path }) => String(path));
    const others = ['a.png', 'b.png', 'north/c.png', 'north/far/d.png'];
    expect(told('added')).toEqual(['Square.jpg', 'swatch.jpg', 'tiny.jpg'].map((name) => `renditions/new.png/${name}`));
    expect(told('changed').toSorted()).toEqual(others.map((asset) => `renditions/${asset}/tiny.jpg`));
    const cards = others.map((asset) => `renditions/${asset}/card.png`);
    const vanished = ['Square.jpg', 'swatch.jpg', 'tiny.jpg', 'card.png'].map(
      (name) => `renditions/south/e.png/${name}`,
    );
    expect(told('removed').toSorted()).toEqual([...cards, ...vanished].toSorted());
    const digests = await digestFiles(shop.output);
    for (const { path, sha256, type } of changes) {
      expect(sha256).toBe(type === 'removed' ? null : digests[String(path)]);
    }
    // Made again, with the same bytes: nobody has to do anything.
    await ingest(shop, '--force', '--changes', 'changes.jsonl');
    expect(readChanges(shop)).toEqual([]);
  });
});

describe('names with a hash', () => {
  it('are new ones for new bytes; what they replace stays for its time, is told of, and goes', async () => {
    const shop = await openIngestedShop();
    edit(join(shop.folder, 'dmx.yaml'), (text) => `${text}naming: "{path}/{name}.{hash8}.{ext}"\n`);
    const renamed = await ingest(shop, '--changes', 'changes.jsonl');
    expect(renamed).toMatchObject({ made: 0, carried: 20, removedFiles: 20 });
    expect(new Set(readChanges(shop).map(({ type }) => type))).toEqual(new Set(['moved']));
    edit(join(shop.folder, 'profiles/small.yaml'), (text) => text.replace('qlt=80', 'qlt=50'));
    const planned = readLines(await dmx(shop.folder, 'plan', '--json'));
    const awaited = [...JSON.stringify(planned).matchAll(/"name":"tiny".*?"path":"(.*?)"/g)].map(([, path]) =>
      String(path),
    );
    expect(awaited).toHaveLength(5);
    const replaced = await ingest(shop, '--keep-replaced', '7d', '--changes', 'changes.jsonl');
    expect(replaced).toMatchObject({ made: 5, kept: 15, removed: 0, removedFiles: 0 });
    const changed = readChanges(shop);
    expect(changed.map(({ path }) => String(path)).toSorted()).toEqual(awaited.toSorted());
    const replacedFiles = changed.map(({ oldPath }) => String(oldPath)).toSorted();
    for (const { keepUntil, urlPath, path } of changed) {
      expect(Date.parse(String(keepUntil))).toBeGreaterThan(0);
      expect(urlPath).toBe(path);
    }
    expect((await listFiles(shop.output)).filter((path) => replacedFiles.includes(path))).toEqual(replacedFiles);
    expect(readLines(await dmx(shop.folder, 'prune', '--dry-run', '--json'))).toMatchObject([{ kept: { files: 5 } }]);
    expect(readLines(await dmx(shop.folder, 'status', '--json'))).toMatchObject([{ kept: { files: 5 } }]);
    expect((await dmx(shop.folder, 'verify')).exit).toBe(0);
    await endTimeOfKept(shop.output);
    expect(await ingest(shop, '--changes', 'changes.jsonl')).toMatchObject({ made: 0, kept: 20, removedFiles: 5 });
    expect(readChanges(shop).map(({ type, path }) => `${type} ${String(path)}`)).toEqual(
      replacedFiles.map((path) => `removed ${path}`),
    );
    expect((await listFiles(shop.output)).filter((path) => replacedFiles.includes(path))).toEqual([]);
    expect((await dmx(shop.folder, 'verify')).exit).toBe(0);
  });
});

describe('--check', () => {
  it('ends with 1 and writes nothing where anything would change: a file, a move, a master that is gone', async () => {
    const shop = await openIngestedShop();
    const check = async (): Promise<number | null> => {
      const before = await digestFiles(shop.output);
      const { exit } = await dmx(shop.folder, 'ingest', '--check');
      expect(await digestFiles(shop.output)).toEqual(before);
      return exit;
    };
    expect(await check()).toBe(0);
    await rm(join(shop.output, 'renditions/a.png/tiny.jpg'));
    expect(await check()).toBe(1);
    await ingest(shop);
    renameSync(join(shop.assets, 'a.png'), join(shop.assets, 'z.png'));
    expect(await check()).toBe(1);
    await ingest(shop);
    await rm(join(shop.assets, 'z.png'));
    expect(await check()).toBe(1);
  });
});

describe('--trust-catalog', () => {
  it('needs no rendition files: makes what is new, records moves, and tells both to --changes', async () => {
    const shop = await openIngestedShop();
    await drawNoise(join(shop.assets, 'mine.png'), 7);
    await ingest(shop);
    await rm(join(shop.output, 'renditions'), { recursive: true });
    await mkdir(join(shop.assets, 'moved'));
    renameSync(join(shop.assets, 'mine.png'), join(shop.assets, 'moved/mine.png'));
    await drawNoise(join(shop.assets, 'new.png'), 8);
    const ended = await dmx(shop.folder, 'ingest', '--trust-catalog', '--json', '--changes', 'changes.jsonl');
    expect(ended.exit).toBe(0);
    expect(countsOf(ended)).toMatchObject({ made: 4, carried: 4, kept: 20 });
    const changes = readChanges(shop);
    expect(changes.filter(({ type }) => type === 'moved').map(({ oldPath }) => oldPath)).toContain(
      'renditions/mine.png/tiny.jpg',
    );
    expect(changes).toHaveLength(8);
    expect(await listFiles(join(shop.output, 'renditions'))).toHaveLength(4);
    expect((await readManifest(shop.output)).assets.map(({ path }) => path)).toContain('moved/mine.png');
    expect(await ingest(shop, '--trust-catalog')).toMatchObject({ made: 0, kept: 28 });
  });
});
