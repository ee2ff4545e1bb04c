import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import Database from 'libsql';
import { describe, expect, it } from 'vitest';

import type { Catalog } from '../../../../src/catalog/catalog.ts';
import { openCatalog } from '../../../../src/catalog/index.ts';
import { type AssetGlance, glanceOf } from '../../../../src/model/asset-glance.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';
import { assetRecord, leftFile } from '../../../support/project/records.ts';
import { startScript } from '../../../support/processes/script.ts';
import { readOnlyView, smallDisk } from '../../../support/files/small-disk.ts';

const fileOf = (output: string): string => path.join(output, '.dmx/catalog.db');

async function count(catalog: Catalog): Promise<number> {
  let records = 0;
  for await (const { path: asset } of catalog.assets()) records += asset === '' ? 0 : 1;
  return records;
}

/** Takes away what glances are read from. */
const BEFORE_GLANCES = [
  'drop index asset_glance',
  ...['stat', 'probed', 'approval', 'files'].map((name) => `alter table asset drop column ${name}`),
].join(';');

async function glanced(catalog: Catalog | undefined): Promise<readonly AssetGlance[]> {
  const all: AssetGlance[] = [];
  for await (const some of catalog?.glances() ?? []) all.push(...some);
  return all;
}

async function withAssets(output: string, assets: number): Promise<void> {
  const catalog = await openCatalog(output);
  const put = Array.from({ length: assets }, (_, i) => assetRecord(`${i}.jpg`));
  await catalog.record({ put, drop: [], sweep: [] });
  await catalog.close();
}

describe('opening a catalog', () => {
  it('makes none, and no folder, when asked not to', async () => {
    const output = path.join(ownFolder(), 'out');
    expect(await openCatalog(output, { create: false })).toBeUndefined();
    expect(existsSync(output)).toBe(false);
    writeFiles(output, { '.dmx/catalog.db': '' });
    expect(await openCatalog(output, { create: false })).toBeUndefined();
    expect(statSync(fileOf(output)).size).toBe(0);
  });

  it('finds again what was recorded, in one file', async () => {
    const output = path.join(ownFolder(), "o'ut #1 50% é");
    await withAssets(output, 3);
    const copy = ownFolder();
    writeFiles(copy, { '.dmx/catalog.db': readFileSync(fileOf(output)) });
    for (const folder of [output, copy]) {
      const catalog = await openCatalog(folder, { create: false });
      expect(catalog && (await count(catalog))).toBe(3);
      await catalog?.close();
    }
  });

  it('refuses a catalog of a newer dmx, and leaves it alone', async () => {
    const output = ownFolder();
    await withAssets(output, 1);
    const database = new Database(fileOf(output));
    database.exec('pragma user_version = 99');
    database.close();
    const newer = { code: 'CATALOG_NEWER', place: fileOf(output) };
    await expect(openCatalog(output)).rejects.toMatchObject(newer);
    await expect(openCatalog(output, { create: false })).rejects.toMatchObject(newer);
  });

  it('reads a catalog from before it held what is found in masters, and brings it up to date to write', async () => {
    const output = ownFolder();
    await withAssets(output, 1);
    const database = new Database(fileOf(output));
    database.exec(
      `${BEFORE_GLANCES}; drop table analysis; alter table sweep drop column file; pragma user_version = 1`,
    );
    database.close();
    const analysis = { faces: { version: '1', confidence: 0, subjects: [] } };
    const [sha256] = [assetRecord('0.jpg').sha256];
    const reader = await openCatalog(output, { create: false });
    expect(await reader?.analyses([sha256])).toEqual(new Map());
    expect(await glanced(reader)).toEqual([glanceOf(assetRecord('0.jpg'))]);
    await reader?.close();
    const writer = await openCatalog(output);
    await writer.record({ put: [], drop: [], sweep: [], analyses: new Map([[sha256, analysis]]) });
    expect(await writer.analyses([sha256])).toEqual(new Map([[sha256, analysis]]));
    expect(await glanced(writer)).toEqual([
      { path: '0.jpg', gone: false, stat: '', probed: 0, approval: '', files: '[]' },
    ]);
    await writer.approve([assetRecord('0.jpg')], 'rules');
    expect(await glanced(writer)).toEqual([{ ...glanceOf(assetRecord('0.jpg')), approval: 'rules' }]);
    expect(await count(writer)).toBe(1);
    await writer.close();
  });

  it('reads a catalog from before it knew more than paths of what waits to be removed, and brings it up to date', async () => {
    const output = ownFolder();
    await withAssets(output, 1);
    const database = new Database(fileOf(output));
    database.exec(`${BEFORE_GLANCES}; alter table sweep drop column file; pragma user_version = 2`);
    database.exec("insert into sweep values ('left')");
    database.close();
    const reader = await openCatalog(output, { create: false });
    expect(await reader?.sweepList()).toEqual([leftFile('left')]);
    await reader?.close();
    const writer = await openCatalog(output);
    const kept = leftFile('kept', { bytes: 3, keepUntil: '2026-01-01T00:00:00.000Z' });
    await writer.record({ put: [], drop: [], sweep: [kept] });
    expect(await writer.sweepList()).toEqual([kept, leftFile('left')]);
    await writer.close();
  });

  it('says that a file is no catalog', async () => {
    const output = ownFolder();
    writeFiles(output, { '.dmx/catalog.db': 'these are not the bytes of a database. '.repeat(100) });
    const damaged = { code: 'CATALOG_DAMAGED', place: fileOf(output), hint: expect.stringContaining('backup') };
    await expect(openCatalog(output)).rejects.toMatchObject(damaged);
    await expect(openCatalog(output, { create: false })).rejects.toMatchObject(damaged);
  });

  it('says that a catalog is damaged when that shows only in reading', async () => {
    const output = ownFolder();
    await withAssets(output, 500);
    const bytes = readFileSync(fileOf(output));
    bytes.fill(0x55, 32_768);
    writeFileSync(fileOf(output), bytes);
    const reading = async (): Promise<number> => {
      const catalog = await openCatalog(output);
      try {
        return await count(catalog);
      } finally {
        await catalog.close();
      }
    };
    await expect(reading()).rejects.toMatchObject({ code: 'CATALOG_DAMAGED' });
  });

  it('says that a record is damaged', async () => {
    const output = ownFolder();
    await withAssets(output, 1);
    const database = new Database(fileOf(output));
    database.exec(`update asset set record = '{"path":'`);
    database.close();
    const catalog = await openCatalog(output);
    await expect(catalog.asset('0.jpg')).rejects.toMatchObject({ code: 'CATALOG_DAMAGED' });
    await catalog.close();
  });

  it('says that what was found in a master is damaged', async () => {
    const output = ownFolder();
    await withAssets(output, 1);
    const database = new Database(fileOf(output));
    database.exec(`insert into analysis values ('a', x'ffff')`);
    database.close();
    const catalog = await openCatalog(output);
    await expect(catalog.analyses(['a'])).rejects.toMatchObject({ code: 'CATALOG_DAMAGED' });
    await catalog.close();
  });

  it('says that its folder cannot be made', async () => {
    const output = ownFolder();
    writeFiles(output, { '.dmx': 'a file' });
    await expect(openCatalog(output)).rejects.toMatchObject({ code: 'STORAGE_DENIED' });
  });
});

