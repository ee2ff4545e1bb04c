import { freeze } from '../../base/plain-data.ts';
import type { VideoFacts } from '../../model/asset.ts';
import type { ClipSwatch } from '../../model/viewers/clip-swatches.ts';
import { exceeds, seenSize } from '../../model/recipe/video-geometry.ts';
import type { Size } from '../../model/geometry.ts';
import type {
  EncodingRecipe,
  PictureEncoding,
  SoundEncoding,
  Track,
  TrackRecipe,
} from '../../model/recipe/video-recipe.ts';
import type { RenditionOrder } from '../../model/rendition.ts';
import { isText, PURPOSES, type Sidecar } from '../../model/track.ts';
import { swatchTrack } from './swatch-track.ts';
import { videoTracks, trackWarnings } from './video-tracks.ts';
import { fitEncoded } from './fit-encoded.ts';
import { fileNameOf } from '../paths/naming.ts';
import { printVideoRecipe } from './print-video-recipe.ts';

const isEncoding = (order: RenditionOrder): order is RenditionOrder & { readonly recipe: EncodingRecipe } =>
  order.recipe.kind === 'encoding';

/** The smallest of some encodings: the one that was scaled through most others. */
function smallest<T extends { readonly picture: PictureEncoding }>(all: readonly T[]): T | undefined {
  return all.toSorted((a, b) => b.picture.through.length - a.picture.through.length)[0];
}

/** Encodings that would upscale the clip. Where all would, the smallest one is exempt and is made at the clip's own size. */
function tooLarge<T extends { readonly picture: PictureEncoding }>(all: readonly T[], seen: Size): readonly T[] {
  const large = all.filter(({ picture }) => exceeds(picture, seen));
  const kept = large.length < all.length ? undefined : smallest(large);
  return large.filter((one) => one !== kept);
}

/**
 * Names of encodings that are larger than the clip: of files of their own, and of the rungs of the whole clip's set.
 */
function leftOutEncodings(orders: readonly RenditionOrder[], facts: VideoFacts): readonly string[] {
  const rungs = orders.flatMap(({ recipe }) => (recipe.kind === 'stream' && !recipe.smartCrop ? recipe.rungs : []));
  const files = orders.filter(isEncoding).map(({ name, crop, recipe }) => ({ name, crop, ...recipe }));
  const crops = new Set(files.map(({ crop }) => crop));
  const large = [...crops].flatMap((crop) => {
    const shown = files.filter((file) => file.crop === crop);
    return tooLarge(shown, seenSize(facts, shown[0]?.smartCrop));
  });
  return [...tooLarge(rungs, facts), ...large].map(({ name }) => name);
}

/** Settings by which a profile writes sound: as in its set, else as in its first encoding. */
function soundOf(orders: readonly RenditionOrder[]): SoundEncoding | null {
  const heard = orders.flatMap(({ recipe }) =>
    recipe.kind === 'stream' || recipe.kind === 'encoding' ? [recipe] : [],
  );
  return heard[0]?.sound ?? null;
}

function trackOrder(track: Track): RenditionOrder {
  const recipe: TrackRecipe = { kind: 'track', track };
  const extension = isText(track) ? 'vtt' : 'm4a';
  return freeze({ name: track.name, role: 'track', extension, recipe, recipeText: printVideoRecipe(recipe) });
}

/** A packaged set lists the tracks that players can show, and its files may bear the name of the master. */
function fitStream(order: RenditionOrder, tracks: readonly Track[], path: string): RenditionOrder {
  if (order.recipe.kind !== 'stream') return order;
  const { entry, rungs } = order.recipe;
  const listed = tracks.filter(({ purpose }) => PURPOSES[purpose].role !== null);
  if (entry === undefined && listed.length === 0) return order;
  const recipe = {
    ...order.recipe,
    rungs: rungs.map((rung) => (rung.file === undefined ? rung : { ...rung, file: fileNameOf(path, rung.file) })),
    ...(entry === undefined ? {} : { entry: fileNameOf(path, entry) }),
    ...(listed.length === 0 ? {} : { tracks: listed }),
  };
  return freeze({ ...order, recipe, recipeText: printVideoRecipe(recipe) });
}

