import type { Rect } from '../../../../model/geometry.ts';
import { damaged } from '../bytes.ts';
import type { PsdFile } from '../sections.ts';
import { blendRaster, fadeRaster } from './blend-raster.ts';
import { fillOfLayer } from './fill-layer.ts';
import type { PsdLayer } from './layer-tree.ts';
import { softPlane, thinPlane } from './mask-edges.ts';
import { coverPixels, type Covering } from './overlays.ts';
import { makeRaster, planeAt, type PsdPlane, type PsdRaster, sharedRect } from './raster.ts';
import { readChannel } from './read-channel.ts';
import { hasCutPixels, vectorMaskOf } from './vector-mask.ts';

const ALPHA = -1;
const PASS_THROUGH = 'pass';

/** The canvas of a file. */
export const canvasOf = ({ header: { width, height } }: PsdFile): Rect => ({ x: 0, y: 0, width, height });

/** The mask of pixels of a layer that counts: what its samples hide, as far as its density says. */
async function pixelMaskOf(file: PsdFile, { mask, channels }: PsdLayer): Promise<PsdPlane | undefined> {
  const channel = channels.find(({ id }) => id === mask?.channel);
  if (!mask || mask.disabled || !channel) return undefined;
  const { rect, outside, density, feather } = mask;
  const empty = rect.width * rect.height === 0;
  const data = empty ? new Uint8Array() : await readChannel(file, channel, rect);
  return thinPlane(await softPlane({ rect, data, outside }, feather, canvasOf(file)), density);
}

/** All that hides of a layer: its mask of pixels, and what lies outside of its path. */
async function maskOf(file: PsdFile, layer: PsdLayer): Promise<PsdPlane | undefined> {
  const pixels = await pixelMaskOf(file, layer);
  const path = await vectorMaskOf(file, layer, canvasOf(file));
  if (!pixels || !path) return pixels ?? path;
  const { x, y, width } = path.rect;
  const data = path.data.map((value, i) => (value * planeAt(pixels, x + (i % width), y + Math.floor(i / width))) / 255);
  return { ...path, data };
}

/** The most samples that a byte of a packed channel can stand for: ZIP's best. */
const BEST_PACKING = 1032;

/** The most pixels that the bytes of a layer can be. */
const mostPixels = ({ channels }: Pick<PsdLayer, 'channels'>): number =>
  Math.max(0, ...channels.map(({ bytes }) => bytes)) * BEST_PACKING;

/** Throws SourceError for a layer larger than its bytes can be: no memory is taken for it. */
function checkSize(layer: PsdLayer): void {
  const { width, height } = layer.rect;
  const most = mostPixels(layer);
  if (width * height > most) throw damaged(`a layer of at most ${most} pixels`, `${width}×${height}`);
}

/** The pixels of the largest layer that is read for each of the canvas, 1 at least: layers may stand out of it. */
export function largestLayer(
  { header }: PsdFile,
  layers: readonly Pick<PsdLayer, 'rect' | 'channels' | 'hidden'>[],
): number {
  const read = layers.filter(({ hidden }) => !hidden);
  const pixels = read.map((layer) => Math.min(layer.rect.width * layer.rect.height, mostPixels(layer)));
  return Math.max(1, ...pixels.map((count) => Math.ceil((100 * count) / (header.width * header.height)) / 100));
}

/** The pixels that a layer itself has, without its mask; undefined where it has none. */
async function pixelsOf(file: PsdFile, layer: PsdLayer, canvas: Rect): Promise<PsdRaster | undefined> {
  const { rect, channels } = layer;
  const { colors } = file.header.mode;
  const fill = hasCutPixels(layer) ? undefined : await fillOfLayer(file, layer, canvas);
  if (fill || rect.width * rect.height === 0) return fill;
  checkSize(layer);
  const raster = makeRaster(rect, colors);
  const alpha = channels.some(({ id }) => id === ALPHA);
  for (const [at, id] of [...Array.from({ length: colors }, (_, i) => i), ALPHA].entries()) {
    const channel = channels.find((one) => one.id === id);
    const plane = channel && (await readChannel(file, channel, rect));
    const missing = id === ALPHA && !alpha ? 255 : 0;
    for (let i = 0; i < rect.width * rect.height; i++) raster.data[i * (colors + 1) + at] = plane?.[i] ?? missing;
  }
  return raster;
}

