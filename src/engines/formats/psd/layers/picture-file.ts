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

/** Spaces that PNG has; others go as TIFF. */
const OF_PNG: ReadonlySet<string> = new Set(['srgb', 'gray']);

/** The profile of a file as entries of a TIFF, and nothing else that it says of itself. */
export async function profileOf(file: PsdFile): Promise<TiffMetadata> {
  const { entries } = await metadataOf(await readWanted(file, isMetadata));
  const floats = file.header.depth === 32;
  return { entries: entries.filter(({ tag }) => tag === TAG.icc && !floats), children: new Map() };
}

/** A raster as a picture without loss, in the colours of its file and with the profile of that. */
export async function printRaster(file: PsdFile, raster: PsdRaster, metadata: TiffMetadata): Promise<PictureFile> {
  const tiff = printUncompressedTiff({ ...rasterLayout(file, raster), metadata }, rasterSamples(file, raster));
  if (!OF_PNG.has(file.header.mode.space)) return { bytes: tiff, extension: 'tif' };
  return { bytes: await sharp(tiff, { limitInputPixels: false }).keepIccProfile().png().toBuffer(), extension: 'png' };
}
