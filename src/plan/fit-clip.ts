import { freeze } from '../base/plain-data.ts';
import type { VideoFacts } from '../model/asset.ts';
import { exceeds } from '../model/clip-geometry.ts';
import type { EncodingRecipe, Rung, SoundEncoding, Track, TrackRecipe } from '../model/clip-recipe.ts';
import type { RenditionOrder } from '../model/rendition.ts';
import { isText, PURPOSES, type Sidecar } from '../model/track.ts';
import { clipTracks, trackWarnings } from './clip-tracks.ts';
import { fileNameOf } from './naming.ts';
import { printClipRecipe } from './print-clip-recipe.ts';

const isEncoding = (order: RenditionOrder): order is RenditionOrder & { readonly recipe: EncodingRecipe } =>
  order.recipe.kind === 'encoding';

/** The smallest of some encodings: the one that was scaled through most others. */
function smallest<T extends { readonly recipe: EncodingRecipe }>(orders: readonly T[]): T | undefined {
  return orders.toSorted((a, b) => b.recipe.picture.through.length - a.recipe.picture.through.length)[0];
}

function leftOutRungs(rungs: readonly Rung[], facts: VideoFacts): readonly string[] {
  const least = Math.max(...rungs.map(({ picture }) => picture.through.length));
  const large = rungs.filter(({ picture }) => exceeds(picture, facts));
  const kept = large.length < rungs.length ? undefined : large.find(({ picture }) => picture.through.length === least);
  return large.filter((rung) => rung !== kept).map(({ name }) => name);
}

/** Encodings larger than the clip are left out, but where all are, the smallest stands for them at the clip's own size. */
function leftOutEncodings(orders: readonly RenditionOrder[], facts: VideoFacts): readonly string[] {
  const stream = orders.flatMap(({ recipe }) => (recipe.kind === 'stream' ? recipe.rungs : []));
  if (stream.length > 0) return leftOutRungs(stream, facts);
  const encodings = orders.filter(isEncoding);
  const fitting = encodings.filter(({ recipe }) => !exceeds(recipe.picture, facts));
  const last = smallest(encodings);
  const kept = new Set<string>((fitting.length > 0 || !last ? fitting : [last]).map(({ name }) => name));
  return encodings.filter(({ name }) => !kept.has(name)).map(({ name }) => name);
}

/** How a profile writes sound: as in its set, else as in its first encoding. */
function soundOf(orders: readonly RenditionOrder[]): SoundEncoding | null {
  const heard = orders.flatMap(({ recipe }) =>
    recipe.kind === 'stream' || recipe.kind === 'encoding' ? [recipe] : [],
  );
  return heard[0]?.sound ?? null;
}

function trackOrder(track: Track): RenditionOrder {
  const recipe: TrackRecipe = { kind: 'track', track };
  const extension = isText(track) ? 'vtt' : 'm4a';
  return freeze({ name: track.name, role: 'track', extension, recipe, recipeText: printClipRecipe(recipe) });
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
  return freeze({ ...order, recipe, recipeText: printClipRecipe(recipe) });
}

/** What is told of a picture around the viewer that players will not be told of. */
function projectionWarnings({ projection }: VideoFacts): readonly string[] {
  if (projection === null || projection === 'equirectangular') return [];
  return [`the picture lies around the viewer as ${projection}, which is not written: only equirectangular is`];
}

/** What is made of one clip. */
export interface ClipOrders {
  readonly orders: readonly RenditionOrder[];
  /** Names of encodings that would enlarge it. */
  readonly leftOut: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * What makes sense of one clip: nothing that would enlarge it, and with the captions, chapters and sounds that lie
 * beside it or in it. `path`: of the asset.
 */
export function fitClip(
  orders: readonly RenditionOrder[],
  facts: VideoFacts,
  { path, sidecars = [] }: { readonly path: string; readonly sidecars?: readonly Sidecar[] | undefined },
): ClipOrders {
  const leftOut = leftOutEncodings(orders, facts);
  const kept = orders.filter(({ name }) => !leftOut.includes(name));
  if (kept.length === 0) return { orders: kept, leftOut, warnings: [] };
  const tracks = clipTracks(facts, sidecars, soundOf(orders));
  return {
    orders: [...kept.map((order) => fitStream(order, tracks, path)), ...tracks.map(trackOrder)],
    leftOut,
    warnings: [...trackWarnings(facts, sidecars), ...projectionWarnings(facts)],
  };
}
