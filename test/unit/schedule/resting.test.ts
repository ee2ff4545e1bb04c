import { describe, expect, it, vi } from 'vitest';
import { Resting } from '../../../src/schedule/resting.ts';

const LONG = 60_000;

describe('Resting', () => {
  it('gives the one that came last', () => {
    const resting = new Resting<string>();
    resting.add('a');
    resting.add('b');
    expect([resting.take(), resting.take(), resting.take()]).toEqual(['b', 'a', undefined]);
  });

  it('hands those that come to who waits, in the order of asking', async () => {
    const resting = new Resting<string>();
    const waits = [resting.wait(LONG), resting.wait(LONG)];
    resting.add('a');
    resting.add('b');
    expect(await Promise.all(waits)).toEqual(['a', 'b']);
    expect(resting.take()).toBeUndefined();
  });

  it('lets who waits go when patience ends, and keeps what comes later', async () => {
    const resting = new Resting<string>();
    expect(await resting.wait(0)).toBeUndefined();
    resting.add('a');
    expect(resting.take()).toBe('a');
  });

  it.each([0, -230])('sets no timer where there is no patience: %d ms', async (patienceMs) => {
    vi.useFakeTimers();
    try {
      const wait = new Resting<string>().wait(patienceMs);
      expect(vi.getTimerCount()).toBe(0);
      expect(await wait).toBeUndefined();
    } finally {
      vi.useRealTimers();
    }
  });

  it('tells whoever waits that nobody will come', async () => {
    const resting = new Resting<string>();
    const waits = [resting.wait(LONG), resting.wait(LONG)];
    resting.dismiss();
    expect(await Promise.all(waits)).toEqual([undefined, undefined]);
  });

  it('takes out those that rested longest, and those that are gone', () => {
    const resting = new Resting<string>();
    for (const one of ['a', 'b', 'c', 'd']) resting.add(one);
    expect(resting.takeSurplus(3)).toEqual(['a']);
    resting.remove('c');
    expect(resting.takeSurplus(0)).toEqual(['b', 'd']);
  });
});
