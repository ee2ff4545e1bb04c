import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberPath, type SetRule } from '../../../src/model/sets.ts';
import { findSets, type Candidate } from '../../../src/sets/find-sets.ts';

const RULE: SetRule = { name: 'angles', type: 'image', match: '.*', order: [], prefix: '', suffix: '', least: 2 };
const rule = (given: Partial<SetRule>): SetRule => ({ ...RULE, ...given });

const pictures = (...paths: readonly string[]): readonly Candidate[] =>
  paths.map((path) => ({ path, kind: path.endsWith('.mp4') ? 'video' : 'image' }));

/** Sets as `path: members`. */
function setsOf(candidates: readonly Candidate[], ...rules: readonly SetRule[]): readonly string[] {
  const { sets } = findSets(candidates, () => rules);
  return sets.map(({ path, members }) => `${path}: ${members.map(memberPath).join(' ')}`);
}

describe('sets that a rule finds', () => {
  const shoes = pictures('s/0123-RED-03.jpg', 's/0123-BLUE-01.jpg', 's/0123-RED-01.jpg', 's/0123-RED-02.tif');

  it('have the base of the first group, a suffix, and their members in the order of their names', () => {
    expect(setsOf(shoes, rule({ match: String.raw`(\w+-\w+)-\d+`, suffix: '-SET', least: 1 }))).toEqual([
      's/0123-BLUE-SET: s/0123-BLUE-01.jpg',
      's/0123-RED-SET: s/0123-RED-01.jpg s/0123-RED-02.tif s/0123-RED-03.jpg',
    ]);
  });

  it('have at least as many members as the rule says', () => {
    const match = String.raw`(\w+-\w+)-\d+`;
    expect(setsOf(shoes, rule({ match })).map((set) => set.split(':')[0])).toEqual(['s/0123-RED']);
    expect(setsOf(shoes, rule({ match, least: 4 }))).toEqual([]);
  });

  it('are of whole names: what a rule matches in part is no member', () => {
    expect(setsOf(pictures('a1.jpg', 'a2.jpg', 'a3x.jpg'), rule({ match: String.raw`(a)\d` }))).toEqual([
      'a: a1.jpg a2.jpg',
    ]);
  });

  it('have the base that an expression of its own finds', () => {
    const given = pictures('x-12_a.jpg', 'x-12_b.jpg');
    expect(setsOf(given, rule({ base: String.raw`\d+` }))).toEqual(['12: x-12_a.jpg x-12_b.jpg']);
    expect(setsOf(given, rule({ match: '(x)-.*', base: String.raw`-(\d+)_` }))).toEqual(['12: x-12_a.jpg x-12_b.jpg']);
  });

  it('are all that match in a folder where the rule names no base, called as the folder', () => {
    const given = pictures('spin/drone/00006.png', 'spin/drone/00001.png', 'spin/pot/a.jpg', 'spin/pot/b.jpg');
    expect(setsOf(given, rule({ type: 'spin' }))).toEqual([
      'spin/drone/drone: spin/drone/00001.png spin/drone/00006.png',
      'spin/pot/pot: spin/pot/a.jpg spin/pot/b.jpg',
    ]);
  });

  it('count numbers in names as numbers', () => {
    const given = pictures('a-10.jpg', 'a-9.jpg', 'a-2.jpg', 'a-02.jpg', 'a-1.jpg');
    expect(setsOf(given, rule({ match: '(a)-.*' }))).toEqual(['a: a-1.jpg a-02.jpg a-2.jpg a-9.jpg a-10.jpg']);
  });

  it('rank members by the first expression that is their whole name', () => {
    const given = pictures('a_x.jpg', 'a_alt2.jpg', 'a_alt1.jpg', 'a_main.jpg');
    expect(setsOf(given, rule({ match: '(a)_.*', order: ['.*_main', '.*_alt[0-9]'] }))).toEqual([
      'a: a_main.jpg a_alt1.jpg a_alt2.jpg a_x.jpg',
    ]);
  });

  it('take swatches for what they are, and not for members', () => {
    const given = pictures('a-1.jpg', 'a-1_sw.png', 'a-2.jpg', 'a-2_sw.png', 'a-3.jpg');
    const { sets } = findSets(given, () => [rule({ match: '(a)-.*', swatch: '{name}_sw' })]);
    expect(sets[0]?.members).toEqual([
      { asset: 'a-1.jpg', swatch: { asset: 'a-1_sw.png' } },
      { asset: 'a-2.jpg', swatch: { asset: 'a-2_sw.png' } },
      { asset: 'a-3.jpg' },
    ]);
    expect(setsOf(given, rule({ match: '(a)-.*', swatch: '{base}-1_sw' }))).toEqual([
      'a: a-1.jpg a-2.jpg a-2_sw.png a-3.jpg',
    ]);
  });

  it('hold the media that their type shows', () => {
    const given = pictures('a-1.jpg', 'a-2.jpg', 'a-3.mp4', 'a-4.mp4');
    const match = '(a)-.*';
    const of = (type: SetRule['type']): readonly string[] => setsOf(given, rule({ match, type }));
    expect(of('image')).toEqual(['a: a-1.jpg a-2.jpg']);
    expect(of('video')).toEqual(['a: a-3.mp4 a-4.mp4']);
    expect(of('mixed')).toEqual(['a: a-1.jpg a-2.jpg a-3.mp4 a-4.mp4']);
  });

  it('stand in the folder that the rule names, from wherever their members come', () => {
    const given = pictures('a/x-1.jpg', 'b/x-2.jpg', 'b/y-1.jpg', 'a/y-2.jpg');
    expect(setsOf(given, rule({ match: String.raw`(\w)-\d`, into: 'sets/' }))).toEqual([
      'sets/x: a/x-1.jpg b/x-2.jpg',
      'sets/y: b/y-1.jpg a/y-2.jpg',
    ]);
  });

  it('are made by the first of two rules that give one name, which is told once', () => {
    const given = pictures('a-1.jpg', 'a-2.jpg');
    const { sets, findings } = findSets(given, () => [
      rule({ match: '(a)-.*' }),
      rule({ match: '(a).*', name: 'two' }),
    ]);
    expect(sets.map(({ by }) => by)).toEqual(['angles']);
    expect(findings).toMatchObject([{ set: 'a', fatal: false }]);
  });

  it('leave names alone that are too long for expressions', () => {
    const long = 'a'.repeat(256);
    expect(setsOf(pictures(`${long}.jpg`, 'b.jpg', 'c.jpg'), rule({ match: '(.).*', least: 1 }))).toHaveLength(2);
  });
});

