import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { Budget } from '../../../src/base/budget.ts';
import type { Event } from '../../../src/model/run/event.ts';
import type { Work } from '../../../src/model/jobs/work.ts';
import type { Job } from '../../../src/model/jobs/job.ts';
import type { Outcome } from '../../../src/model/jobs/outcome.ts';
import { schedule, type ScheduleOptions } from '../../../src/schedule/schedule.ts';
import { scratchIn } from '../../../src/schedule/scratch.ts';
import {
  eventually,
  isAlive,
  openScriptedPool,
  scriptedJob,
  testFolder,
} from '../../support/processes/scripted-pool.ts';

const MEBIBYTE = 2 ** 20;

interface Setup extends Partial<ScheduleOptions> {
  readonly memory?: number;
}

/** The work of a job that is called by a number. */
const byNumber = ({ asset }: Job): Work => ({ kind: 'any', seconds: Number(asset.slice(3)) });

/** Options around `jobs` with a budget of `memory` MiB, and everything that is told. */
function setUp(jobs: readonly Job[], { memory = 100, ...more }: Setup = {}) {
  const events: Event[] = [];
  const folder = testFolder();
  const options: ScheduleOptions = {
    batches: [jobs],
    pool: more.pool ?? openScriptedPool(),
    budget: new Budget(memory * MEBIBYTE),
    idle: { mainBytes: 0, workerBytes: 0 },
    concurrency: 2,
    limitSeconds: () => 20,
    scratch: scratchIn(folder),
    weigh: () => ({ kind: 'any', seconds: 1 }),
    isFirst: () => false,
    signal: new AbortController().signal,
    emit: (event) => events.push(event),
    ...more,
  };
  const started = (): string[] => events.flatMap((event) => (event.type === 'job-started' ? [event.asset] : []));
  return { options, events, started, folder };
}

async function collect(outcomes: AsyncIterable<Outcome>): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for await (const outcome of outcomes) all.push(outcome);
  return all;
}

const codes = (outcomes: readonly Outcome[]): Record<string, string> =>
  Object.fromEntries(
    outcomes.map(({ job, error, result }) => [job.asset, error?.code ?? (result ? 'made' : 'neither')]),
  );

/** The worker that made a job's result. */
const maker = ({ result }: Outcome): string | undefined => result?.warnings[0]?.split(' by ')[1];

