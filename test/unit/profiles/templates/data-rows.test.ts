import { describe, expect, it } from 'vitest';
import { isFault, readDataRows } from '../../../../src/profiles/templates/data-rows.ts';

describe('rows of data', () => {
  it('are values of variables, called by their column `name` or their number', () => {
    expect(readDataRows('a.csv', 'name,text,w\nred,"A, B",5\n,50%+,6\n')).toEqual([
      { name: 'red', values: { text: 'A, B', w: '5' } },
      { name: '2', values: { text: '50%25%2B', w: '6' } },
    ]);
    expect(readDataRows('A.JSON', '[{"name":"red","w":5,"img":"is{a?wid=1%2C}"}]')).toEqual([
      { name: 'red', values: { w: '5', img: 'is{a?wid=1%2C}' } },
    ]);
  });

  it.each([
    ['a.csv', ''],
    ['a.csv', 'name,w\n'],
    ['a.csv', 'name,w\nred\n'],
    ['a.csv', 'name,w\n../x,5\n'],
    ['a.csv', 'name,w w\nred,5\n'],
    ['a.csv', 'a\n"x'],
    ['a.json', '{"w":5}'],
    ['a.json', '[{"w":{}}]'],
    ['a.json', '[5]'],
    ['a.json', '[{'],
  ])('are refused in %s of %j', (file, text) => {
    expect(isFault(readDataRows(file, text))).toBe(true);
  });
});
