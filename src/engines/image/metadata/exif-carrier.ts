import { crc32 } from 'node:zlib';
import type { Sharp } from 'sharp';
import type { Picture } from '../../picture.ts';
import { sharp } from '../libvips.ts';
import { openPicture } from '../source/pixels.ts';
import { MAX_PIXELS } from '../../../layout/pixel-limit.ts';

/** PNG signature and its IHDR chunk, after which others may follow (PNG 3, 5). */
const HEAD_BYTES = 33;

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/**
 * A pipeline over pixels that also holds a whole EXIF block: sharp takes one from a file only, so the pixels are put
 * into a PNG that is stored rather than compressed.
 */
export async function openWithExif(picture: Picture, exif: Buffer): Promise<Sharp> {
  const png = await openPicture(picture).png({ compressionLevel: 0 }).toBuffer();
  const head = png.subarray(0, HEAD_BYTES);
  return sharp(Buffer.concat([head, chunk('eXIf', exif), png.subarray(HEAD_BYTES)]), {
    limitInputPixels: MAX_PIXELS,
  }).keepExif();
}
