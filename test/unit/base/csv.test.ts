import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src/base/csv.ts';

describe('comma-separated values', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n1,\r\n',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    ['a\r1\r', [['a'], ['1']]],
    [
      '\u{feff}a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n"1, ""one""\n",2',
      [
        ['a', 'b'],
        ['1, "one"\n', '2'],
      ],
    ],
    [
      'a,b\n\n"",x\n',
      [
        ['a', 'b'],
        ['', 'x'],
      ],
    ],
    ['a,', [['a', '']]],
    ['', []],
  ])('%j are read', (text, rows) => {
    expect(parseCsv(text)).toEqual(rows);
  });

  it.each(['a,"b"c', '"a', 'a,b\n"x'])('%j are none', (text) => {
    expect(parseCsv(text)).toBeUndefined();
  });
});
