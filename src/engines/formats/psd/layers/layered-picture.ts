import type { PsdFile } from '../sections.ts';
import { composeLayers } from './compose-layers.ts';
import { layerTree } from './layer-tree.ts';
import type { PsdRaster } from './raster.ts';
import { readLayers } from './read-layers.ts';

/** Bits a sample of what layers make: Lab is there in 16 bits alone, as libvips reads it. */
export const composedDepth = ({ header: { mode } }: PsdFile): 8 | 16 => (mode.space === 'lab' ? 16 : 8);

/** The layout of a raster in a TIFF. */
export function rasterLayout(file: PsdFile, { rect: { width, height }, colors }: PsdRaster) {
  const { photometric } = file.header.mode;
  return { width, height, depth: composedDepth(file), samples: colors + 1, alpha: true, photometric };
}

/** The samples of a raster as a TIFF has them: inks the other way round, Lab as signed ones. */
export function rasterSamples(file: PsdFile, { data, colors }: PsdRaster): Buffer {
  const { flips } = file.header.mode;
  const wide = composedDepth(file) === 16;
  const out = Buffer.alloc(data.length * (wide ? 2 : 1));
  for (let i = 0; i < data.length; i++) {
    const channel = i % (colors + 1);
    const flip = channel < colors ? (flips[channel] ?? 0) : 0;
    const value = data[i] ?? 0;
    if (wide) out.writeUInt16LE((value * 257) ^ flip, i * 2);
    else out[i] = value ^ (flip >> 8);
  }
  return out;
}

/** The picture of a file that has nothing but layers. Throws SourceError (SOURCE_CORRUPT). */
export async function layeredPicture(file: PsdFile): Promise<PsdRaster> {
  return await composeLayers(file, await layerTree(file, await readLayers(file)));
}
