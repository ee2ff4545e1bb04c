import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { countsOf, errorOf, readLines, readManifest, type JsonLine } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { LONG_SHOP_RENDITIONS, openLongShop, startLongRun, undisturbed } from '../../support/project/long-shop.ts';
import { drawNoise, drawTorn, edit, openShop, type Shop } from '../../support/project/shop.ts';
import { digestFiles } from '../../support/files/tree.ts';

async function history(cwd: string): Promise<readonly JsonLine[]> {
  return readLines(await dmx(cwd, 'runs', '--json'));
}

/** How far the newest run is; undefined = there is none. */
async function firstProgress(cwd: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  return (await history(cwd))[0]?.['progress'] as Readonly<Record<string, unknown>> | undefined;
}

/** A record as it was printed, without what every line has. */
function withoutEnvelope({ v: _v, type: _type, ...record }: JsonLine = { v: 0, type: '' }): unknown {
  return record;
}

describe('dmx runs', () => {
  it('lists what was run, newest first, with title, state and counts', async () => {
    const { folder } = await openShop();
    expect((await dmx(folder, 'runs')).stdout).toContain('No runs yet');
    await dmx(folder, 'ingest', '--title', 'first of all');
    await dmx(folder, 'reprocess', 'assets/north', '--force');
    const [second, first] = await history(folder);
    expect(first).toMatchObject({ command: 'ingest', title: 'first of all', state: 'finished', counts: { made: 20 } });
    expect(second).toMatchObject({ command: 'reprocess', title: '', state: 'finished', counts: { made: 8 } });
    expect(second).toMatchObject({ options: { folders: ['assets/north'], force: true } });
    const printed = await dmx(folder, 'runs', 'list');
    expect(printed.stdout.trim().split('\n')).toHaveLength(2);
    expect(printed.stdout).toContain('"first of all"');
  });

  it('shows one run with its log, by its id, the beginning of it, or last', async () => {
    const { folder } = await openShop();
    writeFileSync(join(folder, 'assets/torn.png'), Buffer.from('\u0089PNG\r\n\u001a\n torn', 'latin1'));
    expect((await dmx(folder, 'ingest')).exit).toBe(3);
    const [run] = await history(folder);
    const id = String(run?.['id']);
    for (const name of [id, id.slice(0, 12), 'last']) {
      const [head, ...log] = readLines(await dmx(folder, 'runs', 'show', name, '--json'));
      expect(head).toMatchObject({ type: 'run', id, state: 'finished' });
      expect(log.map(({ type }) => type)).toEqual(expect.arrayContaining(['run-started', 'planned', 'run-finished']));
    }
    const printed = await dmx(folder, 'runs', 'show', 'last');
    expect(printed.stdout).toContain('SOURCE_CORRUPT');
    expect(errorOf(await dmx(folder, 'runs', 'show', '1999', '--json'))).toMatchObject({ code: 'RUN_UNKNOWN' });
    expect((await dmx(folder, 'runs', 'show')).exit).toBe(2);
    expect(errorOf(await dmx(folder, 'runs', 'suspend', 'last', '--json'))).toMatchObject({ code: 'RUN_NOT_RUNNING' });
  });

  it('renames a run, whether it has ended or not', async () => {
    const { folder: cwd } = await openLongShop();
    const run = await startLongRun(cwd, '--title', 'working title');
    expect(await history(cwd)).toMatchObject([{ state: 'running', pid: run.child.pid }]);
    expect((await dmx(cwd, 'runs', 'rename', 'last', 'a better title')).exit).toBe(0);
    expect((await run.ended).exit).toBe(0);
    expect(await history(cwd)).toMatchObject([{ title: 'a better title', state: 'finished' }]);
    await dmx(cwd, 'runs', 'rename', 'last', '');
    expect(await history(cwd)).toMatchObject([{ title: '', state: 'finished' }]);
  });

  it('tells from another terminal how far a run is, as status does, and as the run itself', async () => {
    const { folder: cwd } = await openLongShop();
    const run = await startLongRun(cwd);
    while (!(Number((await firstProgress(cwd))?.['done']) > 0)) await sleep(50);
    // So that it stands still while it is looked at.
    run.child.kill('SIGSTOP');
    const [runs, status] = [await history(cwd), readLines(await dmx(cwd, 'status', '--json'))[0]];
    expect(status?.['lastRun']).toEqual(withoutEnvelope(runs[0]));
    const { done, renditionsDone } = (runs[0]?.['progress'] ?? {}) as { done: number; renditionsDone: number };
    expect(done).toBeGreaterThan(0);
    expect(renditionsDone).toBe((done * LONG_SHOP_RENDITIONS) / 10);
    const figures = [`${done}/10 assets`, `${renditionsDone}/${LONG_SHOP_RENDITIONS} renditions`];
    for (const words of [['status'], ['runs'], ['runs', 'show', 'last']]) {
      const { stdout } = await dmx(cwd, ...words);
      for (const figure of figures) expect(stdout).toContain(figure);
    }
    const noticesOfVerify = async () =>
      readLines(await dmx(cwd, 'verify', '--json')).filter(({ type }) => type === 'notice');
    expect(await noticesOfVerify()).toHaveLength(1);
    run.child.kill('SIGCONT');
    const ended = await run.ended;
    expect(ended.exit).toBe(0);
    expect(await noticesOfVerify()).toEqual([]);
    const finished = readLines(ended).filter(({ type }) => type === 'job-finished');
    expect(await firstProgress(cwd)).toMatchObject({ done: finished.length, total: 10, failed: 0 });
    expect((await dmx(cwd, 'status')).stdout).toContain(`finished, ${LONG_SHOP_RENDITIONS} renditions made`);
  });

  it.each([
    ['suspend', 'suspended'],
    ['terminate', 'terminated'],
  ])('%ss a run from another process, and resume goes on to the very same bytes', async (asked, state) => {
    const { folder: cwd, output } = await openLongShop();
    const run = await startLongRun(cwd, '--title', 'cut short');
    expect((await dmx(cwd, 'runs', asked, 'last')).exit).toBe(0);
    const ended = await run.ended;
    expect(ended.exit).toBe(130);
    expect(readLines(ended).at(-1)).toMatchObject({ type: 'run-finished', state });
    expect(await history(cwd)).toMatchObject([{ state }]);

    const recorded = (await readManifest(output)).assets.flatMap(({ renditions }) => renditions);
    expect(recorded).toHaveLength(countsOf(ended).made);
    expect((await dmx(cwd, 'verify')).exit).toBe(0);

    const resumed = await dmx(cwd, 'runs', 'resume', 'last', '--json');
    expect(resumed.exit).toBe(0);
    expect(countsOf(resumed)).toMatchObject({ kept: recorded.length });
    expect(await digestFiles(output)).toEqual(await undisturbed());
    expect(await history(cwd)).toMatchObject([
      { state: 'finished', title: 'cut short', options: { concurrency: 1 } },
      { state },
    ]);
  });

  it('does not make again by force what the run it resumes has made', async () => {
    const { folder: cwd } = await openLongShop();
    expect((await dmx(cwd, 'ingest')).exit).toBe(0);
    const run = await startLongRun(cwd, '--force');
    run.child.kill('SIGINT');
    const cut = countsOf(await run.ended);
    const resumed = countsOf(await dmx(cwd, 'runs', 'resume', 'last', '--json'));
    expect(cut.made).toBeGreaterThan(0);
    expect(cut.made + resumed.made).toBe(LONG_SHOP_RENDITIONS);
    const again = countsOf(await dmx(cwd, 'runs', 'resume', 'last', '--json'));
    expect(again.made).toBe(0);
  });

  it('calls a run interrupted whose process died without a word', async () => {
    const { folder: cwd } = await openLongShop();
    const run = await startLongRun(cwd);
    run.child.kill('SIGKILL');
    await run.ended;
    expect(await history(cwd)).toMatchObject([{ state: 'interrupted' }]);
    expect((await dmx(cwd, 'runs', 'resume', 'last')).exit).toBe(0);
    expect(await history(cwd)).toMatchObject([{ state: 'finished' }, { state: 'interrupted' }]);
  });

  it('calls a run failed that an error ended, and says which', async () => {
    const { folder } = await openShop();
    expect((await dmx(folder, 'reprocess', '--rendition', 'nothing')).exit).toBe(2);
    const [run] = await history(folder);
    expect(run).toMatchObject({ state: 'failed', error: { code: 'RENDITION_UNKNOWN' }, endedAt: expect.any(String) });
    expect((await dmx(folder, 'runs', 'show', 'last')).stdout).toContain('RENDITION_UNKNOWN');
    expect((await dmx(folder, 'status')).exit).toBe(0);
  });
});

