import { describe, expect, it } from 'vitest';
import { parseLibrary } from '../../../../src/profiles/parse.ts';
import { declaredSet } from '../../../../src/profiles/sets/declared-set.ts';

const read = (text: string) => parseLibrary([{ name: 'a.yaml', text, shipped: false }]);
const linesOf = (text: string): readonly string[] => read(text).problems.map(({ line, column }) => `${line}:${column}`);

describe('a rule for sets', () => {
  it('needs a name alone: all pictures of a folder are a set', () => {
    const { library, problems } = read('kind: set-rules\nname: turns\ntype: spin\n');
    expect(problems).toEqual([]);
    expect(library.setRules.get('turns')?.value).toMatchObject({ type: 'spin', match: '.*', least: 2, suffix: '' });
  });

  it.each([
    ['match: "(a"', '3:8'],
    ['row: R(\\d+)', '3:6'],
    ['column: C(\\d+)', '3:9'],
    ['type: spin\ncolumn: C\\d+', '4:9'],
    ['suffix: a/b', '3:9'],
    ['least: 0', '3:8'],
    ['type: spni', '3:7'],
    ['order: ["["]', '3:9'],
  ])('is refused where %s cannot be meant', (line, place) => {
    expect(linesOf(`kind: set-rules\nname: r\n${line}\n`)).toContain(place);
  });

  it('is named by two documents only where one is shipped', () => {
    expect(linesOf('kind: set-rules\nname: r\n---\nkind: set-rules\nname: R\n')).toEqual(['5:7']);
  });
});

describe('a set that is written down', () => {
  const declared = (text: string) => {
    const { library, problems } = read(`kind: set\nname: shoes/air\n${text}\n`);
    expect(problems).toEqual([]);
    const [found] = library.sets.values();
    return found && declaredSet(found.value);
  };

  it('has members with swatches, labels, sets and pages', () => {
    const members = ['a.tif', '{ set: s, swatch: sw.png }', '{ asset: b.jpg, swatch: "#c02020", label: Red }'];
    expect(declared(`type: mixed\nmembers: [${members.join(', ')}]`)).toEqual({
      path: 'shoes/air',
      type: 'mixed',
      members: [
        { asset: 'a.tif' },
        { set: 's', swatch: { asset: 'sw.png' } },
        { asset: 'b.jpg', swatch: { color: 0xc02020 }, label: 'Red' },
      ],
    });
    expect(declared('type: page\nmembers: [a.jpg, { spread: [b.jpg, c.jpg] }]')?.members).toEqual([
      { asset: 'a.jpg' },
      { asset: 'b.jpg', beside: ['c.jpg'] },
    ]);
  });

  it('may be a spin in rows', () => {
    expect(declared('type: spin\nrows: [[a, b], [c, d]]')).toMatchObject({
      members: ['a', 'b', 'c', 'd'].map((asset) => ({ asset })),
      columns: 2,
    });
  });

  it.each([
    'members: []',
    'type: spin\nrows: [[a, b], [c]]',
    'type: image\nrows: [[a]]',
    'members: [a]\nrows: [[a]]',
    'type: spin',
    'members: [{ asset: a, swatch: "#zzz" , colour: b}]',
    'members: [{ spread: [a, b] }]',
    'type: page\nmembers: [{ spread: [a, b, c, d] }]',
  ])('is refused as %s', (text) => {
    expect(read(`kind: set\nname: x\n${text}\n`).problems).not.toEqual([]);
  });
});
