import type { Catalog } from '../../catalog/catalog.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { Exclusion } from './scan.ts';

/** Which assets a run judges. */
export interface RunScope {
  /** Asset paths of folders; '' = the whole library. */
  readonly selections: readonly string[];
  readonly excluded: (path: string) => Exclusion;
  /** True if the run's own --include and --exclude leave anything out. */
  readonly narrowed: boolean;
  /** Tells whether this machine judges an asset path; the others belong to other shards. */
  readonly owns: (path: string) => boolean;
  readonly sharded: boolean;
  /** false: clips are left alone. */
  readonly video: boolean;
}

/** Tells whether a folder ('' = the library) holds an asset. */
export function isBelow(folder: string, path: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/** Tells whether there may be catalogued assets that a run does not judge. */
export function isPartial({ selections, narrowed, sharded, video }: RunScope): boolean {
  return sharded || narrowed || !video || !selections.includes('');
}

/** Catalogued assets that are there, as far as is known, and that a run does not judge. */
export async function* unselectedAssets(catalog: Catalog, judged: RunScope): AsyncIterable<AssetRecord> {
  if (!isPartial(judged)) return;
  for await (const record of catalog.assets()) if (!record.gone && !judges(judged, record)) yield record;
}

function judges({ selections, excluded, owns, video }: RunScope, { path, kind }: AssetRecord): boolean {
  if (!selections.some((folder) => isBelow(folder, path))) return false;
  return owns(path) && excluded(path) !== 'narrowed' && (video || kind !== 'video');
}
