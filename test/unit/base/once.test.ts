import { describe, expect, it } from 'vitest';
import { once } from '../../../src/base/once.ts';

describe('once', () => {
  it('makes a value at the first call and answers the same one afterwards, undefined included', () => {
    let calls = 0;
    const made = once((): undefined => {
      calls += 1;
    });
    expect(calls).toBe(0);
    expect([made(), made()]).toEqual([undefined, undefined]);
    expect(calls).toBe(1);
  });

  it('tries again after a call that threw', () => {
    let calls = 0;
    const made = once(() => {
      calls += 1;
      if (calls === 1) throw new Error('not yet');
      return calls;
    });
    expect(made).toThrow('not yet');
    expect([made(), made()]).toEqual([2, 2]);
  });
});
