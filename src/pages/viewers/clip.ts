import { present } from '../../base/present.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import type { ClipView, ViewerClip } from '../../model/viewers/document.ts';
import { addressOf } from '../address.ts';
import { altOf } from '../picture.ts';
import { videoOf } from '../video.ts';

/** The smart crops of a clip that there are encodings of, the whole clip first. */
function cropsOf({ renditions }: ManifestAsset): readonly (string | null)[] {
  const played = renditions.filter(({ role }) => role === 'encoding' || role === 'stream');
  const crops = new Set(played.map(({ crop }) => crop ?? null));
  return [...crops].toSorted((a, b) => Number(a !== null) - Number(b !== null));
}

function viewOf(asset: ManifestAsset, crop: string | null, base: string): ClipView | undefined {
  const names = asset.renditions.filter((one) => (one.crop ?? null) === crop).map(({ name }) => name);
  const video = videoOf(asset, { base, renditions: names });
  return video && { crop, width: video.width, height: video.height, sources: video.sources };
}

/** The cues that show small frames of a clip. */
function thumbnailsOf({ renditions }: ManifestAsset, base: string): string | undefined {
  const sprite = renditions.find(({ role }) => role === 'sprite');
  const cues = sprite?.entry?.find((name) => name.endsWith('.vtt'));
  return sprite && cues !== undefined ? addressOf(`${sprite.path}/${cues}`, base) : undefined;
}

/** A clip as viewers play it; undefined where there is nothing that browsers play. Addresses begin with `base`. */
export function viewerClip(asset: ManifestAsset, base: string, label?: string): ViewerClip | undefined {
  const [first, ...others] = cropsOf(asset).flatMap((crop) => viewOf(asset, crop, base) ?? []);
  const video = videoOf(asset, { base });
  if (first === undefined) return undefined;
  const { poster, tracks = [] } = video ?? {};
  return {
    kind: 'clip',
    name: asset.path,
    label: label ?? altOf(asset),
    views: [first, ...others],
    tracks,
    ...present({
      poster,
      swatch: poster === undefined ? undefined : { src: poster },
      thumbnails: thumbnailsOf(asset, base),
      projection: asset.master.projection,
    }),
  };
}
