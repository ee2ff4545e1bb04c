import { UsageError } from '../../model/errors.ts';
import { inManifest } from '../../model/manifest/manifest.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import { nearest } from '../../base/text.ts';
import { ABSENT_PRESETS, SHIPPED_PRESETS, type ViewerPreset } from '../../model/viewers/shipped-presets.ts';
import { VIEWERS, type ViewerName } from '../../model/viewers/viewers.ts';
import { documentPath, type ViewerItem } from '../../model/viewers/document.ts';
import { assetDocument, setDocument } from '../../pages/viewers/document.ts';
import { viewerFor, viewersOf } from '../../pages/viewers/viewer-for.ts';
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

/** The wishes for the viewer that shows it. */
export interface EmbedWish {
  readonly viewer?: ViewerName | undefined;
  /** A preset of viewers: it says which viewer, where none is named. */
  readonly preset?: string | undefined;
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

/** A preset of viewers that ships, or the project's own, which is a file by its name. Throws UsageError PRESET_UNKNOWN. */
function findPreset(given: string, { project }: Runtime): Pick<ViewerPreset, 'viewer'> {
  const own = [...project.profiles.viewerPresets.values()].map(({ value }) => value);
  const found =
    own.find(({ name }) => name === given) ??
    SHIPPED_PRESETS.find(({ name }) => name.toLowerCase() === given.toLowerCase());
  if (found !== undefined) return found;
  const near = nearest(
    given,
    [...own, ...SHIPPED_PRESETS].map(({ name }) => name),
  );
  const otherwise = near === undefined ? 'profiles/README.md lists those that ship.' : `Did you mean ${near}?`;
  throw new UsageError('PRESET_UNKNOWN', `expected a preset of viewers, got ${given}`, {
    place: given,
    hint: ABSENT_PRESETS[given] ?? otherwise,
  });
}

/** Throws UsageError ASSET_UNKNOWN. */
async function findItem(given: string, cwd: string, runtime: Runtime): Promise<Embedded> {
  for (const path of assetPaths(given, cwd, runtime.project.library)) {
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
}

/** Throws UsageError ASSET_UNFIT where a viewer shows nothing of an item, and others do. */
function checkViewer(viewer: ViewerName, { item }: Embedded): void {
  const fitting = viewersOf(item);
  if (fitting.length === 0 || fitting.includes(viewer)) return;
  throw new UsageError('ASSET_UNFIT', `expected ${VIEWERS[viewer].help} for the viewer ${viewer}, got ${item.name}`, {
    place: item.name,
    hint: `It is shown by ${fitting.join(', ')}; where no viewer is named, by ${viewerFor(item)}.`,
  });
}

/**
 * Finds what a page is to show, an asset by path or file, or a set, and the viewer that was asked for, if one was. Throws
 * UsageError ASSET_UNKNOWN, ASSET_UNFIT where that viewer does not show it, PRESET_UNKNOWN where there is no such preset of viewers.
 */
export function findEmbedded(
  request: Request,
  given: string,
  { viewer, preset }: EmbedWish = {},
): Promise<Embedded & Pick<EmbedWish, 'viewer'>> {
  return withReadOnly(request, async (runtime) => {
    const named = preset === undefined ? undefined : findPreset(preset, runtime);
    const asked = viewer ?? named?.viewer;
    const found = await findItem(given, request.cwd, runtime);
    if (asked !== undefined) checkViewer(asked, found);
    return { ...found, viewer: asked };
  });
}
