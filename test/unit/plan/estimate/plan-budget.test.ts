import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEAST_BYTES, MIB } from '../../../../src/plan/estimate/cost-table.ts';
import { planAgain, planBudget } from '../../../../src/plan/estimate/plan-budget.ts';
import { roomFor } from '../../../../src/plan/estimate/admit.ts';

const caps = fc.integer({ min: 1, max: 2 ** 40 });
const cores = fc.integer({ min: 1, max: 64 });
const mains = fc.integer({ min: 1, max: 2 ** 31 });

describe('a cap of memory', () => {
  it('is never shared out twice: main process, workers and the smallest job of each fit into it', () => {
    fc.assert(
      fc.property(caps, cores, mains, (cap, most, main) => {
        const { workers, budgetBytes, idle } = planBudget(cap, most, main);
        expect(idle.mainBytes).toBeGreaterThan(main);
        expect(workers).toBeGreaterThanOrEqual(1);
        expect(workers).toBeLessThanOrEqual(most);
        if (budgetBytes > 0) expect(budgetBytes + idle.mainBytes).toBe(cap);
        if (workers > 1) expect(workers * (idle.workerBytes + LEAST_BYTES)).toBeLessThanOrEqual(budgetBytes);
      }),
    );
  });

  it('gives one core one worker, and each core one where there is memory', () => {
    expect(planBudget(512 * MIB, 1, MIB).workers).toBe(1);
    expect(planBudget(512 * MIB, 2, MIB).workers).toBe(2);
    expect(planBudget(512 * MIB, 64, MIB).workers).toBe(3);
    expect(planBudget(16 * 1024 * MIB, 64, MIB).workers).toBe(64);
  });

  it('lets workers keep freed memory where there is plenty, and counts it', () => {
    const short = planBudget(1024 * MIB, 2, MIB);
    const plenty = planBudget(3 * 1024 * MIB, 2, MIB);
    expect([short.keepsHeap, plenty.keepsHeap]).toEqual([false, true]);
    expect(plenty.idle.workerBytes - short.idle.workerBytes).toBeGreaterThanOrEqual(64 * MIB);
  });

  it('counts what started workers may keep when the main process has grown, as long as a job fits beside it', () => {
    fc.assert(
      fc.property(caps, cores, mains, mains, (cap, most, main, growth) => {
        const first = planBudget(cap, most, main);
        const then = planAgain(first, cap, main + growth);
        const { workers, budgetBytes, idle } = then;
        expect([workers, then.keepsHeap]).toEqual([first.workers, first.keepsHeap]);
        expect(idle.workerBytes).toBeLessThanOrEqual(first.idle.workerBytes);
        if (budgetBytes > 0) expect(budgetBytes + idle.mainBytes).toBe(cap);
        if (workers * (first.idle.workerBytes + LEAST_BYTES) <= budgetBytes)
          expect(idle.workerBytes).toBe(first.idle.workerBytes);
      }),
    );
    const first = planBudget(1340 * MIB, 2, 80 * MIB);
    expect(first.keepsHeap).toBe(true);
    expect(planAgain(first, 1340 * MIB, 160 * MIB).idle.workerBytes).toBe(first.idle.workerBytes);
  });

  it('gives a job alone more room than one of several, each beside its worker', () => {
    const { budgetBytes, idle } = planBudget(1024 * MIB, 2, MIB);
    const { sharedBytes, wholeBytes } = roomFor(budgetBytes, 2, idle);
    expect(sharedBytes + idle.workerBytes).toBe(budgetBytes / 2);
    expect(wholeBytes + idle.workerBytes).toBe(budgetBytes);
  });
});