describe('a catalog on a disk', () => {
  it('that is full says so, and keeps what it had', async ({ skip }) => {
    const output = smallDisk(1024 * 1024) ?? skip('no right to mount a disk');
    const catalog = await openCatalog(output);
    const change = (from: number, assets: number): Promise<void> =>
      catalog.record({
        put: Array.from({ length: assets }, (_, i) => assetRecord(`${from + i}`, { warnings: ['x'.repeat(1000)] })),
        drop: [],
        sweep: [],
      });
    await change(0, 10);
    await expect(change(100, 2000)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(await count(catalog)).toBe(10);
    await catalog.close();
    const again = await openCatalog(output);
    expect(await count(again)).toBe(10);
    await again.close();
  });

  it('that is read-only can still be read', async ({ skip }) => {
    const output = ownFolder();
    await withAssets(output, 10);
    const view = readOnlyView(output) ?? skip('no right to mount');
    const catalog = await openCatalog(view, { create: false });
    expect(catalog && (await count(catalog))).toBe(10);
    expect((await catalog?.summary())?.states.ready).toBe(10);
    await expect(catalog?.setFact('library', 'b')).rejects.toMatchObject({ code: 'STORAGE_DENIED' });
    await catalog?.close();
    await expect(openCatalog(view)).rejects.toMatchObject({ code: 'STORAGE_DENIED' });
  });
});

describe('a catalog that another process writes', () => {
  it('can be read meanwhile, each transaction whole', async () => {
    const output = ownFolder();
    const writer = startScript('catalog-writer.ts', [output, '0']);
    await writer.line();
    const reader = await openCatalog(output, { create: false });
    const counts: number[] = [];
    for (let i = 0; i < 10; i++) {
      counts.push((await reader?.summary())?.states.ready ?? -1);
      await writer.line();
    }
    expect(counts.every((assets) => assets % 50 === 0)).toBe(true);
    expect(counts.at(-1)).toBeGreaterThan(counts[0] ?? Infinity);
    await reader?.close();
  });

  it('is whole after that was killed at any moment, and holds all that it said was recorded', async () => {
    const output = ownFolder();
    let batch = 0;
    for (const delay of [0, 1, 3, 7, 20]) {
      const writer = startScript('catalog-writer.ts', [output, `${batch}`]);
      const said = Number(await writer.line());
      await sleep(delay);
      await writer.kill();
      const catalog = await openCatalog(output);
      const assets = await count(catalog);
      expect(assets % 50).toBe(0);
      expect(assets).toBeGreaterThanOrEqual((said + 1) * 50);
      expect(await catalog.sweepList()).toHaveLength(assets / 50);
      expect((await catalog.summary()).states.ready).toBe(assets);
      await catalog.close();
      batch = assets / 50;
    }
    const database = new Database(fileOf(output));
    expect(database.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    database.close();
    expect(readdirSync(path.join(output, '.dmx'))).toContain('catalog.db');
  });
});
