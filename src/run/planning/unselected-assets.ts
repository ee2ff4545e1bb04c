import type { Catalog } from '../../catalog/catalog.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { Wanted } from '../project/wanted.ts';
import type { Exclusion } from './scan.ts';

/** Which assets a run judges. */
export interface RunScope {
  /** Asset paths of folders; '' = the whole library. */
  readonly selections: readonly string[];
  readonly excluded: (path: string) => Exclusion;
  /** True if the run's own --include and --exclude leave anything out. */
  readonly narrowed: boolean;
  /** Tells whether an asset path belongs to this shard. */
  readonly owns: (path: string) => boolean;
  readonly sharded: boolean;
  /** false: clips are left alone. */
  readonly video: boolean;
  /** Tells whether an asset matches the tags and words of the run; absent = all do. */
  readonly wanted?: Wanted | undefined;
}

/** Tells whether a path is in a folder ('' = the library), at any depth. */
export function isBelow(folder: string, path: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/** Tells whether there may be catalogued assets that a run does not judge. */
export function isPartial({ selections, narrowed, sharded, video, wanted }: RunScope): boolean {
  return sharded || narrowed || !video || wanted !== undefined || !selections.includes('');
}

/** Catalogued assets that are there, as far as is known, and that a run does not judge. */
export async function* unselectedAssets(catalog: Catalog, judged: RunScope): AsyncIterable<AssetRecord> {
  if (!isPartial(judged)) return;
  for await (const record of catalog.assets()) if (!record.gone && !judges(judged, record)) yield record;
}

function judges({ selections, excluded, owns, video, wanted }: RunScope, record: AssetRecord): boolean {
  const { path, kind } = record;
  if (wanted?.(record) === false) return false;
  if (!selections.some((folder) => isBelow(folder, path))) return false;
  return owns(path) && excluded(path) !== 'narrowed' && (video || kind !== 'video');
}
