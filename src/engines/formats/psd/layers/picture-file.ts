import { printUncompressedTiff } from '../../../image/tiff/write-uncompressed-tiff.ts';
import type { TiffMetadata } from '../../../image/tiff/write-directories.ts';
import { TAG } from '../../../../system/read-tiff.ts';
import { sharp } from '../../../image/libvips.ts';
import { isMetadata, metadataOf } from '../metadata.ts';
import { type PsdFile, readWanted } from '../sections.ts';
import { rasterLayout, rasterSamples } from './layered-picture.ts';
import type { PsdRaster } from './raster.ts';

/** A picture as a file: its bytes, and how its name ends. */
interface PictureFile {
  readonly bytes: Buffer;
  readonly extension: 'png' | 'tif';
}

/** Spaces that PNG has, as libvips calls them; others go as TIFF. */
const OF_PNG: Readonly<Record<string, string>> = { srgb: 'srgb', gray: 'b-w' };

/** The profile of a file as entries of a TIFF, and nothing else that it says of itself. */
export async function profileOf(file: PsdFile): Promise<TiffMetadata> {
  const { entries } = await metadataOf(await readWanted(file, isMetadata));
  const floats = file.header.depth === 32;
  return { entries: entries.filter(({ tag }) => tag === TAG.icc && !floats), children: new Map() };
}

/** A raster as a picture without loss, in the colours of its file and with the profile of that. */
export async function printRaster(file: PsdFile, raster: PsdRaster, metadata: TiffMetadata): Promise<PictureFile> {
  const tiff = printUncompressedTiff({ ...rasterLayout(file, raster), metadata }, rasterSamples(file, raster));
  const space = OF_PNG[file.header.mode.space];
  if (space === undefined) return { bytes: tiff, extension: 'tif' };
  // Without it libvips makes RGB of gray, which the profile of a gray picture says nothing of.
  const picture = sharp(tiff, { limitInputPixels: false }).keepIccProfile().toColourspace(space);
  return { bytes: await picture.png().toBuffer(), extension: 'png' };
}
