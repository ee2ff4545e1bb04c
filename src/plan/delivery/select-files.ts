import type { DeliveredFile } from '../../model/delivery.ts';
import { formatOfName } from '../../model/formats/master-formats.ts';
import type { ManifestAsset, ManifestRendition } from '../../model/manifest/manifest-asset.ts';
import type { SetEntry } from '../../model/sets.ts';
import { matchesAny } from '../../profiles/match.ts';
import type { PublishSettings } from '../../profiles/publish.ts';
import { isPublished } from './filter.ts';

/** MIME types of the files of packaged folders that are no format of masters. */
const PACKAGED: Readonly<Record<string, string>> = {
  m3u8: 'application/vnd.apple.mpegurl',
  mpd: 'application/dash+xml',
  m4s: 'video/iso.segment',
  vtt: 'text/vtt',
};

function packagedMime(path: string): string {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return PACKAGED[extension] ?? formatOfName(path)?.mime ?? 'application/octet-stream';
}

/** The files of a rendition: its own or those of its folder, and its alternates. */
function filesOf({ path, bytes, sha256, mime, files, alternates = [] }: ManifestRendition): readonly DeliveredFile[] {
  const own = files
    ? files.map((file) => ({ ...file, path: `${path}/${file.path}`, mime: packagedMime(file.path) }))
    : [{ path, bytes, sha256, mime }];
  const others = alternates.map((one) => ({ path: one.path, bytes: one.bytes, sha256: one.sha256, mime: one.mime }));
  return [...own, ...others];
}

/** An asset as a target lists it, with its files. */
export interface SelectedAsset {
  readonly asset: ManifestAsset;
  readonly files: readonly DeliveredFile[];
}

/** The renditions of an asset that a target gets; undefined = none: it does not list the asset. */
export function selectAsset(
  asset: ManifestAsset,
  { filters = [], include, exclude = [] }: Pick<PublishSettings, 'filters' | 'include' | 'exclude'>,
): SelectedAsset | undefined {
  if (include !== undefined && !matchesAny(include, asset.path)) return undefined;
  if (matchesAny(exclude, asset.path)) return undefined;
  const renditions = asset.renditions.filter((rendition) => isPublished(filters, asset, rendition));
  return renditions.length === 0 ? undefined : { asset: { ...asset, renditions }, files: renditions.flatMap(filesOf) };
}

/** The assets that a set shows by itself, and the sets. */
function shownBy({ members }: SetEntry): readonly string[] {
  return members.flatMap(({ asset, set, beside = [], swatch }) => [
    ...(asset === undefined ? [] : [asset]),
    ...(set === undefined ? [] : [set]),
    ...beside,
    ...(swatch && 'asset' in swatch ? [swatch.asset] : []),
  ]);
}

/** The sets that a target can show: all that they are made of is there, through whatever sets lie between. */
export function selectSets(sets: readonly SetEntry[], assets: ReadonlySet<string>): readonly SetEntry[] {
  const byPath = new Map(sets.map((set) => [set.path, set]));
  const known = new Map<string, boolean>();
  const isThere = (path: string): boolean => {
    if (assets.has(path)) return true;
    const set = byPath.get(path);
    const held = known.get(path);
    if (!set || held !== undefined) return held ?? false;
    // A set that contains itself is invalid: stop here.
    known.set(path, false);
    const whole = shownBy(set).every(isThere);
    known.set(path, whole);
    return whole;
  };
  return sets.filter(({ path }) => isThere(path));
}