/** The notice about a picture around the viewer that players will not be told of. */
function projectionWarnings({ projection }: VideoFacts): readonly string[] {
  if (projection === null || projection === 'equirectangular') return [];
  return [`the picture lies around the viewer as ${projection}, which is not written: only equirectangular is`];
}

/** The largest clip that Dynamic Media crops (reference 2.6); here larger clips take longer. */
const MOST_CROPPED = { seconds: 300, rate: 30, bytes: 300e6 } as const;

function cropWarnings(
  orders: readonly RenditionOrder[],
  { durationSeconds, frameRate }: VideoFacts,
  bytes: number,
): readonly string[] {
  // 30 000/1001 and its like are 30 for everybody.
  const isFast = frameRate[0] / frameRate[1] > MOST_CROPPED.rate * 1.01;
  const isLarge = isFast || durationSeconds > MOST_CROPPED.seconds || bytes > MOST_CROPPED.bytes;
  if (!isLarge || !orders.some(({ crop }) => crop !== undefined)) return [];
  return ['Dynamic Media crops clips of at most 5 minutes, 30 frames a second and 300 MB: this one takes longer'];
}

/** The notice about stills of times that a clip does not have: each of them shows how it ends. */
function stillWarnings(orders: readonly RenditionOrder[], { durationSeconds }: VideoFacts): readonly string[] {
  const behind = orders.filter(({ recipe }) => {
    const at = recipe.kind === 'still' ? recipe.at : null;
    return at !== null && 'seconds' in at && at.seconds > durationSeconds;
  });
  if (behind.length === 0) return [];
  const names = behind.map(({ name }) => name).join(', ');
  return [
    `the clip ends before the time of ${names}: its last picture is taken; a time in percent, such as 50%, is in every clip`,
  ];
}

/** The orders for one clip. */
export interface VideoOrders {
  readonly orders: readonly RenditionOrder[];
  /** Names of encodings that would enlarge it. */
  readonly leftOut: readonly string[];
  readonly warnings: readonly string[];
}

/** A clip with its sidecars. */
export interface VideoFile {
  /** Path of the asset. */
  readonly path: string;
  readonly bytes: number;
  readonly sidecars?: readonly Sidecar[] | undefined;
  /** Most texts and most sounds that are taken out of it. */
  readonly maxtracks?: number;
  readonly swatches?: readonly ClipSwatch[] | undefined;
}

const UNREAD = 'reading the clip to its end took too long: its length and the size of its pictures are as it begins';

const JOINED =
  'its file holds a second clip behind the first, which is left out: join clips with a program that writes one file of ' +
  'them, such as ffmpeg with `-f concat`';

const fileWarnings = ({ unread, joined }: VideoFacts): readonly string[] => [
  ...(unread === true ? [UNREAD] : []),
  ...(joined === true ? [JOINED] : []),
];

/**
 * The orders that make sense for one clip: nothing that would enlarge it, and with the captions, chapters and sounds that lie
 * beside it or in it.
 */
export function fitVideo(
  orders: readonly RenditionOrder[],
  facts: VideoFacts,
  { path, bytes, sidecars = [], maxtracks, swatches = [] }: VideoFile,
): VideoOrders {
  const leftOut = leftOutEncodings(orders, facts);
  const kept = orders.filter(({ name }) => !leftOut.includes(name)).map((order) => fitEncoded(order, facts, bytes));
  if (kept.length === 0) return { orders: kept, leftOut, warnings: [] };
  const shown = swatchTrack(swatches, facts.durationSeconds);
  const tracks = [
    ...videoTracks(facts, sidecars, soundOf(orders), maxtracks),
    ...(shown.track === undefined ? [] : [shown.track]),
  ];
  return {
    orders: [...kept.map((order) => fitStream(order, tracks, path)), ...tracks.map(trackOrder)],
    leftOut,
    warnings: [
      ...fileWarnings(facts),
      ...[
        ...trackWarnings(facts, sidecars, maxtracks),
        ...shown.warnings,
        ...projectionWarnings(facts),
        ...cropWarnings(kept, facts, bytes),
        ...stillWarnings(kept, facts),
      ],
    ],
  };
}
