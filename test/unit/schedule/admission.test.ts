import { describe, expect, it } from 'vitest';

import { Budget } from '../../../src/base/budget.ts';
import { Admission, type Pass } from '../../../src/schedule/admission.ts';

const FOREVER = new AbortController().signal;

/** An admission, and the names of those it let in, in order; each holds until it is told to leave. */
function setUp({ bytes = 100, places = 10 } = {}) {
  const budget = new Budget(bytes);
  const admission = new Admission(budget, places);
  const inside: string[] = [];
  const passes = new Map<string, Pass>();
  const enter = async (name: string, memoryBytes: number, signal = FOREVER): Promise<Pass | undefined> => {
    const pass = await admission.enter(memoryBytes, signal);
    if (pass === undefined) return undefined;
    inside.push(name);
    passes.set(name, pass);
    return pass;
  };
  return { admission, budget, inside, passes, enter };
}

const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('an admission', () => {
  it('lets in what places and memory allow, in the order of asking', async () => {
    const { inside, passes, enter } = setUp({ places: 2 });
    for (const name of ['a', 'b', 'c']) void enter(name, 10);
    await settled();
    expect(inside).toEqual(['a', 'b']);
    passes.get('b')?.leave();
    await settled();
    expect(inside).toEqual(['a', 'b', 'c']);
  });

  it('lets small work overtake, but never so that large work waits for it', async () => {
    const { inside, passes, enter } = setUp();
    const asked = { old: 60, large: 70, small: 30, late: 30 };
    for (const [name, bytes] of Object.entries(asked)) void enter(name, bytes);
    await settled();
    expect(inside).toEqual(['old', 'small']);
    passes.get('old')?.leave();
    await settled();
    expect(inside).toEqual(['old', 'small', 'large']);
    passes.get('small')?.leave();
    await settled();
    expect(inside).toEqual(['old', 'small', 'large', 'late']);
  });

  it('lets go who gives up, and lets in whoever that one held back', async () => {
    const { inside, enter } = setUp();
    const stop = new AbortController();
    void enter('old', 60);
    const large = enter('large', 100, stop.signal);
    void enter('next', 40);
    await settled();
    expect(inside).toEqual(['old']);
    stop.abort();
    expect(await large).toBeUndefined();
    await settled();
    expect(inside).toEqual(['old', 'next']);
  });

  it('lets nobody in who has given up before, and draws nothing for it', async () => {
    const { admission, budget, enter } = setUp();
    expect(await enter('a', 10, AbortSignal.abort())).toBeUndefined();
    expect([budget.free, admission.hasRoom]).toEqual([100, true]);
  });

  it('takes a pass back once, whatever is called', async () => {
    const { admission, budget, enter } = setUp({ places: 1 });
    const pass = await enter('a', 100);
    expect([budget.free, admission.hasRoom]).toEqual([0, false]);
    pass?.leave();
    pass?.leave();
    expect([budget.free, admission.hasRoom]).toEqual([100, true]);
  });

  it('refuses what can never enter', async () => {
    const { admission } = setUp();
    await expect(admission.enter(101, FOREVER)).rejects.toBeInstanceOf(RangeError);
  });
});