describe('spins in two directions', () => {
  const grid = rule({
    name: 'turns',
    type: 'spin',
    match: String.raw`(spin)-\d+-\d+`,
    row: String.raw`spin-(\d+)-\d+`,
    column: String.raw`spin-\d+-(\d+)`,
  });
  const frame = (row: number, column: number): string => `spin-${row}-${String(column).padStart(2, '0')}.jpg`;
  const all = [1, 2, 3].flatMap((row) => Array.from({ length: 12 }, (_, i) => frame(row, i + 1)));

  it('are rows of frames, whatever the order in which they came', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (paths) => {
        const { sets, findings } = findSets(pictures(...paths), () => [grid]);
        expect(sets).toMatchObject([{ path: 'spin', grid: { rows: 3, columns: 12 } }]);
        expect(sets[0]?.members.map(memberPath)).toEqual(all);
        expect(findings).toEqual([]);
      }),
    );
  });

  it('are left out where a place is empty, or has two pictures', () => {
    const { sets, findings } = findSets(pictures(...all.filter((path) => path !== frame(2, 7))), () => [grid]);
    expect(sets).toEqual([]);
    expect(findings).toMatchObject([{ set: 'spin', fatal: true, message: expect.stringContaining('row 2, column 7') }]);
    const twice = findSets(pictures(...all, 'spin-02-7.jpg'), () => [grid]);
    expect([twice.sets.length, twice.findings]).toMatchObject([0, [{ fatal: true }]]);
  });

  it('say which frames are missing where rows agree, and which names have no number', () => {
    const lacking = all.filter((path) => !path.endsWith('-07.jpg'));
    const { sets, findings } = findSets(pictures(...lacking), () => [grid]);
    expect(sets).toHaveLength(1);
    expect(findings).toMatchObject([{ fatal: false, message: expect.stringContaining('none of 7') }]);
    const odd = rule({ ...grid, match: '(spin)-.*' });
    const told = findSets(pictures(...all, 'spin-x-1.jpg'), () => [odd]);
    expect(told.sets).toHaveLength(1);
    expect(told.findings).toMatchObject([{ fatal: false, message: expect.stringContaining('spin-x-1.jpg') }]);
  });

  it('may count in steps, and turn in one direction alone', () => {
    const turn = rule({ type: 'spin', match: String.raw`(a)-\d+`, column: String.raw`-(\d+)` });
    const steps = ['a-1.jpg', 'a-6.jpg', 'a-11.jpg', 'a-16.jpg'];
    const { sets, findings } = findSets(pictures(...steps), () => [turn]);
    expect(sets[0]).toMatchObject({ members: steps.map((asset) => ({ asset })) });
    expect([sets[0]?.grid, findings]).toEqual([undefined, []]);
    expect(findSets(pictures('a-1.jpg', 'a-6.jpg', 'a-16.jpg'), () => [turn]).findings).toMatchObject([
      { fatal: false, message: expect.stringContaining('11') },
    ]);
  });
});

describe('frames of a spin that are counted by their names', () => {
  const gapsOf = (type: SetRule['type'], ...names: readonly string[]): readonly string[] =>
    findSets(pictures(...names.map((name) => `mug/${name}`)), () => [rule({ type })]).findings.map(
      ({ message }) => message,
    );

  it('are told of where one is missing', () => {
    expect(gapsOf('spin', 'mug-01.jpg', 'mug-02.jpg', 'mug-04.jpg', 'mug-07.jpg')).toEqual([
      'expected frames in even steps, got none of 3, 5, 6',
    ]);
  });

  it.each([
    ['spin', 'f-00001.png', 'f-00006.png', 'f-00011.png'],
    ['spin', 'front.jpg', 'left-2.jpg', 'right-9.jpg', 'back-1.jpg'],
    ['image', 'mug-01.jpg', 'mug-02.jpg', 'mug-09.jpg'],
  ] as const)('are not where they go in even steps, are no row of numbers, or do not turn: %s %s', (type, ...names) => {
    expect(gapsOf(type, ...names)).toEqual([]);
  });
});