describe('scheduling a batch', () => {
  it('gives each job one outcome, with a scratch folder of its own', async () => {
    const jobs = Array.from({ length: 12 }, (_, i) => scriptedJob(`ok-${i}`));
    const { options, events } = setUp(jobs);
    const outcomes = await collect(schedule(options));
    expect(new Set(outcomes.map(({ job }) => job))).toEqual(new Set(jobs));
    expect(new Set(outcomes.map(({ scratch }) => scratch)).size).toBe(12);
    expect(outcomes.every(({ scratch }) => scratch !== undefined && existsSync(scratch))).toBe(true);
    expect(events.filter(({ type }) => type === 'job-started')).toHaveLength(12);
    expect(options.budget.free).toBe(options.budget.capacity);
  });

  it('starts those that are to go first, the shortest in front, then the longest', async () => {
    const jobs = ['ok-1', 'ok-4', 'ok-3', 'ok-2', 'ok-5'].map((name) => scriptedJob(name));
    const isFirst = ({ asset }: Job): boolean => asset === 'ok-2' || asset === 'ok-4';
    const { options, started } = setUp(jobs, { concurrency: 1, weigh: byNumber, isFirst });
    await collect(schedule(options));
    expect(started()).toEqual(['ok-2', 'ok-4', 'ok-5', 'ok-3', 'ok-1']);
  });

  it('starts the heaviest first', async () => {
    const jobs = ['ok-1', 'ok-3', 'ok-2'].map((name) => scriptedJob(name));
    const { options, started } = setUp(jobs, { concurrency: 1, weigh: byNumber });
    await collect(schedule(options));
    expect(started()).toEqual(['ok-3', 'ok-2', 'ok-1']);
  });

  it('begins the next batch in the places that the last jobs of the one before leave', async () => {
    const batches = [['late-2500', 'late-100'], ['late-101'], ['late-102']].map((names) =>
      names.map((name) => scriptedJob(name)),
    );
    const { options, started } = setUp([]);
    const outcomes = await collect(schedule({ ...options, batches }));
    expect(started()).toHaveLength(4);
    expect(outcomes.map(({ job }) => job.asset)).toEqual(['late-100', 'late-101', 'late-102', 'late-2500']);
  });

  it('asks for a batch only when there is a place for it, and tells when that fails', async () => {
    const asked: number[] = [];
    async function* batches() {
      for (const [i, name] of ['ok-1', 'ok-2'].entries()) {
        asked.push(i);
        yield [scriptedJob(name)];
      }
      throw new Error('the catalog is gone');
    }
    const { options } = setUp([], { concurrency: 1 });
    const outcomes = schedule({ ...options, batches: batches() });
    expect((await outcomes.next()).value?.job.asset).toBe('ok-1');
    expect((await outcomes.next()).value?.job.asset).toBe('ok-2');
    await expect(outcomes.next()).rejects.toThrow('the catalog is gone');
    expect(asked).toEqual([0, 1]);
  });

  it('runs side by side only what the budget holds', async () => {
    const jobs = [1, 2, 3, 4].map((i) => scriptedJob(`late-${100 + i}`, { memory: 60 }));
    const { options } = setUp(jobs);
    let least = Infinity;
    const timer = setInterval(() => (least = Math.min(least, options.budget.free / MEBIBYTE)), 10);
    const outcomes = await collect(schedule(options));
    clearInterval(timer);
    expect(least).toBe(40);
    // One at a time, so the worker that rests is always there for the next.
    expect(new Set(outcomes.map(maker)).size).toBe(1);
  });

  it('refuses a job that needs more than the whole budget, and does the others', async () => {
    const { options, started } = setUp([scriptedJob('ok-1', { memory: 101 }), scriptedJob('ok-2', { memory: 100 })]);
    const outcomes = await collect(schedule(options));
    expect(codes(outcomes)).toEqual({ 'ok-1': 'SOURCE_TOO_LARGE', 'ok-2': 'made' });
    expect(outcomes.find(({ error }) => error)?.error?.message).toMatch(/100 MiB.*101 MiB/);
    expect(started()).toEqual(['ok-2']);
  });

  it('counts the worker with its job, and tells needs and cap as they are for the whole process tree', async () => {
    const idle = { mainBytes: 200 * MEBIBYTE, workerBytes: 70 * MEBIBYTE };
    const jobs = [scriptedJob('ok-1', { memory: 31 }), scriptedJob('ok-2', { memory: 30 })];
    const { options } = setUp(jobs, { idle });
    const outcomes = await collect(schedule(options));
    expect(codes(outcomes)).toEqual({ 'ok-1': 'SOURCE_TOO_LARGE', 'ok-2': 'made' });
    expect(outcomes.find(({ error }) => error)?.error?.message).toMatch(/300 MiB.*301 MiB/);
  });

  it('lets a resting worker go whose memory a large job needs', async () => {
    const idle = { mainBytes: 0, workerBytes: 30 * MEBIBYTE };
    const small = ['late-200', 'late-201'].map((name) => scriptedJob(name));
    const large = scriptedJob('late-300', { memory: 60 });
    const { options, started } = setUp([...small, large], {
      idle,
      weigh: (job) => ({ kind: 'any', seconds: -job.memoryBytes }),
    });
    const collecting = collect(schedule(options));
    await eventually(() => started().length === 2 && options.pool.pids.length === 2);
    await eventually(() => started().length === 3 && options.pool.pids.length === 1);
    expect(await collecting).toHaveLength(3);
  });

  it('records what crashes, hangs, exits or fails, and goes on', async () => {
    const jobs = ['segfault', 'hang', 'exit', 'fail', 'ok-1', 'ok-2'].map((name) => scriptedJob(name));
    const { options, folder } = setUp(jobs, { limitSeconds: () => 2 });
    const outcomes = await collect(schedule(options));
    expect(codes(outcomes)).toEqual({
      segfault: 'ENGINE_CRASHED',
      hang: 'ENGINE_TIMEOUT',
      exit: 'ENGINE_CRASHED',
      fail: 'ENGINE_FAILED',
      'ok-1': 'made',
      'ok-2': 'made',
    });
    const kept = outcomes.flatMap(({ scratch }) => scratch ?? []);
    expect(readdirSync(folder).toSorted()).toEqual(kept.map((folder) => path.basename(folder)).toSorted());
  });

  it('tries once more, after all others and alone, what crashed or hung', async () => {
    const memory = (name: string): string => path.join(testFolder(), name);
    const jobs = [
      scriptedJob('once-segfault', { file: memory('crashed') }),
      scriptedJob('once-hang', { file: memory('hung') }),
      ...[1, 2, 3].map((i) => scriptedJob(`late-${i}`)),
    ];
    const { options, events } = setUp(jobs, { limitSeconds: () => 2 });
    const outcomes = await collect(schedule(options));
    expect(Object.values(codes(outcomes))).toEqual(['made', 'made', 'made', 'made', 'made']);
    expect(outcomes.slice(3).map(({ job }) => job.asset.slice(0, 4))).toEqual(['once', 'once']);
    const retried = events.flatMap((event) => (event.type === 'notice' ? [event.asset] : []));
    expect(new Set(retried)).toEqual(new Set(['once-hang', 'once-segfault']));
    expect(retried).toHaveLength(2);
  });

  it.runIf(process.platform === 'linux')(
    'gives a job that outgrew its share the whole budget the second time',
    async () => {
      const pool = openScriptedPool({ recycleBytes: 150 * MEBIBYTE });
      const { options, events } = setUp([scriptedJob('keep-150', { memory: 10 })], { memory: 300, pool });
      const [outcome] = await collect(schedule(options));
      expect(outcome?.result).toBeDefined();
      expect((outcome?.peakBytes ?? 0) / MEBIBYTE).toBeGreaterThan(150);
      expect(events.filter(({ type }) => type === 'notice')).toHaveLength(1);
    },
  );

  it('reads a master anew that changed, and hands out the job as it was done', async () => {
    const { options } = setUp([scriptedJob('changed')]);
    const [outcome] = await collect(schedule(options));
    expect(outcome?.result).toBeDefined();
    expect(outcome?.job.master).toMatchObject({ sha256: 'new', stat: { bytes: 3, mtimeNs: '5' } });
  });

  it('lets the caller revise the job for a changed master, or refuse it', async () => {
    const error = { code: 'SOURCE_TOO_LARGE', rendition: null, message: 'now huge', hint: '' } as const;
    const { options } = setUp([scriptedJob('changed'), scriptedJob('changed-2')], {
      revise: async (job, { sha256 }) =>
        job.asset === 'changed' ? error : { ...job, master: { ...job.master, sha256: `${sha256}er` } },
    });
    const outcomes = await collect(schedule(options));
    expect(codes(outcomes)).toEqual({ changed: 'SOURCE_TOO_LARGE', 'changed-2': 'made' });
    expect(outcomes.find(({ result }) => result)?.job.master.sha256).toBe('newer');
  });

  it('gives up on a master that keeps changing', async () => {
    const { options } = setUp([scriptedJob('changed')], { revise: async (job) => job });
    expect(codes(await collect(schedule(options)))).toEqual({ changed: 'SOURCE_CHANGED' });
  });

  it('finishes what is in hand and starts nothing more when it is aborted', async () => {
    const stop = new AbortController();
    const jobs = Array.from({ length: 10 }, (_, i) => scriptedJob(`late-${200 + i}`));
    const { options, started } = setUp(jobs, { signal: stop.signal });
    await options.pool.installation();
    const collecting = collect(schedule(options));
    await eventually(() => started().length === 2);
    stop.abort();
    const outcomes = await collecting;
    expect(outcomes.map(({ job }) => job.asset).toSorted()).toEqual(started().toSorted());
    expect(outcomes.every(({ result }) => result)).toBe(true);
  });

  it('ends what is in hand at once, without an outcome, when its pool is closed', async () => {
    const stop = new AbortController();
    const pool = openScriptedPool();
    const { options, started } = setUp([scriptedJob('hang'), scriptedJob('hang-2'), scriptedJob('ok')], {
      pool,
      signal: stop.signal,
    });
    const collecting = collect(schedule(options));
    await eventually(() => started().length === 2 && pool.pids.length === 2);
    const { pids } = pool;
    stop.abort();
    await pool.close();
    expect(await collecting).toEqual([]);
    await eventually(() => pids.filter(isAlive).length === 0);
  });

  it('keeps working while nobody takes the outcomes, but not further than a crash may cost', async () => {
    const jobs = Array.from({ length: 20 }, (_, i) => scriptedJob(`ok-${i}`));
    const { options, started } = setUp(jobs);
    const outcomes = schedule(options);
    await outcomes.next();
    await eventually(() => started().length >= 4);
    // As long as another run takes for all of its jobs.
    expect(await collect(schedule(setUp(jobs).options))).toHaveLength(20);
    // One taken, two that wait to be taken, and two that ran meanwhile.
    expect(started().length).toBeLessThanOrEqual(5);
    expect(await collect(outcomes)).toHaveLength(19);
  });

  it('reports a scratch folder that cannot be made as an outcome', async () => {
    const scratch = path.join(testFolder(), 'file');
    writeFileSync(scratch, '');
    const { options } = setUp([scriptedJob('ok')], { scratch: scratchIn(scratch) });
    expect(codes(await collect(schedule(options)))).toEqual({ ok: 'STORAGE_DENIED' });
  });
});
