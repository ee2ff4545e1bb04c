import { describe, expect, it } from 'vitest';
import type { Queried } from '../../../src/model/manifest/query.ts';
import { matchesQuery } from '../../../src/profiles/matches-query.ts';
import { query } from '../../../src/profiles/query.ts';

const ASSET: Queried = {
  ...{ path: 'shoes/red.jpg', kind: 'image', state: 'ready', profile: 'Ecommerce', tags: ['Hero', 'summer'] },
  metadata: { keywords: ['leather'], rating: 3 },
};

describe('a query', () => {
  it.each([
    [{}, true],
    [{ tags: ['hero'] }, true],
    [{ tags: ['hero', 'winter'] }, false],
    [{ tags: ['hero', '!winter'] }, true],
    [{ tags: ['!SUMMER'] }, false],
    [{ path: ['hats/**', 'shoes/*.jpg'] }, true],
    [{ path: ['hats/**'] }, false],
    [{ kind: 'video' }, false],
    [{ state: ['failed', 'ready'] }, true],
    [{ state: ['failed'] }, false],
    [{ profile: 'ecommerce' }, true],
    [{ keywords: ['Leather'] }, true],
    [{ keywords: ['suede'] }, false],
    [{ rating: 3 }, true],
    [{ rating: 4 }, false],
    [{ tags: ['hero'], rating: 5 }, false],
  ])('%j asks for it: %s', (asked, answer) => {
    expect(matchesQuery(query.parse(asked), ASSET)).toBe(answer);
  });

  it('asks for nothing of what has no tags, unless for those without', () => {
    const { tags: _tags, metadata: _metadata, ...bare } = ASSET;
    expect(matchesQuery({ tags: ['hero'] }, bare)).toBe(false);
    expect(matchesQuery({ tags: ['!hero'] }, bare)).toBe(true);
    expect(matchesQuery({ rating: 1 }, bare)).toBe(false);
  });
});
