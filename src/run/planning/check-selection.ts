import { nearest } from '../../base/text.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { UsageError, type ErrorCode } from '../../model/errors.ts';
import { namesOf, type ProfileLibrary } from '../../profiles/library.ts';
import type { Planner } from './planner.ts';
import type { Selection } from '../request.ts';

/** The places where the names that a selection may say are declared and recorded. */
interface Names {
  readonly profiles: ProfileLibrary;
  readonly planner: Planner;
  readonly catalog: Catalog;
}

/** Throws where a name, ignoring case, is not among the known ones. */
function requireKnown(said: string, known: Iterable<string>, code: ErrorCode, what: string, hint: string): void {
  const names = [...known];
  if (names.some((name) => name.toLowerCase() === said.toLowerCase())) return;
  const near = nearest(said, names);
  throw new UsageError(code, `expected the name of a ${what}, got ${said}`, {
    place: said,
    hint: near === undefined ? hint : `Did you mean ${near}?`,
  });
}

/** The rendition names in profiles; where the searched one is not among them, also those in the catalog. */
async function renditionNames(said: string, profiles: readonly string[], names: Names): Promise<ReadonlySet<string>> {
  const { planner } = names;
  const asked = profiles.flatMap((profile) => [
    ...planner.orders('image', profile),
    ...planner.orders('video', profile),
  ]);
  const known = new Set(asked.map(({ name }) => name));
  if (known.has(said)) return known;
  for await (const { renditions } of names.catalog.assets()) for (const { name } of renditions) known.add(name);
  return known;
}

/**
 * Throws UsageError PROFILE_UNKNOWN or RENDITION_UNKNOWN for unknown names in a selection: otherwise a typing mistake
 * would look like a run with nothing to do.
 */
export async function checkSelection(selection: Selection, names: Names): Promise<void> {
  const { images, videos } = names.profiles;
  const profiles = [...namesOf(images), ...namesOf(videos)];
  for (const said of selection.profiles ?? []) {
    requireKnown(said, profiles, 'PROFILE_UNKNOWN', 'profile', 'dmx profiles list shows those there are.');
  }
  for (const said of selection.renditions ?? []) {
    const known = await renditionNames(said, profiles, names);
    requireKnown(said, known, 'RENDITION_UNKNOWN', 'rendition', 'dmx profiles show NAME lists those of a profile.');
  }
}
