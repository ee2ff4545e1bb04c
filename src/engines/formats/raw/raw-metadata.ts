import { open } from 'node:fs/promises';
import { describedIn } from '../../image/metadata/tiff-metadata.ts';
import { openDirectory, openTiff, readFrom } from '../../image/tiff/read-tiff.ts';
import type { TiffMetadata } from '../../image/tiff/write-directories.ts';

const NOTHING: TiffMetadata = { entries: [], children: new Map() };

// Most raws are TIFFs: both byte orders.
const TIFF_HEADS = ['II*\0', 'MM\0*'];

/** Tells whether a raw is a TIFF, whose first directory says what the camera knew. */
export async function isTiffRaw(file: string): Promise<boolean> {
  await using handle = await open(file, 'r');
  const head = Buffer.alloc(4);
  await handle.read(head, 0, 4, 0);
  return TIFF_HEADS.includes(head.toString('latin1'));
}

/** All that a raw says about its picture, where it is a TIFF. What is damaged there is left out. */
export async function readRawMetadata(file: string): Promise<TiffMetadata> {
  if (!(await isTiffRaw(file))) return NOTHING;
  await using handle = await open(file, 'r');
  try {
    const tiff = await openTiff(readFrom(handle));
    return await describedIn(tiff, await openDirectory(tiff, tiff.first));
  } catch (error) {
    if (error instanceof RangeError) return NOTHING;
    throw error;
  }
}
