import { describe, expect, it } from 'vitest';
import { MASTER_LIMIT_KEYS } from '../../../src/model/master-limits.ts';
import { LIMIT_KEYS } from '../../../src/profiles/limit-keys.ts';

describe('the keys of limits', () => {
  it('say that masters beyond a limit are refused, except where only tracks are', () => {
    const others = MASTER_LIMIT_KEYS.filter(
      (key) => !(LIMIT_KEYS[key].description ?? '').endsWith('masters with more are refused'),
    );
    expect(others).toEqual(['maxtracks', 'maxcues']);
  });
});
