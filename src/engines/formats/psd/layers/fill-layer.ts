import type { Rect } from '../../../../model/geometry.ts';
import type { PsdFile } from '../sections.ts';
import { numberAt, readDescriptor } from './descriptor.ts';
import { drawGradient } from './gradient.ts';
import type { PsdLayer } from './layer-tree.ts';
import { makeRaster, type PsdRaster } from './raster.ts';
import { blockOf } from './read-layers.ts';

/** Four bytes of a version stand before the descriptor. */
const VERSION_BYTES = 4;
const RGB_KEYS = ['Rd  ', 'Grn ', 'Bl  '];

/** The colour of a layer that is nothing but one, 0…255 each; undefined for other layers, and for colours that are not RGB. */
async function fillColorOf(file: PsdFile, layer: PsdLayer): Promise<readonly number[] | undefined> {
  const block = await blockOf(file, layer, 'SoCo');
  if (!block || file.header.mode.space !== 'srgb') return undefined;
  const fill = readDescriptor(block, VERSION_BYTES);
  const color = RGB_KEYS.map((key) => numberAt(fill, 'Clr ', key));
  return color.every((value) => value !== undefined) ? color : undefined;
}

async function gradientOf(file: PsdFile, layer: PsdLayer, canvas: Rect): Promise<PsdRaster | undefined> {
  const block = await blockOf(file, layer, 'GdFl');
  if (!block || file.header.mode.space !== 'srgb') return undefined;
  return drawGradient(readDescriptor(block, VERSION_BYTES), canvas);
}

/** The canvas full of the colour or the gradient of a layer that is nothing but one; undefined for other layers. */
export async function fillOfLayer(file: PsdFile, layer: PsdLayer, canvas: Rect): Promise<PsdRaster | undefined> {
  const color = await fillColorOf(file, layer);
  if (!color) return gradientOf(file, layer, canvas);
  const raster = makeRaster(canvas, color.length);
  raster.data.fill(255);
  for (const [i, value] of color.entries()) {
    for (let at = i; at < raster.data.length; at += color.length + 1) raster.data[at] = Math.round(value);
  }
  return raster;
}