/** Layers by those that are clipped to them, the lowest first; what is clipped to nothing stands alone. */
export function clippingGroups(
  layers: readonly PsdLayer[],
): readonly { readonly base: PsdLayer; readonly clipped: readonly PsdLayer[] }[] {
  const groups: { base: PsdLayer; clipped: PsdLayer[] }[] = [];
  for (const layer of layers) {
    const last = groups.at(-1);
    if (layer.clipped && last) last.clipped.push(layer);
    else groups.push({ base: layer, clipped: [] });
  }
  return groups;
}

async function layInto(file: PsdFile, below: PsdRaster, layers: readonly PsdLayer[]): Promise<void> {
  for (const { base, clipped } of clippingGroups(layers)) {
    if (base.hidden) continue;
    if (base.layers && base.blend === PASS_THROUGH && clipped.length === 0) await passThrough(file, below, base);
    else await layOne(file, below, base, clipped);
  }
}

/** The layers of a group as if they stood in none, but for its mask and opacity. */
async function passThrough(file: PsdFile, below: PsdRaster, group: PsdLayer): Promise<void> {
  const mask = await maskOf(file, group);
  const opacity = group.opacity * group.fill;
  if (opacity === 1 && !mask) return await layInto(file, below, group.layers ?? []);
  const copy = { ...below, data: below.data.slice() };
  await layInto(file, copy, group.layers ?? []);
  fadeRaster(below, copy, opacity, mask);
}

async function layOne(file: PsdFile, below: PsdRaster, base: PsdLayer, clipped: readonly PsdLayer[]): Promise<void> {
  const found = await composeGroup(file, base, clipped, { canvas: below.rect, covering: 'all' });
  const mask = await maskOf(file, base);
  if (found) blendRaster(below, found.pixels, { blend: base.blend, opacity: base.opacity * fillOf(base, found), mask });
}

interface Composing {
  readonly canvas: Rect;
  readonly covering: Covering;
}

/** Pixels of a layer. */
interface Composed {
  readonly pixels: PsdRaster;
  /** Effects that cover it are drawn, with its fill below them. */
  readonly covered: boolean;
}

/** The share of the pixels of a layer that shows, beside its opacity. */
const fillOf = ({ fill }: PsdLayer, { covered }: Composed): number => (covered ? 1 : fill);

/** The pixels of a layer or group with those that are clipped to it, before its own mask, opacity and blend mode. */
async function composeGroup(
  file: PsdFile,
  base: PsdLayer,
  clipped: readonly PsdLayer[],
  { canvas, covering }: Composing,
): Promise<Composed | undefined> {
  const pixels = base.layers ? makeRaster(canvas, file.header.mode.colors) : await pixelsOf(file, base, canvas);
  if (!pixels) return undefined;
  if (base.layers) await layInto(file, pixels, base.layers);
  for (const layer of clipped) {
    const above = layer.hidden ? undefined : await composeGroup(file, layer, [], { canvas, covering: 'all' });
    const mask = await maskOf(file, layer);
    const { blend, opacity } = layer;
    if (above)
      blendRaster(pixels, above.pixels, { blend, opacity: opacity * fillOf(layer, above), mask, clipped: true });
  }
  const covered = await coverPixels(file, base, pixels, covering);
  return { pixels: covered ?? pixels, covered: covered !== undefined };
}

/**
 * The picture that layers make, in the samples of the file as 8 bits: 16 are rounded, light gets the curve of sRGB. Of their
 * effects colours and gradients over all of them are drawn; layers that adjust others do nothing. Memory: a canvas, one more for each group that has a mode, an opacity or
 * a mask of its own, and the largest layer. Throws SourceError (SOURCE_CORRUPT).
 */
export async function composeLayers(file: PsdFile, layers: readonly PsdLayer[]): Promise<PsdRaster> {
  const raster = makeRaster(canvasOf(file), file.header.mode.colors);
  await layInto(file, raster, layers);
  return raster;
}

/**
 * One layer or group with those clipped to it and its mask, as large as it shows within a
 * rectangle, before its opacity and mode, and its
 * fill where it is not covered; undefined where nothing shows.
 */
export async function composeOne(
  file: PsdFile,
  base: PsdLayer,
  clipped: readonly PsdLayer[],
  { covering, within }: { readonly covering: Covering; readonly within: Rect },
): Promise<Composed | undefined> {
  const canvas = canvasOf(file);
  const found = await composeGroup(file, base, clipped, { canvas, covering });
  if (!found) return undefined;
  const { pixels, covered } = found;
  const rect = sharedRect(pixels.rect, within);
  if (rect.width * rect.height === 0) return undefined;
  const out = makeRaster(rect, pixels.colors);
  blendRaster(out, pixels, { blend: 'norm', opacity: 1, mask: await maskOf(file, base) });
  return { pixels: out, covered };
}
