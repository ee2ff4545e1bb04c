import type { Metadata } from 'sharp';
import { readXmpSegment } from '../paths/app13.ts';
import { openFile } from '../source/master.ts';

/**
 * The header of a file as libvips reads it, and the XMP of a JPEG with a gain map, of which libvips says nothing. Throws what libvips
 * throws.
 */
export async function readHeader(file: string): Promise<Metadata> {
  const metadata = await openFile(file).metadata();
  if (metadata.gainMap === undefined || metadata.xmp !== undefined) return metadata;
  const xmp = await readXmpSegment(file);
  return xmp.length === 0 ? metadata : { ...metadata, xmp };
}
