import { existsSync, readFileSync, renameSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countsOf, errorOf, readLines } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { drawNoise, drawTorn, edit, ingest, openShop, type Shop } from '../../support/project/shop.ts';
import { digestFiles } from '../../support/files/tree.ts';

const PARTS = ['part-1', 'part-2'];

/** A shop of a dozen pictures no two of which are alike, one of them torn. */
async function openWideShop(): Promise<Shop> {
  const shop = await openShop();
  await rm(shop.assets, { recursive: true });
  for (let i = 0; i < 12; i++) await drawNoise(join(shop.assets, `${i % 2 === 0 ? 'even' : 'odd'}/${i}.png`), i);
  await drawTorn(join(shop.assets, 'torn.png'), 50);
  return shop;
}

/** Every shard's run, each into an output of its own; answers how many renditions each made. */
async function ingestShards({ folder }: Shop, ...words: readonly string[]): Promise<readonly number[]> {
  const made: number[] = [];
  for (const [i, part] of PARTS.entries()) {
    const ended = await dmx(folder, 'ingest', '--shard', `${i + 1}/2`, '-o', part, '--json', ...words);
    made.push(countsOf(ended).made);
  }
  return made;
}

/** Joins the shards of a wide shop: its torn picture has failed, and the exit code says so as that of the shard did. */
async function mergeParts({ folder }: Shop, ...words: readonly string[]): Promise<void> {
  const merged = await dmx(folder, 'merge', ...PARTS, '--json', ...words);
  expect(merged).toMatchObject({ exit: 3 });
  expect(readLines(merged).find(({ type }) => type === 'merged')).toMatchObject({ failed: 1 });
}

/** What befalls a library between two nights: a move, a change, a loss, something new, an edited profile. */
async function change({ folder, assets }: Shop): Promise<void> {
  renameSync(join(assets, 'even'), join(assets, 'moved'));
  await drawNoise(join(assets, 'odd/1.png'), 100);
  await rm(join(assets, 'odd/3.png'));
  await drawNoise(join(assets, 'odd/new.png'), 101);
  edit(join(folder, 'profiles/small.yaml'), (text) => text.replace('qlt=80', 'qlt=60'));
}

describe('shards of one library', () => {
  it('come together to what one machine writes, byte for byte, and an ingest after that makes nothing', async () => {
    const shop = await openWideShop();
    const made = await ingestShards(shop);
    expect(made.reduce((sum, one) => sum + one)).toBe(48);
    expect(Math.min(...made)).toBeGreaterThan(0);
    await mergeParts(shop);
    expect((await dmx(shop.folder, 'ingest', '-o', 'alone')).exit).toBe(3);
    expect(await digestFiles(shop.output)).toEqual(await digestFiles(join(shop.folder, 'alone')));
    expect(await ingest(shop)).toMatchObject({ made: 0, kept: 48, failedAssets: 1 });
    expect((await dmx(shop.folder, 'verify')).exit).toBe(0);
    // Merged once more, nothing changes.
    await mergeParts(shop);
    expect(await digestFiles(shop.output)).toEqual(await digestFiles(join(shop.folder, 'alone')));

    // Masters that are nowhere any more stop a shard as they stop a run over all.
    await rm(join(shop.assets, 'even'), { recursive: true });
    await rm(join(shop.assets, 'odd'), { recursive: true });
    const emptied = await dmx(shop.folder, 'ingest', '--shard', '1/2', '-o', 'part-1', '--json');
    expect(errorOf(emptied)).toMatchObject({ code: 'LIBRARY_SHRUNK' });
  });

  it.each([
    ['the whole output', '.'],
    ['the catalog alone', '.dmx'],
  ])('go on from %s of the last time: moves are known though the old path is gone', async (_what, below) => {
    const shop = await openWideShop();
    await ingest(shop);
    await cp(shop.output, join(shop.folder, 'alone'), { recursive: true, preserveTimestamps: true });
    for (const part of PARTS) {
      await mkdir(join(shop.folder, part));
      await cp(join(shop.output, below), join(shop.folder, part, below), { recursive: true, preserveTimestamps: true });
    }
    await change(shop);
    const alone = countsOf(await dmx(shop.folder, 'ingest', '-o', 'alone', '--json'));
    expect(alone).toMatchObject({ carried: 18, gone: 1 });
    const made = await ingestShards(shop, ...(below === '.dmx' ? ['--trust-catalog'] : []));
    expect(made.reduce((sum, one) => sum + one)).toBe(alone.made);
    await mergeParts(shop);
    expect(readFileSync(join(shop.output, 'manifest.json'), 'utf8')).toBe(
      readFileSync(join(shop.folder, 'alone/manifest.json'), 'utf8'),
    );
    expect(await digestFiles(shop.output)).toEqual(await digestFiles(join(shop.folder, 'alone')));
    expect(await ingest(shop)).toMatchObject({ made: 0, carried: 0 });
    expect((await dmx(shop.folder, 'verify')).exit).toBe(0);
  });
});

describe('dmx merge', () => {
  it('refuses what are not all shards of one run, each once, and leaves the output as it was', async () => {
    const shop = await openShop();
    await ingestShards(shop);
    expect((await dmx(shop.folder, 'ingest', '-o', 'whole')).exit).toBe(0);
    await mkdir(join(shop.folder, 'nothing'));
    for (const parts of [
      ['part-1'],
      ['part-1', 'part-2', 'part-2'],
      ['part-1', 'whole'],
      ['part-1', 'nothing'],
      ['part-1', 'part-2', '-o', 'part-1'],
    ]) {
      const ended = await dmx(shop.folder, 'merge', ...parts, '--json');
      expect(ended.exit).toBe(2);
      expect(errorOf(ended)).toMatchObject({ code: 'PART_UNFIT', hint: expect.stringMatching(/each once/) });
    }
    expect(existsSync(join(shop.output, 'manifest.json'))).toBe(false);
  });

  it('takes over files that lie on other machines only by their records, and says how many', async () => {
    const shop = await openShop();
    await ingestShards(shop);
    const whole = await dmx(shop.folder, 'ingest', '-o', 'alone');
    expect(whole.exit).toBe(0);
    await rm(join(shop.folder, 'part-2/renditions'), { recursive: true, force: true });
    const merged = await dmx(shop.folder, 'merge', ...PARTS, '--json');
    expect(merged.exit).toBe(0);
    const [view] = readLines(merged).filter(({ type }) => type === 'merged');
    expect(Number(view?.['files']) + Number(view?.['absent'])).toBe(20);
    expect(readFileSync(join(shop.output, 'manifest.json'))).toEqual(
      readFileSync(join(shop.folder, 'alone/manifest.json')),
    );
    expect(await ingest(shop)).toMatchObject({ made: view?.['absent'] });
  });
});
