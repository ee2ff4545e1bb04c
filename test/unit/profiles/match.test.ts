import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGlob, makeGlob } from '../../../src/profiles/glob.ts';
import { governing, matchesAny, type FolderRule } from '../../../src/profiles/match.ts';

/** Rules of folders as a shop has them. */
const RULES: readonly FolderRule[] = [
  { path: '**', image: 'ecommerce', video: 'adaptive' },
  { path: '*/print', image: 'print' },
  { path: 'banners', image: 'social' },
  { path: 'originals', sync: 'exclude' },
  { path: 'drafts', publish: false },
  { path: 'drafts/final', publish: true, image: 'none' },
];

describe('governing', () => {
  it.each([
    ['a.jpg', 'ecommerce', 'adaptive', 'include', true],
    ['shoes/a.jpg', 'ecommerce', 'adaptive', 'include', true],
    ['shoes/print/a.jpg', 'print', 'adaptive', 'include', true],
    ['shoes/print/deep/er/a.jpg', 'print', 'adaptive', 'include', true],
    ['shoes/old/print/a.jpg', 'ecommerce', 'adaptive', 'include', true],
    ['print/a.jpg', 'ecommerce', 'adaptive', 'include', true],
    ['banners/a.jpg', 'social', 'adaptive', 'include', true],
    ['banners/2024/a.jpg', 'social', 'adaptive', 'include', true],
    ['originals/x/a.jpg', 'ecommerce', 'adaptive', 'exclude', true],
    ['drafts/a.jpg', 'ecommerce', 'adaptive', 'include', false],
    ['drafts/final/a.jpg', null, 'adaptive', 'include', true],
    ['draftsfinal/a.jpg', 'ecommerce', 'adaptive', 'include', true],
  ])('%s gets image %s, video %s, sync %s, publish %s', (path, image, video, sync, publish) => {
    expect(governing(RULES, path)).toEqual({ image, video, sets: [], sync, publish, tags: [] });
  });

  it('gives `default` where no rule matches', () => {
    expect(governing([{ path: 'x', image: 'y' }], 'a/b.jpg')).toEqual({
      image: 'default',
      video: 'default',
      sets: [],
      sync: 'include',
      publish: true,
      tags: [],
    });
  });

  it('prefers more literal segments, then the later rule, key by key', () => {
    const rules: readonly FolderRule[] = [
      { path: 'a/b', image: 'specific' },
      { path: '**', image: 'wide', video: 'early' },
      { path: '*', video: 'late' },
      { path: 'a/b', publish: false },
    ];
    expect(governing(rules, 'a/b/c.jpg')).toMatchObject({ image: 'specific', video: 'late', publish: false });
    expect(governing(rules, 'z/c.jpg')).toMatchObject({ image: 'wide', video: 'late', publish: true, sets: [] });
    expect(governing(rules, 'c.jpg')).toMatchObject({ image: 'wide', video: 'early' });
  });

  it('matches decomposed spellings of a rule', () => {
    expect(governing([{ path: 'cafe\u0301', image: 'x' }], 'caf\u00e9/a.jpg').image).toBe('x');
  });

  it('judges each folder once, however many assets it has', () => {
    const rules = Array.from({ length: 50 }, (_, i) => ({ path: `**/f${i}*/**/x?`, image: `p${i}` }));
    const verdicts = new Set(
      Array.from({ length: 100_000 }, (_, i) => governing(rules, `f${i % 10}/g${i % 1000}/x1/a${i}.jpg`)),
    );
    expect(verdicts.size).toBe(1000);
    expect(governing(rules, 'f7/g7/x1/new.jpg').image).toBe('p7');
  });
});

describe('matchesAny', () => {
  it.each([
    ['*.psd', 'a/b/c.psd', true],
    ['*.psd', 'c.psd.jpg', false],
    ['tmp', 'a/tmp/b/c.jpg', true],
    ['tmp/', 'tmp/c.jpg', true],
    ['a/tmp', 'b/a/tmp/c.jpg', false],
    ['a/tmp', 'a/tmp/x/c.jpg', true],
    ['./a/*.jpg', 'a/c.jpg', true],
    ['a/**/c.jpg', 'a/c.jpg', true],
    ['a/**/c.jpg', 'a/x/y/c.jpg', true],
    ['*.{jpg,png}', 'x/c.png', true],
    ['*.{jpg,png}', 'x/c.gif', false],
    ['{a,b}/{c,d}.jpg', 'b/c.jpg', true],
    ['{odd', 'x/{odd', true],
    ['?.jpg', '😀.jpg', true],
    ['[a].jpg', '[a].jpg', true],
  ])('%s on %s: %s', (glob, path, expected) => {
    expect(matchesAny([glob], path)).toBe(expected);
  });

  it('matches nothing without globs', () => {
    expect(matchesAny([], 'a')).toBe(false);
  });
});

/** The meaning of a glob without braces as a regular expression, for comparison only. */
function expression(glob: string): RegExp {
  const parts = glob.split('/').filter((part) => part !== '' && part !== '.');
  const name = (part: string): string =>
    part
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]');
  const text = parts.map((part) => (part === '**' ? '(?:[^/]+/)*' : `${name(part)}/`)).join('');
  return new RegExp(`^${text}$`, 'u');
}

describe('makeGlob', () => {
  it('agrees with the regular expression of the same meaning', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 4 });
    const glob = fc.array(fc.oneof(part, fc.constant('**')), { minLength: 1, maxLength: 4 });
    const path = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(glob, path, (pattern, names) => {
        // A name of several stars that is not `**` alone means what one star does.
        const text = pattern.map((one) => (one === '**' ? one : one.replaceAll(/\*+/g, '*'))).join('/');
        expect(makeGlob(text).matches(names.join('/'))).toBe(expression(text).test(`${names.join('/')}/`));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no time over patterns made to explode', () => {
    const started = process.cpuUsage();
    expect(makeGlob(`${'*a'.repeat(200)}b`).matches('a'.repeat(2000))).toBe(false);
    expect(makeGlob(`${'**/a/'.repeat(100)}b`).matches('a/'.repeat(500))).toBe(false);
    makeGlob('{a,b}'.repeat(60)).matches('a');
    // Milliseconds on an idle machine; a matcher that backtracks takes longer than the universe.
    expect(process.cpuUsage(started).user).toBeLessThan(20e6);
  });

  it('refuses what would unfold or lead outside', () => {
    expect(['a', '**', '{a,b}/c', '{a,b}{c,d}{e,f}{g,h}{i,j}{k,l}'].map(isGlob)).toEqual([true, true, true, true]);
    const bad = ['', '/a', 'a/../b', '..', 'a\\b', 'a'.repeat(5000), '{a,b}'.repeat(7), `{${'a,'.repeat(200)}}`];
    expect(bad.map(isGlob)).toEqual(bad.map(() => false));
  });
});
