import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assetOf, countsOf, readLines, readManifest } from '../../support/cli/dmx-output.ts';
import { dmx, startDmx, type Ended } from '../../support/cli/dmx.ts';
import { openShop, type Shop } from '../../support/project/shop.ts';
import { digestFiles } from '../../support/files/tree.ts';

/** What a native library may do to its process, as code that runs there. */
const FAULTS = {
  crashes: `process.kill(process.pid, 'SIGSEGV')`,
  hangs: `process.kill(process.pid, 'SIGSTOP')`,
  // A gigabyte, resident.
  'outgrows its share': `const held = []; setInterval(() => held.push(Buffer.alloc(2 ** 26, 1)), 5)`,
} as const;

/** Runs an ingest in which the worker that is to make b.png meets a fault: each time, or the first time only. */
function ingestWithFault({ folder }: Shop, fault: keyof typeof FAULTS, once: boolean): Promise<Ended> {
  const flag = JSON.stringify(join(folder, 'fault'));
  const script =
    `import { existsSync, writeFileSync } from 'node:fs';` +
    `if (process.argv[1]?.includes('worker')) process.on('message', ({ job }) => {` +
    `if (job?.asset !== 'b.png' || existsSync(${flag})) return;` +
    `${once ? `writeFileSync(${flag}, '');` : ''} ${FAULTS[fault]} })`;
  const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(script)}`;
  const words = ['ingest', '-j', '2', '--memory', '512MiB', '--timeout', '6s', '--json'];
  return startDmx(words, { cwd: folder, env: { NODE_OPTIONS } }).ended;
}

const CODES = { crashes: 'ENGINE_CRASHED', hangs: 'ENGINE_TIMEOUT', 'outgrows its share': 'ENGINE_CRASHED' } as const;

describe.each(Object.keys(FAULTS) as (keyof typeof FAULTS)[])('a worker process that %s', (fault) => {
  it('is replaced; its asset is tried once more, recorded as failed, and the rest is made', async () => {
    const shop = await openShop();
    const ended = await ingestWithFault(shop, fault, false);
    expect(ended.exit).toBe(3);
    expect(countsOf(ended)).toMatchObject({ made: 16, failedAssets: 1 });
    const tried = readLines(ended).filter(({ type, asset }) => type === 'notice' && asset === 'b.png');
    expect(tried).toHaveLength(1);
    const asset = assetOf(await readManifest(shop.output), 'b.png');
    expect(asset).toMatchObject({ state: 'failed', renditions: [] });
    expect(asset.errors).toMatchObject([{ code: CODES[fault], hint: expect.stringMatching(/./) }]);
    expect(countsOf(await dmx(shop.folder, 'ingest', '--json'))).toMatchObject({ made: 4, kept: 16, failedAssets: 0 });
  });
});

describe('a worker process that crashes once', () => {
  it('costs nothing: the second try makes what an undisturbed run makes', async () => {
    const shop = await openShop();
    const ended = await ingestWithFault(shop, 'crashes', true);
    expect(ended.exit).toBe(0);
    expect(countsOf(ended)).toMatchObject({ made: 20, failedAssets: 0 });
    expect((await dmx(shop.folder, 'ingest', '-o', 'undisturbed')).exit).toBe(0);
    expect(await digestFiles(shop.output)).toEqual(await digestFiles(join(shop.folder, 'undisturbed')));
  });
});

describe('worker processes that do not start', () => {
  const exits = `if (process.argv[1]?.includes('worker')) process.exit(1)`;
  const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(exits)}` };

  it('end the run with one error, and no master is blamed', async () => {
    const shop = await openShop();
    const ended = await startDmx(['ingest', '--json'], { cwd: shop.folder, env }).ended;
    expect(ended.exit).toBe(4);
    const lines = readLines(ended);
    expect(lines.filter(({ type }) => type === 'error')).toMatchObject([{ code: 'ENGINE_BROKEN' }]);
    expect(lines.filter(({ type }) => type === 'asset-refused' || type === 'job-finished')).toEqual([]);
    expect(countsOf(await dmx(shop.folder, 'ingest', '--json'))).toMatchObject({ made: 20, failedAssets: 0 });
  });

  it('are no matter where there is nothing to do', async () => {
    const shop = await openShop();
    // What is no asset is looked at anew by each run.
    await rm(join(shop.assets, 'readme.txt'));
    expect((await dmx(shop.folder, 'ingest')).exit).toBe(0);
    expect((await startDmx(['ingest', '--json'], { cwd: shop.folder, env }).ended).exit).toBe(0);
  });
});
