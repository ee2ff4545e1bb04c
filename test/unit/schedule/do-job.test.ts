import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { Budget } from '../../../src/base/budget.ts';
import type { Event } from '../../../src/model/run/event.ts';
import type { Job } from '../../../src/model/jobs/job.ts';
import { Admission } from '../../../src/schedule/admission.ts';
import type { Crew } from '../../../src/schedule/crew.ts';
import { doJob, type JobTerms } from '../../../src/schedule/do-job.ts';
import { scratchIn } from '../../../src/schedule/scratch.ts';
import {
  eventually,
  isAlive,
  openScriptedPool,
  scriptedJob,
  testFolder,
} from '../../support/processes/scripted-pool.ts';

const MEBIBYTE = 2 ** 20;

const WORK = { kind: 'any', seconds: 1 };

/** A crew of two workers, and how its jobs are called. */
function setUp() {
  const budget = new Budget(100 * MEBIBYTE);
  const crew: Crew = {
    pool: openScriptedPool(),
    admission: new Admission(budget, 2),
    idle: { mainBytes: 0, workerBytes: 0 },
  };
  const scratch = testFolder();
  const events: Event[] = [];
  const call = (job: Job, signal: AbortSignal, more: Partial<JobTerms> = {}) =>
    doJob(job, crew, {
      weigh: () => WORK,
      limitSeconds: () => 60,
      scratch: scratchIn(scratch),
      signal,
      kill: signal,
      emit: (e) => events.push(e),
      ...more,
    });
  return { crew, budget, scratch, events, call };
}

describe('jobs of several callers', () => {
  it('are ended at once by their own signal, with worker and scratch, and leave the others alone', async () => {
    const { crew, budget, scratch, events, call } = setUp();
    const stop = new AbortController();
    // A worker that has only just been started is no worker at work.
    await Promise.all(['late-100', 'late-101'].map((name) => call(scriptedJob(name), stop.signal)));
    const kept = readdirSync(scratch).length;
    const hanging = call(scriptedJob('hang'), stop.signal);
    const other = call(scriptedJob('late-400'), new AbortController().signal);
    const waiting = call(scriptedJob('ok-waiting'), stop.signal);
    await eventually(() => events.length === 4);
    const before = crew.pool.pids;
    stop.abort();
    expect(await Promise.all([hanging, waiting])).toEqual([undefined, undefined]);
    const outcome = await other;
    expect(outcome?.result).toBeDefined();
    expect(before.filter(isAlive)).toHaveLength(1);
    expect(readdirSync(scratch)).toHaveLength(kept + 1);
    expect(existsSync(outcome?.scratch ?? '')).toBe(true);
    expect(budget.free).toBe(budget.capacity);
    expect((await call(scriptedJob('ok'), new AbortController().signal))?.result).toBeDefined();
  });

  it('are not tried again when they were ended while they are tried once more', async () => {
    const { events, budget, call } = setUp();
    const stop = new AbortController();
    const job = call(scriptedJob('hang'), stop.signal, { limitSeconds: () => 1 });
    await eventually(() => events.some(({ type }) => type === 'notice'));
    stop.abort();
    expect(await job).toBeUndefined();
    expect(budget.free).toBe(budget.capacity);
  });

  it('may keep the cores busy of places that nothing waits for', async () => {
    const { crew, call } = setUp();
    const cores: (number | undefined)[] = [];
    const { pool } = crew;
    const render = pool.render.bind(pool);
    pool.render = (job, scratch, allowance, onShare) => {
      cores.push(allowance.cores);
      return render(job, scratch, allowance, onShare);
    };
    const { signal } = new AbortController();
    await Promise.all(['ok-1', 'ok-2', 'ok-3'].map((name) => call(scriptedJob(name), signal)));
    await call(scriptedJob('ok-4'), signal);
    expect(cores.slice(0, 2)).toEqual([1, 1]);
    expect(cores.at(-1)).toBe(2);
  });
});
