import { describe, expect, it } from 'vitest';
import { entriesOf, keysOf } from '../../../src/base/table.ts';

const TABLE = { second: 2, first: 1 } as const;

describe('a table', () => {
  it('gives its keys and rows in the order in which they are declared', () => {
    const keys: readonly ('second' | 'first')[] = keysOf(TABLE);
    expect(keys).toEqual(['second', 'first']);
    const rows: readonly ['second' | 'first', number][] = entriesOf(TABLE);
    expect(rows).toEqual([
      ['second', 2],
      ['first', 1],
    ]);
  });
});
