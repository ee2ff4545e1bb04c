import { present } from '../../base/present.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import { isSitePath } from '../../model/viewers/clip-swatches.ts';
import type { ClipView, SwatchLook, TimedSwatches, ViewerClip } from '../../model/viewers/document.ts';
import { addressOf } from '../address.ts';
import { altOf } from '../picture.ts';
import { type Video, videoOf } from '../video.ts';

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

type Track = Video['tracks'][number];
type SeenTrack = ViewerClip['tracks'][number];

const isSeen = (track: Track): track is SeenTrack & Track => track.kind !== 'metadata';

/** The look of an asset in a row of swatches; undefined where it is not published. */
type LookAt = (path: string) => SwatchLook | undefined;

function looksOf({ swatches = [] }: ManifestAsset, lookAt: LookAt): TimedSwatches['looks'] {
  const named = new Set(swatches.flatMap(({ image = '' }) => (image === '' || isSitePath(image) ? [] : [image])));
  const looks = [...named].flatMap((path) => {
    const look = lookAt(path);
    return look && 'src' in look ? [[path, look] as const] : [];
  });
  return Object.fromEntries(looks);
}

/** The wishes for a clip in a viewer. */
interface ClipOptions {
  /** Put before every address. */
  readonly base: string;
  /** Absent = its own. */
  readonly label: string | undefined;
  readonly lookAt: LookAt;
}

/** A clip as viewers play it; undefined where there is nothing that browsers play. */
export function viewerClip(asset: ManifestAsset, { base, label, lookAt }: ClipOptions): ViewerClip | undefined {
  const [first, ...others] = cropsOf(asset).flatMap((crop) => viewOf(asset, crop, base) ?? []);
  const video = videoOf(asset, { base });
  if (first === undefined) return undefined;
  const { poster, tracks = [] } = video ?? {};
  const timed = tracks.find((track) => !isSeen(track));
  return {
    kind: 'clip',
    name: asset.path,
    label: label ?? altOf(asset),
    views: [first, ...others],
    tracks: tracks.flatMap((track) => (isSeen(track) ? [track] : [])),
    ...present({
      swatches: timed && { src: timed.src, looks: looksOf(asset, lookAt) },
      poster,
      swatch: poster === undefined ? undefined : { src: poster },
      thumbnails: thumbnailsOf(asset, base),
      projection: asset.master.projection,
    }),
  };
}
