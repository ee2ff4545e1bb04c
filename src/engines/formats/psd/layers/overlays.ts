import type { Rect } from '../../../../model/geometry.ts';
import type { PsdFile } from '../sections.ts';
import { blendRaster } from './blend-raster.ts';
import { flatRaster } from './fill-layer.ts';
import { drawGradient } from './gradient.ts';
import type { PsdLayer } from './layer-tree.ts';
import { samplesAt } from './psd-look.ts';
import type { PsdRaster } from './raster.ts';
import { overlaysOfLayer, type SaidOverlay } from './read-effects.ts';

function drawn({ effect, isGradient }: SaidOverlay, file: PsdFile, rect: Rect): PsdRaster | undefined {
  if (isGradient) return drawGradient(effect, rect, file.header);
  const color = samplesAt(effect, 'Clr ', file.header);
  return color && flatRaster(color, rect);
}

/** Sets the alpha of a raster where there is any of another one of the same place. */
function setAlpha({ colors, data }: PsdRaster, of: PsdRaster, value: (shape: number, own: number) => number): void {
  for (let at = colors; at < data.length; at += colors + 1)
    data[at] = Math.round(value(of.data[at] ?? 0, data[at] ?? 0));
}

/** The effects that are drawn with the pixels of a layer: what can be an effect of the language is none of `gradients`. */
export type Covering = 'none' | 'gradients' | 'all';

/**
 * Covers the pixels of a layer with its gradients, and the colour over all of it; they then have the fill of the layer. Answers
 * undefined, and changes nothing, for a layer without such.
 */
export async function coverPixels(
  file: PsdFile,
  layer: PsdLayer,
  pixels: PsdRaster,
  which: Covering,
): Promise<PsdRaster | undefined> {
  const overlays = which === 'none' ? [] : await overlaysOfLayer(file, layer);
  const drawings = overlays.flatMap((overlay) => {
    const raster = which === 'all' || overlay.isGradient ? drawn(overlay, file, pixels.rect) : undefined;
    return raster ? [{ raster, ...overlay }] : [];
  });
  if (drawings.length === 0) return undefined;
  const out = { ...pixels, data: pixels.data.slice() };
  // Its edges are those of the layer: they are cut when all is drawn.
  setAlpha(out, pixels, (shape) => (shape > 0 ? layer.fill * 255 : 0));
  for (const { raster, blend, opacity } of drawings) blendRaster(out, raster, { blend, opacity });
  setAlpha(out, pixels, (shape, own) => (own * shape) / 255);
  return out;
}
