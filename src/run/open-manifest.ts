import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ManifestAsset } from '../model/manifest/manifest-asset.ts';
import { addressOf } from '../pages/address.ts';
import { markupOf, type MarkupOptions } from '../pages/markup.ts';
import { type Picture, pictureOf, type PictureOptions } from '../pages/picture.ts';
import { type Video, videoOf, type VideoOptions } from '../pages/video.ts';
import type { Query } from '../model/manifest/query.ts';
import type { SetEntry } from '../model/sets.ts';
import { matchesQuery } from '../profiles/matches-query.ts';
import { findManifest, readManifest } from './publishing/read-manifest.ts';
import { unknownAsset } from './project/unknown-asset.ts';

/** The options of `openManifest`. */
export interface OpenManifestOptions {
  /** Put before every address, such as `/media/`; absent = relative to the output. */
  readonly base?: string;
}

/** A manifest that has been read. */
export interface Manifest {
  /** The output that it lies in, and its file there, as they were given. */
  readonly output: string;
  readonly file: string;
  /** Every asset, in UTF-8 order of their paths. */
  readonly assets: readonly ManifestAsset[];
  /** Every set, in UTF-8 order of their paths. */
  readonly sets: readonly SetEntry[];
  /** The asset of a path (`shoes/red.jpg`); undefined = it is not listed. */
  asset(path: string): ManifestAsset | undefined;
  /** The assets that everything said is true of; see `collections` of dmx.yaml. */
  select(query: Query): readonly ManifestAsset[];
  /** The address of a file below the output. */
  url(file: { readonly path: string }): string;
  /** The `<picture>` of a page; undefined where there is nothing that browsers show. Throws UsageError ASSET_UNKNOWN. */
  picture(asset: ManifestAsset | string, options?: PictureOptions): Picture | undefined;
  /** The `<video>` of a page; undefined where there is nothing that browsers play. Throws UsageError ASSET_UNKNOWN. */
  video(asset: ManifestAsset | string, options?: VideoOptions): Video | undefined;
  /** Markup of an asset in a language; '' where there is nothing to show. Throws UsageError ASSET_UNKNOWN. */
  markup(asset: ManifestAsset | string, options?: MarkupOptions): string;
}

const named = (asset: ManifestAsset | string): string => (typeof asset === 'string' ? asset : asset.path);

/**
 * Reads a manifest in whatever form: `given` is the output folder, or the file in it. Nothing else is opened, neither catalog
 * nor masters. Throws UsageError FILE_UNREADABLE.
 *
 * @example
 * ```ts
 * const media = await openManifest('dmx-out', { base: '/media/' });
 * const { img, sources } = media.picture('shoes/red.jpg', { sizes: '50vw' }) ?? {};
 * const html = media.markup('shoes/red.jpg', { parts: ['media', 'jsonld'] });
 * ```
 */
export async function openManifest(given: string | URL, options: OpenManifestOptions = {}): Promise<Manifest> {
  const { base = '' } = options;
  const file = await findManifest(given instanceof URL ? fileURLToPath(given) : given);
  const assets: ManifestAsset[] = [];
  const sets: SetEntry[] = [];
  for await (const entry of readManifest(file)) {
    if ('asset' in entry) assets.push(entry.asset);
    else sets.push(entry.set);
  }
  const byPath = new Map(assets.map((asset) => [asset.path, asset]));
  const find = (asset: ManifestAsset | string): ManifestAsset => {
    const found = typeof asset === 'string' ? byPath.get(asset.normalize('NFC')) : asset;
    if (found !== undefined) return found;
    const expected = `an asset that ${file} lists`;
    const otherwise = 'Name an asset path as the manifest has it: that of its master below the library.';
    throw unknownAsset(named(asset), { expected, otherwise }, { paths: byPath.keys() });
  };
  return {
    output: dirname(file),
    file,
    assets,
    sets,
    asset: (path) => byPath.get(path.normalize('NFC')),
    select: (query) => assets.filter((asset) => matchesQuery(query, asset)),
    url: ({ path }) => addressOf(path, base),
    picture: (asset, own = {}) => pictureOf(find(asset), { base, ...own }),
    video: (asset, own = {}) => videoOf(find(asset), { base, ...own }),
    markup: (asset, own = {}) => markupOf(find(asset), { base, ...own }),
  };
}
