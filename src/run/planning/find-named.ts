import type { FoundImage } from '../../model/recipe/referenced-image.ts';
import { referencesOf } from '../../model/recipe/recipe-tree.ts';
import type { RenditionOrder } from '../../model/rendition.ts';
import { fillDrawings, type OrderedMaster } from '../../plan/fill-drawings.ts';
import type { ServerSettings } from '../../serving/resolve/server-settings.ts';
import type { RequestSettings } from '../../serving/drawing-requests.ts';
import { macrosOf } from '../../profiles/library.ts';
import type { LoadedLibrary } from '../project/load-config.ts';
import type { ReferenceFinder } from './find-references.ts';

/** Drawings in drawings: people put one into another. */
const MOST_ROUNDS = 8;

/** The meaning of the requests of drawings in a project. */
export const requestSettings = ({ config, profiles }: Pick<LoadedLibrary, 'config' | 'profiles'>): RequestSettings => ({
  definitions: macrosOf(profiles),
  server: config.server satisfies ServerSettings,
});

/**
 * Finds what the drawings ask for that recipes show, and what the drawings among that ask for. `found` is what recipes name
 * themselves.
 */
export async function findAsked(
  orders: readonly RenditionOrder[],
  master: OrderedMaster,
  found: ReadonlyMap<string, FoundImage>,
  { finder, settings }: { readonly finder: Pick<ReferenceFinder, 'find'>; readonly settings: RequestSettings },
): Promise<ReadonlyMap<string, FoundImage>> {
  let all = found;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const filled = fillDrawings(orders, master, all, settings);
    const named = filled.orders.flatMap(({ recipe }) => (recipe.kind === 'picture' ? referencesOf(recipe) : []));
    const missing = [...new Set(named)].filter((name) => !filled.found.has(name));
    if (missing.length === 0) break;
    all = new Map([...all, ...(await finder.find(missing, master.path))]);
  }
  return all;
}

/** Tells whether a master or referenced image is a drawing with requests for pictures. */
export function asksMore({ facts }: Pick<OrderedMaster, 'facts'>, found: ReadonlyMap<string, FoundImage>): boolean {
  const asks = (of: OrderedMaster['facts'] | undefined): boolean => of?.kind === 'image' && of.requests !== undefined;
  return asks(facts) || [...found.values()].some((one) => 'facts' in one && asks(one.facts));
}
