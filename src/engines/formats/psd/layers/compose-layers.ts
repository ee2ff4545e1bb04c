import type { Rect } from '../../../../model/geometry.ts';
import type { PsdFile } from '../sections.ts';
import { blendRaster, fadeRaster } from './blend-raster.ts';
import { fillOfLayer } from './fill-layer.ts';
import type { PsdLayer } from './layer-tree.ts';
import { makeRaster, planeAt, type PsdPlane, type PsdRaster, sharedRect } from './raster.ts';
import { readChannel } from './read-channel.ts';
import { vectorMaskOf } from './vector-mask.ts';

const ALPHA = -1;
const MASK = -2;
const PASS_THROUGH = 'pass';

/** The canvas of a file. */
export const canvasOf = ({ header: { width, height } }: PsdFile): Rect => ({ x: 0, y: 0, width, height });

/** The mask of pixels of a layer that counts: what its samples hide, as far as its density says. */
async function pixelMaskOf(file: PsdFile, { mask, channels }: PsdLayer): Promise<PsdPlane | undefined> {
  const channel = channels.find(({ id }) => id === MASK);
  if (!mask || mask.disabled || !channel) return undefined;
  const { rect, density } = mask;
  const thin = (value: number): number => Math.round(255 - density * (255 - value));
  const empty = rect.width * rect.height === 0;
  const data = empty ? new Uint8Array() : await readChannel(file, channel, rect);
  return { rect, data: density === 1 ? data : data.map(thin), outside: thin(mask.outside) };
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

/** The pixels that a layer itself has, without its mask; undefined where it has none. */
async function pixelsOf(file: PsdFile, layer: PsdLayer, canvas: Rect): Promise<PsdRaster | undefined> {
  const { rect, channels } = layer;
  const { colors } = file.header.mode;
  if (rect.width * rect.height === 0) return await fillOfLayer(file, layer, canvas);
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
  const pixels = await composeGroup(file, base, clipped, below.rect);
  const mask = await maskOf(file, base);
  if (pixels) blendRaster(below, pixels, { blend: base.blend, opacity: base.opacity * base.fill, mask });
}

/** The pixels of a layer or group with those that are clipped to it, before its own mask, opacity and blend mode. */
async function composeGroup(
  file: PsdFile,
  base: PsdLayer,
  clipped: readonly PsdLayer[],
  canvas: Rect,
): Promise<PsdRaster | undefined> {
  const pixels = base.layers ? makeRaster(canvas, file.header.mode.colors) : await pixelsOf(file, base, canvas);
  if (!pixels) return undefined;
  if (base.layers) await layInto(file, pixels, base.layers);
  for (const layer of clipped) {
    const above = layer.hidden ? undefined : await composeGroup(file, layer, [], canvas);
    const mask = await maskOf(file, layer);
    if (above) blendRaster(pixels, above, { ...layer, opacity: layer.opacity * layer.fill, mask, clipped: true });
  }
  return pixels;
}

/**
 * The picture that layers make, in the samples of the file as 8 bits: 16 are rounded, light gets the curve of sRGB. Their
 * effects, and layers that adjust others, do nothing. Memory: a canvas, one more for each group that has a mode, an opacity or
 * a mask of its own, and the largest layer. Throws SourceError (SOURCE_CORRUPT).
 */
export async function composeLayers(file: PsdFile, layers: readonly PsdLayer[]): Promise<PsdRaster> {
  const raster = makeRaster(canvasOf(file), file.header.mode.colors);
  await layInto(file, raster, layers);
  return raster;
}

/**
 * One layer or group with those clipped to it and its mask, as large as it shows, before its opacity and mode; undefined
 * where nothing shows.
 */
export async function composeOne(
  file: PsdFile,
  base: PsdLayer,
  clipped: readonly PsdLayer[],
): Promise<PsdRaster | undefined> {
  const canvas = canvasOf(file);
  const pixels = await composeGroup(file, base, clipped, canvas);
  if (!pixels) return undefined;
  const rect = sharedRect(pixels.rect, canvas);
  if (rect.width * rect.height === 0) return undefined;
  const out = makeRaster(rect, pixels.colors);
  blendRaster(out, pixels, { blend: 'norm', opacity: 1, mask: await maskOf(file, base) });
  return out;
}
