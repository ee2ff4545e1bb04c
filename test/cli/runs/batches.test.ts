import { existsSync, truncateSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countsOf, errorOf, readLines, type JsonLine } from '../../support/cli/dmx-output.ts';
import { dmx, startDmx, type Ended } from '../../support/cli/dmx.ts';
import { drawNoise, openShop, type Shop } from '../../support/project/shop.ts';
import { listFiles } from '../../support/files/tree.ts';

/** A shop of so many pictures, each with one rendition. */
async function openPlainShop(pictures: number): Promise<Shop> {
  const shop = await openShop();
  await rm(shop.assets, { recursive: true });
  for (let i = 0; i < pictures; i++) await drawNoise(join(shop.assets, `${100 + i}.png`), i, 16, 16);
  const profile = 'kind: image-profile\nname: small\nrenditions: [{ name: dot, modifiers: "wid=8&fmt=png" }]\n';
  await writeFile(join(shop.folder, 'profiles/small.yaml'), profile);
  return shop;
}

function batchesOf(ended: Ended): readonly JsonLine[] {
  return readLines(ended).filter(({ type }) => type === 'batch-started');
}

describe('--batch', () => {
  it.each(['9', '1001', 'some'])('takes no %s: exit 2 before anything is looked at', async (size) => {
    const shop = await openPlainShop(1);
    const ended = await dmx(shop.folder, 'ingest', '--batch', size, '--json');
    expect(ended.exit).toBe(2);
    expect(errorOf(ended)).toMatchObject({ code: 'OPTION_RANGE', hint: expect.stringMatching(/auto/) });
    expect(existsSync(shop.output)).toBe(false);
  });

  it('takes 10 to 49 only where masters have 100 MB and more on average', async () => {
    const shop = await openPlainShop(2);
    const refused = await dmx(shop.folder, 'ingest', '--batch', '49', '--json');
    expect(refused.exit).toBe(2);
    expect(errorOf(refused)).toMatchObject({ code: 'OPTION_RANGE', hint: expect.stringMatching(/100 MB/) });
    expect(await listFiles(shop.output)).toEqual([]);
    // What follows the end of a PNG is not read; the disk holds nothing of it.
    for (const name of ['100.png', '101.png']) truncateSync(join(shop.assets, name), 101e6);
    const taken = await dmx(shop.folder, 'ingest', '--batch', '10', '--json');
    expect(taken.exit).toBe(0);
    expect(batchesOf(taken)).toMatchObject([{ batch: 1, batches: 1, jobs: 2, size: 10 }]);
    // Nothing is left to work on, so nothing is too small.
    expect((await dmx(shop.folder, 'ingest', '--batch', '10')).exit).toBe(0);
    expect(batchesOf(await dmx(shop.folder, 'ingest', '--force', '--batch', 'auto', '--json'))).toMatchObject([
      { size: 10, reason: expect.stringMatching(/101 MB on average/) },
    ]);
  });

  it('auto takes many small masters together, and says why', async () => {
    const shop = await openPlainShop(3);
    const ended = await dmx(shop.folder, 'ingest', '--batch', 'auto');
    expect(ended.exit).toBe(0);
    expect(ended.stderr).toMatch(/1,?000.*on average/);
  });

  it('tells batch by batch, records what is finished before, and writes the manifest once at the end', async () => {
    const shop = await openPlainShop(120);
    const run = startDmx(['ingest', '--batch', '50', '--json'], { cwd: shop.folder });
    await run.saw('"type":"batch-committed","batch":1');
    run.child.kill('SIGKILL');
    const killed = await run.ended;
    expect(batchesOf(killed).slice(0, 2)).toMatchObject([
      { batch: 1, batches: 3, jobs: 50, size: 50 },
      { batch: 2, batches: 3, jobs: 50 },
    ]);
    expect(existsSync(join(shop.output, 'manifest.json'))).toBe(false);
    const again = await dmx(shop.folder, 'ingest', '--batch', '50', '--json');
    const finished = readLines(killed).filter(({ type }) => type === 'job-finished').length;
    const { made, kept } = countsOf(again);
    expect(made + kept).toBe(120);
    expect(kept).toBeGreaterThanOrEqual(Math.max(50, finished));
    expect((await listFiles(shop.output)).length).toBe(121);
  });
});
