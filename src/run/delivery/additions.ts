import { plural } from '../../base/text.ts';
import { addressOf } from '../../pages/address.ts';
import { sitemapFiles } from '../../pages/sitemap-files.ts';
import { collectionsOf } from '../../pages/iiif/collection.ts';
import { assetManifest, setManifest } from '../../pages/iiif/manifest.ts';
import { deepZoomText, deepZoomTiles } from '../../tiles/deep-zoom.ts';
import { iiifTiles } from '../../tiles/iiif-tiles.ts';
import type { PublishSettings } from '../../profiles/publish.ts';

import { imageInfoText, imageServiceOf } from '../../pages/iiif/image-service.ts';
import type { Additions, Shown } from './addition.ts';
import { viewerFiles } from './viewer-files.ts';

function sitemaps({ assets, settings: { base, sitemap = false } }: Shown): Additions {
  if (base === undefined || sitemap === false) return {};
  const template = sitemap === true ? addressOf('', base) : sitemap;
  const { documents, leftOut } = sitemapFiles(assets, { base, template });
  const notices = [
    `expected at most 1000 pictures on a page of the sitemap, got ${plural(leftOut, 'picture')} more, which are left out: name the page of each asset, as sitemap: https://…/{dir}/{stem}`,
  ];
  return { documents, ...(leftOut > 0 && { notices }) };
}

function imageServices({ assets, sets, pyramids, settings: { base, iiif } }: Shown): Additions {
  if (base === undefined || iiif === undefined) return {};
  const services = new Map(
    assets.flatMap((asset) => {
      if (asset.kind !== 'image') return [];
      const service = imageServiceOf(asset, pyramids.get(asset.path), base);
      return service ? [[asset.path, service] as const] : [];
    }),
  );
  const tiles = [...services].flatMap(([path, { folder, maxLevel }]) => {
    const pyramid = pyramids.get(path);
    return pyramid ? [{ ...pyramid, tiles: iiifTiles(pyramid.grid, folder, maxLevel) }] : [];
  });
  const infos = [...services.values()].map((service) => ({
    path: `${service.folder}/info.json`,
    mime: 'application/json',
    print: () => imageInfoText(service),
  }));
  const context = {
    ...{ base, services },
    assets: new Map(assets.map((asset) => [asset.path, asset])),
    sets: new Map(sets.map((set) => [set.path, set])),
  };
  const manifests = [
    ...sets.map((set) => setManifest(set, context)),
    ...assets.map((asset) => assetManifest(asset, context)),
  ].filter((manifest) => manifest !== undefined);
  const collections = collectionsOf(manifests, base, base);
  const documents = [...infos, ...manifests.map(({ document }) => document), ...collections];
  return { documents, tiles, aliases: [...services.values()].flatMap((service) => service.aliases) };
}

function deepZoom({ pyramids, settings }: Shown): Additions {
  if (settings.tiles === undefined) return {};
  const all = [...pyramids].map(([path, pyramid]) => ({ ...pyramid, folder: `dzi/${path}` }));
  return {
    documents: all.map(({ grid, folder }) => {
      return { path: `${folder}.dzi`, mime: 'application/xml', print: () => deepZoomText(grid) };
    }),
    tiles: all.map(({ folder, ...pyramid }) => ({ ...pyramid, tiles: deepZoomTiles(pyramid.grid, `${folder}_files`) })),
  };
}

/** The REGISTRY of what is made of a selection: one function for each key of a target that adds files. */
const MAKERS: readonly ((shown: Shown) => Additions)[] = [sitemaps, imageServices, deepZoom, viewerFiles];

/** Tells whether a target gets tiles of pyramids. */
export function wantsTiles({ iiif, tiles }: PublishSettings): boolean {
  return (iiif ?? tiles) !== undefined;
}

/** Files that a target gets beside its renditions, by its settings. Nothing is printed yet. */
export function additionsOf(shown: Shown): Required<Additions> {
  const made = MAKERS.map((make) => make(shown));
  return {
    documents: made.flatMap(({ documents = [] }) => documents),
    copies: made.flatMap(({ copies = [] }) => copies),
    aliases: made.flatMap(({ aliases = [] }) => aliases),
    tiles: made.flatMap(({ tiles = [] }) => tiles),
    notices: made.flatMap(({ notices = [] }) => notices),
  };
}
