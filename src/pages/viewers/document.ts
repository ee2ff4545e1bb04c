import { present } from '../../base/present.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import type { MemberEntry, SetEntry } from '../../model/sets.ts';
import {
  type SwatchLook,
  VIEWER_SCHEMA,
  type ViewerDocument,
  type ViewerItem,
  type ViewerPicture,
} from '../../model/viewers/document.ts';
import { viewerClip } from './clip.ts';
import { viewerPicture } from './picture.ts';

/** The assets of a target, by path. */
export interface Assets {
  readonly asset: (path: string) => ManifestAsset | undefined;
}

/** The assets and sets of a target, by path. */
export interface Published extends Assets {
  readonly set: (path: string) => SetEntry | undefined;
}

/** The way from a file of a target up to its root: what every address of a document begins with. */
const upwards = (path: string): string => '../'.repeat(path.split('/').length - 1);

function assetItem(asset: ManifestAsset, published: Assets, base: string, label?: string): ViewerItem | undefined {
  const lookAt = (path: string): SwatchLook | undefined => {
    const shown = published.asset(path);
    return shown && shown.kind !== 'video' ? viewerPicture(shown, base)?.swatch : undefined;
  };
  return asset.kind === 'video' ? viewerClip(asset, { base, label, lookAt }) : viewerPicture(asset, base, label);
}

function swatchLook(swatch: MemberEntry['swatch'], published: Published, base: string): SwatchLook | undefined {
  if (swatch === undefined) return undefined;
  if ('color' in swatch) return swatch;
  const asset = published.asset(swatch.asset);
  return asset && assetItem(asset, published, base)?.swatch;
}

function pictureAt(path: string, published: Published, base: string): ViewerPicture | undefined {
  const asset = published.asset(path);
  return asset && asset.kind !== 'video' ? viewerPicture(asset, base) : undefined;
}

function memberItem(member: MemberEntry, published: Published, base: string): ViewerItem | undefined {
  const { asset: path, set: inner, beside, label, swatch } = member;
  const look = present({ swatch: swatchLook(swatch, published, base) });
  if (beside !== undefined && path !== undefined) {
    const pages = [path, ...beside].flatMap((page) => pictureAt(page, published, base) ?? []);
    const [first] = pages;
    return (
      first && {
        kind: 'spread',
        name: first.name,
        label: label ?? first.label,
        pages,
        ...present({ swatch: first.swatch }),
        ...look,
      }
    );
  }
  const asset = path === undefined ? undefined : published.asset(path);
  const set = inner === undefined ? undefined : published.set(inner);
  const item = asset ? assetItem(asset, published, base, label) : set && setItem(set, published, base, label);
  return item && { ...item, ...look };
}

function setItem(set: SetEntry, published: Published, base: string, label = ''): ViewerItem {
  const { path, type, rows, columns } = set;
  const items = set.members.flatMap((member) => memberItem(member, published, base) ?? []);
  const swatch = items.find((item) => item.swatch !== undefined)?.swatch;
  return { kind: 'set', name: path, label, type, items, ...present({ swatch, rows, columns }) };
}

/** A document that a viewer reads, and where it lies below a target. */
export interface PlacedDocument {
  readonly path: string;
  readonly document: ViewerDocument;
}

/**
 * The document of an asset at a path of its target, of which those that it names are published; undefined where there is
 * nothing that browsers show.
 */
export function assetDocument(asset: ManifestAsset, published: Assets, path: string): PlacedDocument | undefined {
  const item = assetItem(asset, published, upwards(path));
  return item && { path, document: { schema: VIEWER_SCHEMA, ...item } };
}

/** The document of a set at a path of its target, of which every asset is published. */
export function setDocument(set: SetEntry, published: Published, path: string): PlacedDocument {
  return { path, document: { schema: VIEWER_SCHEMA, ...setItem(set, published, upwards(path)) } };
}
