import { nearestPath } from '../../base/nearest-path.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { UsageError } from '../../model/errors.ts';
import { atWorkHint, runAtWork } from '../history/history.ts';
import type { RunRecord } from '../../model/run/run.ts';

/** The words about a name that is no asset's. */
interface Wording {
  /** `an asset that the catalog knows`, and what came instead where that is not the name alone. */
  readonly expected: string;
  readonly got?: string;
  /** The advice where no path is near to the name and no run is at work. */
  readonly otherwise: string;
}

/** The assets among which one was looked for. */
export interface Known {
  readonly paths: Iterable<string>;
  /** The run that may come to know more. */
  readonly atWork?: RunRecord | undefined;
}

/** The refusal of a name that is none of these assets': UsageError ASSET_UNKNOWN, with the path that may have been meant. */
export function unknownAsset(
  given: string,
  { expected, got = given, otherwise }: Wording,
  { paths, atWork }: Known,
): UsageError {
  const near = nearestPath(given, paths);
  const advice = atWork === undefined ? otherwise : atWorkHint(atWork);
  return new UsageError('ASSET_UNKNOWN', `expected ${expected}, got ${got}`, {
    place: given,
    hint: near === undefined ? advice : `Did you mean ${near}?`,
  });
}

/** All assets that a catalog knows and whose master is there, with `paths` of something else before them. */
export async function knownAssets(
  catalog: Pick<Catalog, 'glances' | 'runs'> | undefined,
  before: Iterable<string> = [],
): Promise<Known> {
  const paths = [...before];
  for await (const glances of catalog?.glances() ?? []) {
    for (const { path, gone } of glances) if (!gone) paths.push(path);
  }
  return { paths, atWork: catalog && (await runAtWork(catalog)) };
}
