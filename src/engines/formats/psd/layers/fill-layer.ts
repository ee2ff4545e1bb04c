import type { Rect } from '../../../../model/geometry.ts';
import type { PsdFile } from '../sections.ts';
import { readDescriptor } from './descriptor.ts';
import { drawGradient } from './gradient.ts';
import type { PsdLayer } from './layer-tree.ts';
import { samplesAt } from './psd-look.ts';
import { makeRaster, type PsdRaster } from './raster.ts';
import { blockOf } from './read-layers.ts';
import { pathBoxOf } from './vector-mask.ts';

/** Four bytes of a version stand before the descriptor. */
const VERSION_BYTES = 4;

/** A rectangle full of a colour, by its samples as the file stores them. */
export function flatRaster(color: readonly number[], canvas: Rect): PsdRaster {
  const raster = makeRaster(canvas, color.length);
  raster.data.fill(255);
  for (const [i, value] of color.entries())
    for (let at = i; at < raster.data.length; at += color.length + 1) raster.data[at] = value;
  return raster;
}

/**
 * The canvas full of the colour or the gradient of a layer that is nothing but one; undefined for other layers, and for
 * colours that are of another space than the file.
 */
export async function fillOfLayer(file: PsdFile, layer: PsdLayer, canvas: Rect): Promise<PsdRaster | undefined> {
  const block = await blockOf(file, layer, 'SoCo');
  const color = block && samplesAt(readDescriptor(block, VERSION_BYTES), 'Clr ', file.header);
  if (color) return flatRaster(color, canvas);
  const gradient = await blockOf(file, layer, 'GdFl');
  const box = gradient && (await pathBoxOf(file, layer, canvas));
  return gradient && drawGradient(readDescriptor(gradient, VERSION_BYTES), canvas, file.header, box);
}
