import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberPath, SET_LIMITS, type DeclaredSet, type MediaSet } from '../../../src/model/sets.ts';
import type { Candidate } from '../../../src/sets/find-sets.ts';
import { gatherSets } from '../../../src/sets/gather-sets.ts';
import { printSet } from '../../../src/sets/print-set.ts';

const picture = (path: string, width = 100): Candidate => ({ path, kind: 'image', width, height: 100 });
const clip = (path: string): Candidate => ({ path, kind: 'video', width: 640, height: 360 });

const ASSETS = [picture('a-1.jpg'), picture('a-2.jpg'), picture('b.jpg'), picture('sw.png'), clip('c.mp4')];

const mixed: DeclaredSet = {
  path: 'shop/all',
  type: 'mixed',
  members: [{ asset: 'b.jpg', label: 'Side' }, { set: 'turns', swatch: { asset: 'sw.png' } }, { asset: 'c.mp4' }],
};
const turns: DeclaredSet = { path: 'turns', type: 'spin', members: [{ asset: 'a-1.jpg' }, { asset: 'a-2.jpg' }] };

function gather(declared: readonly DeclaredSet[], assets: readonly Candidate[] = ASSETS) {
  const { sets, findings } = gatherSets({ assets, declared, rulesOf: () => [] });
  const paths = sets.map(({ path, members }) => `${path}: ${members.map(memberPath).join(' ')}`);
  return { sets, paths, told: findings.map(({ set, fatal }) => `${set}${fatal ? ' is left out' : ''}`) };
}

