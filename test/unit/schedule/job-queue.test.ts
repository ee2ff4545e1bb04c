import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { JobQueue, type Sized } from '../../../src/schedule/job-queue.ts';

interface Job {
  readonly id: number;
  readonly memoryBytes: number;
  readonly ticks: number;
}

const CAPACITY = 100;

function queueOf<T extends Sized>(jobs: readonly T[]): JobQueue<T> {
  const queue = new JobQueue<T>(CAPACITY);
  queue.add(jobs);
  return queue;
}

/** Runs a queue on a clock that only counts; calls `onStart` before each start. */
function simulate(jobs: readonly Job[], slots: number, onStart: (job: Job, running: readonly Job[]) => void): void {
  const queue = queueOf(jobs);
  let running: { job: Job; left: number }[] = [];
  const used = (): number => running.reduce((sum, { job }) => sum + job.memoryBytes, 0);
  for (let started = 0; started < jobs.length || running.length > 0;) {
    while (running.length < slots) {
      const job = queue.take(CAPACITY - used());
      if (!job) break;
      onStart(
        job,
        running.map((one) => one.job),
      );
      running.push({ job, left: job.ticks });
      started++;
    }
    if (running.length === 0) throw new Error('nothing runs although something waits');
    const least = Math.min(...running.map(({ left }) => left));
    running = running.map(({ job, left }) => ({ job, left: left - least }));
    for (const { job } of running.filter(({ left }) => left === 0)) queue.finished(job);
    running = running.filter(({ left }) => left > 0);
  }
}

const someJobs = fc
  .array(fc.record({ memoryBytes: fc.integer({ min: 1, max: CAPACITY }), ticks: fc.integer({ min: 1, max: 20 }) }), {
    maxLength: 60,
  })
  .map((jobs) => jobs.map((job, id) => ({ ...job, id })));

describe('the queue of jobs', () => {
  it('starts every job once and never exceeds the capacity', () => {
    fc.assert(
      fc.property(someJobs, fc.integer({ min: 1, max: 8 }), (jobs, slots) => {
        const started: number[] = [];
        simulate(jobs, slots, (job, running) => {
          started.push(job.id);
          const used = running.reduce((sum, { memoryBytes }) => sum + memoryBytes, job.memoryBytes);
          expect(used).toBeLessThanOrEqual(CAPACITY);
        });
        expect(started.toSorted((a, b) => a - b)).toEqual(jobs.map(({ id }) => id));
      }),
    );
  });

  it('starts the head as soon as everything that ran before it came first is done, whoever overtook it', () => {
    fc.assert(
      fc.property(someJobs, fc.integer({ min: 1, max: 8 }), (jobs, slots) => {
        const waiting = new Set(jobs.map(({ id }) => id));
        let head = -1;
        let older: ReadonlySet<number> = new Set();
        simulate(jobs, slots, (job, running) => {
          const first = Math.min(...waiting);
          // What runs when a job becomes the head is older; what starts from then on must not keep it waiting.
          if (first !== head) older = new Set(running.map(({ id }) => id));
          head = first;
          const olderLeft = running.filter(({ id }) => older.has(id)).length;
          if (job.id !== first) expect(olderLeft).toBeGreaterThan(0);
          waiting.delete(job.id);
        });
      }),
    );
  });

  it('lets small ones run in what a waiting large one leaves over', () => {
    const sizes = [40, 70, 30, 30, 20];
    const queue = queueOf(sizes.map((memoryBytes) => ({ memoryBytes })));
    expect(queue.take(100)?.memoryBytes).toBe(40);
    // 70 does not fit into 60; one 30 fits beside both, a second one would keep 70 waiting although 30 bytes are free.
    const overtaker = queue.take(60);
    expect(overtaker?.memoryBytes).toBe(30);
    expect(queue.take(30)).toBeUndefined();
    expect(queue.take(70)?.memoryBytes).toBe(70);
    expect(queue.take(0)).toBeUndefined();
  });

  it('gives the room of an overtaker that has finished to the next', () => {
    const queue = queueOf([40, 70, 30, 30].map((memoryBytes) => ({ memoryBytes })));
    queue.take(100);
    const overtaker = queue.take(60);
    expect(queue.take(30)).toBeUndefined();
    if (overtaker) queue.finished(overtaker);
    expect(queue.take(60)?.memoryBytes).toBe(30);
  });
});
