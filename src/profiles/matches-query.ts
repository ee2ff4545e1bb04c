import { keysOf } from '../base/table.ts';
import type { Queried, Query } from '../model/manifest/query.ts';
import { matchesAny } from './match.ts';

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const holds = (list: readonly string[] = [], one: string): boolean => list.some((other) => same(one, other));

/** Tells whether an asset has a tag, or with a leading `!`, does not have it. Ignores case. */
function hasTag(tags: readonly string[] | undefined, asked: string): boolean {
  return asked.startsWith('!') ? !holds(tags, asked.slice(1)) : holds(tags, asked);
}

/** The judgement of each part of a query that is said. */
const TESTS: { readonly [K in keyof Query]-?: (asked: Query[K] & {}, asset: Queried) => boolean } = {
  path: (globs, { path }) => matchesAny(globs, path),
  kind: (kind, asset) => asset.kind === kind,
  state: (states, { state }) => state !== undefined && states.includes(state),
  profile: (profile, asset) => asset.profile !== null && same(profile, asset.profile),
  tags: (asked, { tags }) => asked.every((tag) => hasTag(tags, tag)),
  keywords: (asked, { metadata }) => asked.every((one) => holds(metadata?.keywords, one)),
  rating: (least, { metadata }) => (metadata?.rating ?? 0) >= least,
};

/** Tells whether an asset is among those that a query asks for. */
export function matchesQuery(asked: Query, asset: Queried): boolean {
  return keysOf(TESTS).every((key) => {
    const value = asked[key];
    return value === undefined || (TESTS[key] as (asked: unknown, asset: Queried) => boolean)(value, asset);
  });
}