/** A shop of so many torn masters, which come first, and so many whole ones. */
async function openTornShop(torn: number, whole: number): Promise<Shop> {
  const shop = await openShop();
  await rm(shop.assets, { recursive: true });
  for (let i = 0; i < whole; i++) await drawNoise(join(shop.assets, `whole-${i}.png`), i);
  for (let i = 0; i < torn; i++) await drawTorn(join(shop.assets, `torn-${i}.png`), 100 + i);
  return shop;
}

describe('--max-failures', () => {
  it('stops a run once more assets than that have failed, exit 3, everything else recorded', async () => {
    const { folder } = await openTornShop(4, 2);
    const stopped = await dmx(folder, 'ingest', '--max-failures', '1', '-j', '1', '--json');
    expect(stopped.exit).toBe(3);
    expect(countsOf(stopped).made).toBeLessThan(8);
    expect(stopped.stdout).toContain('`maxFailures`');
    const all = await dmx(folder, 'ingest', '--json');
    expect(all.exit).toBe(3);
    expect(countsOf(all)).toMatchObject({ failedAssets: 4 });
    // What failed before and is left alone does not stop a run that has something else to do.
    await drawNoise(join(folder, 'assets/new.png'), 50);
    const later = await dmx(folder, 'ingest', '--max-failures', '0', '--json');
    expect(countsOf(later)).toMatchObject({ made: 4, failedAssets: 4 });
  });

  it.each([
    ['50%', true],
    ['70%', false],
  ])('takes a share of the assets to work on: %s of which 2 in 3 fail', async (share, stops) => {
    const { folder } = await openTornShop(4, 2);
    const ended = await dmx(folder, 'ingest', '--max-failures', share, '--json');
    expect(ended.exit).toBe(3);
    expect(ended.stdout.includes('`maxFailures`')).toBe(stops);
  });
});

