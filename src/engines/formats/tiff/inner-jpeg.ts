import type { FileHandle } from 'node:fs/promises';
import { numbersOf } from '../../../system/read-tiff.ts';
import { sharp } from '../../image/libvips.ts';
import type { ForeignPicture } from '../foreign/foreign-picture.ts';
import { COMPRESSION, PHOTOMETRIC, type TiffPage } from './layout.ts';

// TIFF 6.0, §22: where a whole JPEG begins, and its bytes.
const [OFFSET, LENGTH] = [513, 514];
const START = 0xff_d8;

// Colour spaces that a JPEG identifies itself.
const SAID: readonly number[] = [PHOTOMETRIC.blackIsZero, PHOTOMETRIC.ycbcr];

/** The bytes from an offset on that begin as a JPEG does, as many as are told; undefined = they do not. */
async function jpegAt(handle: FileHandle, offset: number, told: number): Promise<Buffer | undefined> {
  const left = (await handle.stat()).size - offset;
  if (offset === 0 || left < 2) return undefined;
  const jpeg = Buffer.alloc(told > 0 ? Math.min(told, left) : left);
  await handle.read(jpeg, 0, jpeg.length, offset);
  return jpeg.length > 1 && jpeg.readUInt16BE(0) === START ? jpeg : undefined;
}

/** Reads the JPEG header of a page: at its JPEGInterchangeFormat tag, or at its only strip. */
async function readJpeg(handle: FileHandle, { directory, layout }: TiffPage): Promise<Buffer | undefined> {
  const fields = await directory.fields((tag) => tag === OFFSET || tag === LENGTH);
  const [[offset = 0], [told = 0]] = [numbersOf(fields, OFFSET), numbersOf(fields, LENGTH)];
  const { offsets, counts } = layout;
  const jpeg = await jpegAt(handle, offset, told);
  return jpeg ?? (offsets.length === 1 ? jpegAt(handle, offsets[0] ?? 0, counts[0] ?? 0) : undefined);
}

/**
 * The picture of a page in old JPEG that is stored as a whole JPEG, as scanners do it; undefined where none of its size is
 * there. ImageMagick's library stumbles over the tiles that such pages claim to have.
 */
export async function readInnerJpeg(handle: FileHandle, page: TiffPage): Promise<ForeignPicture | undefined> {
  const { compression, photometric, width, height } = page.layout;
  if (compression !== COMPRESSION.oldJpeg || !SAID.includes(photometric)) return undefined;
  try {
    const jpeg = await readJpeg(handle, page);
    if (jpeg === undefined) return undefined;
    const { data, info } = await sharp(jpeg, { failOn: 'error', limitInputPixels: width * height })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { channels } = info;
    if (info.width !== width || info.height !== height || (channels !== 1 && channels !== 3)) return undefined;
    return { width, height, channels, samples: data, alpha: false, space: channels === 1 ? 'gray' : 'srgb' };
  } catch {
    return undefined;
  }
}
