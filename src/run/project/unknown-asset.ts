import { nearestPath } from '../../base/nearest-path.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { UsageError } from '../../model/errors.ts';

/** The words about a name that is no asset's. */
interface Wording {
  /** `an asset that the catalog knows`, and what came instead where that is not the name alone. */
  readonly expected: string;
  readonly got?: string;
  /** The advice where no path is near to the name. */
  readonly otherwise: string;
}

/** The refusal of a name that is none of these assets': UsageError ASSET_UNKNOWN, with the path that may have been meant. */
export function unknownAsset(
  given: string,
  { expected, got = given, otherwise }: Wording,
  paths: Iterable<string>,
): UsageError {
  const near = nearestPath(given, paths);
  return new UsageError('ASSET_UNKNOWN', `expected ${expected}, got ${got}`, {
    place: given,
    hint: near === undefined ? otherwise : `Did you mean ${near}?`,
  });
}

/** The paths of all assets that a catalog knows and whose master is there. */
export async function knownPaths(catalog: Pick<Catalog, 'glances'> | undefined): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const glances of catalog?.glances() ?? []) {
    for (const { path, gone } of glances) if (!gone) paths.push(path);
  }
  return paths;
}