describe('--timeout', () => {
  /** One picture that takes many seconds, between two that take none. */
  async function openSlowShop(): Promise<Shop> {
    const shop = await openShop();
    await rm(shop.assets, { recursive: true });
    await drawNoise(join(shop.assets, 'a.png'), 1);
    await drawNoise(join(shop.assets, 'slow/b.png'), 2, 2400, 1800);
    await drawNoise(join(shop.assets, 'z.png'), 3);
    writeFileSync(
      join(shop.folder, 'profiles/slow.yaml'),
      'kind: image-profile\nname: slow\nrenditions:\n  - { name: film, modifiers: "wid=4800&hei=3600&fit=stretch,1&fmt=avif&qlt=95" }\n',
    );
    edit(join(shop.folder, 'dmx.yaml'), (text) => `${text}  - { path: slow, image: slow }\n`);
    return shop;
  }

  it('ends an asset that takes too long, records it, and goes on with the others', async () => {
    const { folder } = await openSlowShop();
    const ended = await dmx(folder, 'ingest', '--timeout', '6s', '--json');
    expect(ended.exit).toBe(3);
    expect(countsOf(ended)).toMatchObject({ made: 8, failedAssets: 1 });
    const slow = (await readManifest(join(folder, 'dmx-out'))).assets.find(({ path }) => path === 'slow/b.png');
    expect(slow).toMatchObject({ state: 'failed', errors: [{ code: 'ENGINE_TIMEOUT' }] });
    // It is tried again unasked.
    expect(readLines(await dmx(folder, 'plan', '--json')).at(-1)).toMatchObject({ make: 1, keep: 8 });
  });

  it('stops the run there with --on-timeout stop, what is finished recorded', async () => {
    const { folder } = await openSlowShop();
    const ended = await dmx(folder, 'ingest', '--timeout', '6s', '--on-timeout', 'stop', '-j', '1', '--json');
    expect(ended.exit).toBe(3);
    expect(ended.stdout).toContain('`onTimeout`');
    expect((await dmx(folder, 'verify', '--quick')).exit).toBe(0);
  });
});