describe('sets of a library', () => {
  it('are those that were declared, with sets in them, in the order of their paths', () => {
    expect(gather([turns, mixed])).toMatchObject({
      paths: ['shop/all: b.jpg turns c.mp4', 'turns: a-1.jpg a-2.jpg'],
      told: [],
    });
  });

  it('are without members that are not there, which are told', () => {
    const some = ASSETS.filter(({ path }) => path !== 'a-2.jpg' && path !== 'sw.png');
    const { sets, told } = gather([turns, mixed], some);
    expect(sets.find(({ path }) => path === 'shop/all')?.members[1]).toEqual({ set: 'turns' });
    expect(told).toEqual(['shop/all', 'turns']);
    expect(gather([{ ...turns, members: [{ asset: 'A-1.jpg' }] }]).told).toEqual(['turns', 'turns is left out']);
  });

  it('do not hold what their type does not show', () => {
    expect(gather([{ ...turns, members: [{ asset: 'a-1.jpg' }, { asset: 'c.mp4' }] }])).toMatchObject({
      paths: ['turns: a-1.jpg'],
      told: ['turns'],
    });
  });

  it('are left out where they hold themselves, and so are those of which nothing is left then', () => {
    const loop: DeclaredSet = { path: 'x', type: 'image', members: [{ set: 'y' }] };
    const back: DeclaredSet = { path: 'y', type: 'image', members: [{ set: 'x' }] };
    const holder: DeclaredSet = { path: 'z', type: 'image', members: [{ set: 'x' }] };
    const { paths, told } = gather([loop, back, holder, turns]);
    expect(paths).toEqual(['turns: a-1.jpg a-2.jpg']);
    expect(told).toEqual(expect.arrayContaining(['x is left out', 'y is left out', 'z is left out']));
  });

  it('are left out where they are nested too deep, or a mixed set lies in one', () => {
    const depth = SET_LIMITS.depth + 1;
    const chain = Array.from({ length: depth }, (_, i): DeclaredSet => ({
      path: `n${i}`,
      type: 'image',
      members: [i + 1 < depth ? { set: `n${i + 1}` } : { asset: 'b.jpg' }],
    }));
    expect(gather(chain).told).toEqual(['n0 is left out']);
    const outer: DeclaredSet = { path: 'outer', type: 'mixed', members: [{ set: 'shop/all' }] };
    expect(gather([outer, mixed, turns]).told).toEqual(['outer is left out']);
  });

  it('are left out beyond the limits of members and copies', () => {
    const of = (count: number): DeclaredSet => ({
      ...turns,
      members: Array.from({ length: count }, (_, i) => ({ asset: `m${i}.jpg` })),
    });
    const assets = Array.from({ length: 1001 }, (_, i) => picture(`m${i}.jpg`));
    expect(gather([of(1001)], assets).told).toEqual(['turns is left out']);
    expect(gather([of(1000)], assets).told).toEqual([]);
    const copies = (count: number): DeclaredSet => ({
      ...turns,
      members: Array.from({ length: count }, () => ({ asset: 'b.jpg' })),
    });
    expect(gather([copies(21)]).told).toEqual(['turns is left out']);
    expect(gather([copies(20)]).told).toEqual([]);
  });

  it('have paths of their own: an asset keeps its path, a declared set goes before one that a rule found', () => {
    expect(gather([{ ...turns, path: 'b.jpg' }]).told).toEqual(['b.jpg is left out']);
    const rule = { name: 'r', type: 'image', match: '(a)-.*', order: [], prefix: '', suffix: '', least: 2 } as const;
    const byHand = { ...turns, path: 'a' };
    const { sets, findings } = gatherSets({ assets: ASSETS, declared: [byHand], rulesOf: () => [rule] });
    expect(sets.map(({ by }) => by)).toEqual([undefined]);
    expect(findings).toMatchObject([{ set: 'a', fatal: true }]);
  });

  it('tell of spins whose frames differ in size', () => {
    expect(gather([turns], [picture('a-1.jpg'), picture('a-2.jpg', 101)])).toMatchObject({
      paths: ['turns: a-1.jpg a-2.jpg'],
      told: ['turns'],
    });
  });

  it('of a spin in rows are whole or left out', () => {
    const members = ['a-1.jpg', 'a-2.jpg', 'b.jpg', 'sw.png'].map((asset) => ({ asset }));
    const grid: DeclaredSet = { path: 'g', type: 'spin', members, columns: 2 };
    expect(gather([grid]).sets).toMatchObject([{ grid: { rows: 2, columns: 2 } }]);
    expect(gather([grid], ASSETS.slice(1)).told).toEqual(['g', 'g is left out']);
  });

  it('are the same in whatever order assets and declarations come', () => {
    const rule = { name: 'r', type: 'image', match: '(a)-.*', order: [], prefix: '', suffix: '', least: 2 } as const;
    const first = gatherSets({ assets: ASSETS, declared: [turns, mixed], rulesOf: () => [rule] });
    const every = { minLength: ASSETS.length };
    fc.assert(
      fc.property(fc.shuffledSubarray(ASSETS, every), fc.boolean(), (assets, turned) => {
        const declared = turned ? [mixed, turns] : [turns, mixed];
        expect(gatherSets({ assets, declared, rulesOf: () => [rule] })).toEqual(first);
      }),
    );
  });
});

describe('a set in the language of catalogs', () => {
  const kinds = {
    kindAt: (path: string) => ASSETS.find((asset) => asset.path === path)?.kind,
    setAt: (path: string) => gather([turns, mixed]).sets.find((set) => set.path === path),
  };
  const print = (set: MediaSet): string => printSet(set, kinds);

  it.each<readonly [MediaSet, string]>([
    [turns, 'a-1.jpg,a-2.jpg'],
    [mixed, 'b.jpg;;advanced_image,turns;sw.png;spin,c.mp4;;video'],
    [
      { path: 'g', type: 'spin', members: [...turns.members, ...turns.members], grid: { rows: 2, columns: 2 } },
      '{a-1.jpg,a-2.jpg},{a-1.jpg,a-2.jpg}',
    ],
    [
      {
        path: 'i',
        type: 'image',
        members: [
          { asset: 'b.jpg', swatch: { color: 0xc02020 }, label: 'Red' },
          { asset: 'a-1.jpg', swatch: { asset: 'sw.png' } },
          { set: 'turns' },
        ],
      },
      'b.jpg;{0xc02020 Red},a-1.jpg;sw.png,turns;a-1.jpg',
    ],
    [
      { path: 'p', type: 'page', members: [{ asset: 'a-1.jpg' }, { asset: 'b.jpg', beside: ['sw.png'] }] },
      'a-1.jpg,b.jpg:sw.png',
    ],
  ])('is printed by its type', (set, text) => {
    expect(print(set)).toBe(text);
  });
});
