import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';

import {
  eventually,
  isAlive,
  openScriptedPool,
  orphanWorkers,
  scriptedJob,
  sourceOf,
  testFolder,
} from '../../support/processes/scripted-pool.ts';

const ALLOWANCE = { timeoutSeconds: 30, memoryBytes: 100 * 2 ** 20 };
const linux = process.platform === 'linux';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a pool of worker processes', () => {
  it('answers jobs and examinations, and says what is installed', async () => {
    const pool = openScriptedPool();
    expect(await pool.installation()).toEqual({
      encoderVersions: { jpg: 'test 1' },
      parts: [{ name: 'test', found: '1' }],
    });
    const { result, error } = await pool.render(scriptedJob('ok'), '/', ALLOWANCE);
    expect(error).toBeUndefined();
    expect(result?.warnings).toEqual([`ok by ${pool.pids[0]}`]);
    expect(await pool.examine(sourceOf('/a.png'), ALLOWANCE)).toMatchObject({ sha256: 'new', mime: 'image/png' });
  });

  it('starts workers only when there is work, never more than its size, and uses those that rest', async () => {
    const pool = openScriptedPool({ size: 2 });
    expect(pool.pids).toHaveLength(0);
    await pool.render(scriptedJob('ok'), '/', ALLOWANCE);
    await pool.render(scriptedJob('ok'), '/', ALLOWANCE);
    expect(pool.pids).toHaveLength(1);
    const jobs = Array.from({ length: 5 }, (_, i) => pool.render(scriptedJob(`late-${50 + i}`), '/', ALLOWANCE));
    await eventually(() => pool.pids.length === 2);
    const makers = (await Promise.all(jobs)).map(({ result }) => result?.warnings[0]?.split(' by ')[1]);
    expect(new Set(makers)).toEqual(new Set(pool.pids.map(String)));
  });

  it('leaves to one worker what it does sooner than another starts', async () => {
    const pool = openScriptedPool({ size: 2, patienceMs: 60_000 });
    const makers = await Promise.all(
      ['ok', 'ok', 'ok'].map((script) => pool.render(scriptedJob(script), '/', ALLOWANCE)),
    );
    expect(new Set(makers.map(({ result }) => result?.warnings[0])).size).toBe(1);
    expect(pool.pids).toHaveLength(1);
  });

  it.runIf(linux)('tells the most memory that a job took', async () => {
    const allowance = { timeoutSeconds: 30, memoryBytes: 200 * 2 ** 20 };
    const peaks = [40, 140].map(async (mebibytes) => {
      const { peakBytes = 0 } = await openScriptedPool().render(scriptedJob(`keep-${mebibytes}`), '/', allowance);
      return peakBytes / 2 ** 20;
    });
    const [small = 0, large = 0] = await Promise.all(peaks);
    // What Node itself takes varies by some megabytes from start to start.
    expect(large - small).toBeGreaterThan(80);
    expect(large - small).toBeLessThan(120);
  });

  it('survives a segmentation fault, reports the last words, and works on with a new worker', async () => {
    const pool = openScriptedPool({ size: 1 });
    const { error } = await pool.render(scriptedJob('segfault'), '/', ALLOWANCE);
    expect(error).toMatchObject({ code: 'ENGINE_CRASHED', rendition: null });
    expect(error?.message).toContain('SIGSEGV (first words; libvips: last words)');
    expect((await pool.render(scriptedJob('ok'), '/', ALLOWANCE)).result).toBeDefined();
  });

  it('takes a worker that exits, and one that answers nonsense, for crashed', async () => {
    const pool = openScriptedPool({ size: 1 });
    const exited = await pool.render(scriptedJob('exit'), '/', ALLOWANCE);
    expect(exited.error?.code).toBe('ENGINE_CRASHED');
    expect(exited.error?.message).toContain('exit code 7');
    expect((await pool.render(scriptedJob('odd'), '/', ALLOWANCE)).error?.code).toBe('ENGINE_CRASHED');
  });

  it('passes on what the worker reports as failed, and keeps the worker', async () => {
    const pool = openScriptedPool({ size: 1 });
    const { error } = await pool.render(scriptedJob('fail'), '/', ALLOWANCE);
    const [pid] = pool.pids;
    expect(error).toEqual({ code: 'ENGINE_FAILED', rendition: null, message: 'fail of fail', hint: '' });
    await pool.render(scriptedJob('ok'), '/', ALLOWANCE);
    expect(pool.pids).toEqual([pid]);
  });

  it('ends a worker that hangs', async () => {
    const pool = openScriptedPool({ size: 1 });
    await pool.installation();
    const [hung = 0] = pool.pids;
    const { error } = await pool.render(scriptedJob('hang'), '/', { ...ALLOWANCE, timeoutSeconds: 0.3 });
    expect(error?.code).toBe('ENGINE_TIMEOUT');
    expect(isAlive(hung)).toBe(false);
    expect((await pool.render(scriptedJob('ok'), '/', ALLOWANCE)).result).toBeDefined();
  });

  it.runIf(linux)('ends a worker that outgrows its share long before it has all it wants', async () => {
    const pool = openScriptedPool({ size: 1, recycleBytes: 150 * 2 ** 20 });
    const allowance = { timeoutSeconds: 30, memoryBytes: 40 * 2 ** 20 };
    const { error, peakBytes = 0 } = await pool.render(scriptedJob('eat-1500'), '/', allowance);
    expect(error?.code).toBe('ENGINE_CRASHED');
    expect(error?.message).toContain('40 MiB');
    expect(peakBytes / 2 ** 20).toBeLessThan(500);
    expect(pool.pids).toEqual([]);
  });

  it.runIf(linux)('lets a new worker have what is set aside for it at rest, too', async () => {
    const pool = openScriptedPool({ size: 1, recycleBytes: 400 * 2 ** 20 });
    const allowance = { timeoutSeconds: 30, memoryBytes: 40 * 2 ** 20 };
    const { result, peakBytes = 0 } = await pool.render(scriptedJob('keep-200'), '/', allowance);
    expect(result).toBeDefined();
    expect(peakBytes).toBeGreaterThan(200 * 2 ** 20);
  });

  it.runIf(linux)('replaces a worker that keeps memory, but not before it has answered', async () => {
    const pool = openScriptedPool({ size: 1, recycleBytes: 150 * 2 ** 20 });
    await pool.installation();
    const before = pool.pids;
    const allowance = { timeoutSeconds: 30, memoryBytes: 200 * 2 ** 20 };
    expect((await pool.render(scriptedJob('keep-120'), '/', allowance)).result).toBeDefined();
    expect(pool.pids).toEqual([]);
    await pool.render(scriptedJob('ok'), '/', ALLOWANCE);
    expect(pool.pids).not.toEqual(before);
  });

  it('says why no worker can be started, once and for all after three attempts', async () => {
    vi.stubEnv('DMX_TEST_START', 'broken');
    const pool = openScriptedPool();
    await expect(pool.installation()).rejects.toMatchObject({ code: 'ENGINE_BROKEN', message: 'no sharp' });
    vi.unstubAllEnvs();
    expect((await pool.render(scriptedJob('ok'), '/', ALLOWANCE)).error?.code).toBe('ENGINE_BROKEN');
  });

  it('blames nothing that is asked for where workers do not start', async () => {
    vi.stubEnv('DMX_TEST_START', 'exit');
    const pool = openScriptedPool();
    const { error } = await pool.render(scriptedJob('ok'), '/', ALLOWANCE);
    expect(error).toMatchObject({ code: 'ENGINE_BROKEN', rendition: null });
    expect(error?.message).toContain('exit code 9');
    expect((await pool.examine(sourceOf('/a.png'), ALLOWANCE)).error).toEqual(error);
  });

  it('leaves no process behind when it is closed, and refuses what comes later', async () => {
    const pool = openScriptedPool();
    const busy = pool.render(scriptedJob('hang'), '/', ALLOWANCE);
    await pool.render(scriptedJob('ok'), '/', ALLOWANCE);
    await eventually(() => pool.pids.length === 2);
    const { pids } = pool;
    await pool.close();
    expect(pids.filter(isAlive)).toEqual([]);
    expect((await busy).error?.code).toBe('CANCELLED');
    expect((await pool.render(scriptedJob('ok'), '/', ALLOWANCE)).error?.code).toBe('CANCELLED');
  });

  it.runIf(linux)('leaves no process behind when its owner is killed in mid-work', async () => {
    const pids = await orphanWorkers();
    await eventually(() => !pids.some(isAlive));
  });

  it('tells how far a job is', async () => {
    const shares: number[] = [];
    const pool = openScriptedPool({ size: 1 });
    await pool.render(scriptedJob('steps-4'), '/', ALLOWANCE, (share) => shares.push(share));
    expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('hands the programs that were named to its workers', async () => {
    const pool = openScriptedPool({ size: 1, programs: { ffmpeg: '/opt/ffmpeg' } });
    expect((await pool.programs()).parts).toContainEqual({ name: 'ffmpeg', found: '/opt/ffmpeg' });
  });

  it.runIf(linux)('counts what a worker has started, and ends it with the worker', async () => {
    const pool = openScriptedPool({ size: 1, recycleBytes: 100 * 2 ** 20 });
    const file = join(testFolder(), 'pid');
    const job = scriptedJob('program-120', { file });
    const { error, peakBytes } = await pool.render(job, '/', { timeoutSeconds: 20, memoryBytes: 80 * 2 ** 20 });
    expect(error).toMatchObject({ code: 'ENGINE_CRASHED' });
    expect(peakBytes).toBeGreaterThan(110 * 2 ** 20);
    const program = Number(readFileSync(file, 'utf8'));
    await eventually(() => !isAlive(program));
  });
});
