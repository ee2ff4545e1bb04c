import { describe, expect, it } from 'vitest';
import { setChanges, versionsOf } from '../../../src/sets/set-changes.ts';

describe('changes of sets', () => {
  it('are those made, changed and removed, in the order of their paths', () => {
    expect(setChanges({ a: '1', b: '1', c: '1' }, { d: '1', b: '2', c: '1' })).toEqual([
      { change: 'removed', set: 'a' },
      { change: 'changed', set: 'b' },
      { change: 'made', set: 'd' },
    ]);
    expect(versionsOf([{ path: 'x', version: '0' }])).toEqual({ x: '0' });
  });
});
