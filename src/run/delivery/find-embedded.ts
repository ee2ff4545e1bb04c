import { UsageError } from '../../model/errors.ts';
import { inManifest } from '../../model/manifest/manifest.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import { nearest } from '../../base/text.ts';
import { ABSENT_PRESETS, SHIPPED_PRESETS } from '../../model/viewers/shipped-presets.ts';
import { documentPath, type ViewerItem } from '../../model/viewers/document.ts';
import { assetDocument, setDocument } from '../../pages/viewers/document.ts';
import { assetPaths } from '../project/project.ts';
import { withReadOnly, type Runtime } from '../project/runtime.ts';
import { shownAssets } from '../../sets/shown-assets.ts';
import { manifestEntry } from '../publishing/manifest-entry.ts';
import { catalogSets } from '../publishing/project-sets.ts';
import type { Request } from '../request.ts';
import { knownAssets, unknownAsset } from '../project/unknown-asset.ts';

/** An asset or set that a page is to show. */
export interface Embedded {
  readonly item: ViewerItem;
  /** The asset itself, or the first that the set shows. */
  readonly first: ManifestAsset | undefined;
}

const UNKNOWN = {
  expected: 'an asset or a set that the manifest lists',
  otherwise: 'Name its path: dmx list prints the assets, dmx sets the sets.',
} as const;

/** The asset of a path, if the manifest lists it. */
async function assetAt(path: string, { catalog }: Runtime): Promise<ManifestAsset | undefined> {
  const record = await catalog.asset(path);
  return record !== undefined && inManifest(record) ? manifestEntry(record, catalog) : undefined;
}

async function embeddedSet(given: string, runtime: Runtime): Promise<Embedded | undefined> {
  const { sets } = await catalogSets(runtime.project, runtime.catalog);
  const byPath = new Map(sets.map((set) => [set.path, set]));
  const set = byPath.get(given);
  if (set === undefined) return undefined;
  const assets = new Map<string, ManifestAsset>();
  for (const path of new Set(shownAssets(set, byPath))) {
    const asset = await assetAt(path, runtime);
    if (asset) assets.set(path, asset);
  }
  const published = { asset: (path: string) => assets.get(path), set: (path: string) => byPath.get(path) };
  const [first] = assets.values();
  return { item: setDocument(set, published, documentPath(given)).document, first };
}

const isShipped = (given: string): boolean =>
  SHIPPED_PRESETS.some(({ name }) => name.toLowerCase() === given.toLowerCase());

/** Throws UsageError PRESET_UNKNOWN where a preset of viewers neither ships nor is the project's own, which is a file by its name. */
function checkPreset(given: string, { project }: Runtime): void {
  const own = [...project.profiles.viewerPresets.values()].map(({ value }) => value.name);
  if (isShipped(given) || own.includes(given)) return;
  const near = nearest(given, [...own, ...SHIPPED_PRESETS.map(({ name }) => name)]);
  const otherwise = near === undefined ? 'profiles/README.md lists those that ship.' : `Did you mean ${near}?`;
  throw new UsageError('PRESET_UNKNOWN', `expected a preset of viewers, got ${given}`, {
    place: given,
    hint: ABSENT_PRESETS[given] ?? otherwise,
  });
}

/**
 * Finds what a page is to show: an asset by path or file, or a set. Throws UsageError ASSET_UNKNOWN, or PRESET_UNKNOWN where there
 * is no such preset of viewers.
 */
export function findEmbedded(request: Request, given: string, preset?: string): Promise<Embedded> {
  return withReadOnly(request, async (runtime) => {
    if (preset !== undefined) checkPreset(preset, runtime);
    for (const path of assetPaths(given, request.cwd, runtime.project.library)) {
      const asset = await assetAt(path, runtime);
      if (asset === undefined) continue;
      const item = assetDocument(asset, { asset: () => undefined }, documentPath(path))?.document;
      if (item) return { item, first: asset };
      throw new UsageError('ASSET_UNKNOWN', `expected an asset with a file that browsers show, got ${path}`, {
        place: path,
        hint: 'Its profile makes none: add a rendition as JPEG, PNG, WebP or AVIF.',
      });
    }
    const set = await embeddedSet(given, runtime);
    if (set) return set;
    const { sets } = await catalogSets(runtime.project, runtime.catalog);
    const known = await knownAssets(
      runtime.catalog,
      sets.map(({ path }) => path),
    );
    throw unknownAsset(given, UNKNOWN, known);
  });
}
