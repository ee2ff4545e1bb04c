import { present } from '../../base/present.ts';
import { pointsOfPlace } from '../../model/hotspots.ts';
import type { ManifestAsset, ManifestRendition } from '../../model/manifest/manifest-asset.ts';
import type { HotspotAction, PictureFiles, PictureView, ViewerPicture } from '../../model/viewers/document.ts';
import { addressOf } from '../address.ts';
import { backgroundOf } from '../background.ts';
import { type Candidate, candidatesOf, widest } from '../candidates.ts';
import { choiceOf, filesShowing, offer, plainFile } from '../choice.ts';
import { altOf } from '../picture.ts';

/** The width of a swatch, for screens of two pixels to one of CSS. Pixels. */
const SWATCH_WIDTH = 160;

/** Documents say no `sizes`: an element knows how wide it is. */
const ANY_SIZE = '100vw';

function filesOf(files: readonly Candidate[]): PictureFiles | undefined {
  const choice = choiceOf(files);
  const plain = choice && plainFile(choice.plain);
  if (choice === undefined || plain === undefined) return undefined;
  const { box } = choice;
  const sources = choice.modern.map(([type, all]) => ({ type, srcset: offer(all, ANY_SIZE, box).srcset }));
  return { sources, src: plain.url, srcset: offer(choice.plain, ANY_SIZE, box).srcset, ...box };
}

/** The hotspots as the first rendition of a crop shows them: all files of one crop show the same part. */
function marksOf({ renditions }: ManifestAsset, files: readonly Candidate[]): PictureView['hotspots'] {
  const names = new Set(files.map(({ rendition }) => rendition));
  return renditions.find(({ name, hotspots }) => hotspots !== undefined && names.has(name))?.hotspots;
}

function viewOf(asset: ManifestAsset, crop: string | null, all: readonly Candidate[]): PictureView | undefined {
  const shown = filesShowing(crop, all, asset.master);
  const files = filesOf(shown);
  return files && { crop, files, ...present({ hotspots: marksOf(asset, shown) }) };
}

function viewsOf(asset: ManifestAsset, all: readonly Candidate[]): readonly PictureView[] {
  const crops = [...new Set(all.map(({ crop }) => crop))].toSorted((a, b) => Number(a !== null) - Number(b !== null));
  return crops.flatMap((crop) => viewOf(asset, crop, all) ?? []);
}

/** The narrowest file that is wide enough for a swatch, else the widest. */
function swatchOf(files: readonly Candidate[]): Candidate | undefined {
  const every = files.filter(({ browsers }) => browsers === 'every').toSorted((a, b) => a.width - b.width);
  return every.find(({ width, height }) => Math.min(width, height) >= SWATCH_WIDTH / 2) ?? widest(files);
}

const action = ({ at: _at, area: _area, polygon: _polygon, ...does }: NonNullable<ManifestAsset['hotspots']>[number]) =>
  does satisfies HotspotAction;

const isPyramid = ({ role }: ManifestRendition): boolean => role === 'pyramid';

/** The whole picture's places of zoom targets. */
function targetsOf({ zoomTargets }: ManifestAsset): ViewerPicture['zoomTargets'] {
  return zoomTargets?.map(({ label, rect, userData }) => ({
    label,
    points: pointsOfPlace({ area: rect }),
    ...present({ userData }),
  }));
}

/**
 * A picture as viewers show it; undefined where there is no file of it that browsers show. Addresses begin with `base`.
 * `label` = what a set calls it.
 */
export function viewerPicture(asset: ManifestAsset, base: string, label?: string): ViewerPicture | undefined {
  const all = candidatesOf(asset, { base });
  const [first, ...others] = viewsOf(asset, all);
  if (first === undefined) return undefined;
  const large = widest(filesShowing(first.crop, all, asset.master).filter(({ browsers }) => browsers === 'every'));
  const shown = { width: first.files.width, height: first.files.height };
  const largest = large
    ? { src: large.url, width: large.width, height: large.height }
    : { src: first.files.src, ...shown };
  const pyramid = asset.renditions.find(isPyramid);
  const swatch = swatchOf(filesShowing(first.crop, all, asset.master));
  const { width = shown.width, height = shown.height } = asset.master;
  return {
    kind: 'picture',
    name: asset.path,
    label: label ?? altOf(asset),
    ...{ width, height },
    views: [first, ...others],
    largest,
    ...present({
      swatch: swatch && { src: swatch.url },
      pyramid: pyramid && addressOf(pyramid.path, base),
      color: backgroundOf(asset)?.color,
      hotspots: asset.hotspots?.map(action),
      zoomTargets: targetsOf(asset),
    }),
  };
}
