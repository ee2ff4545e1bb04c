import { crc32 } from 'node:zlib';
import type { Sharp } from 'sharp';
import type { Picture } from '../../picture.ts';
import { MAX_PIXELS, sharp } from '../libvips.ts';
import { openPicture } from '../pixels.ts';
import { exifStructure } from './exif-structure.ts';

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

/** The block with its orientation (tag 0x0112 of the first directory) set to upright: the pixels are turned already. */
function upright(exif: Buffer): Buffer {
  const block = Buffer.from(exifStructure(exif));
  const little = block.toString('latin1', 0, 2) === 'II';
  const short = (at: number): number => (little ? block.readUInt16LE(at) : block.readUInt16BE(at));
  if (block.length < 10) return block;
  const first = little ? block.readUInt32LE(4) : block.readUInt32BE(4);
  if (first + 2 > block.length) return block;
  for (let i = 0, at = first + 2; i < short(first) && at + 12 <= block.length; i++, at += 12) {
    if (short(at) !== 0x0112) continue;
    if (little) block.writeUInt16LE(1, at + 8);
    else block.writeUInt16BE(1, at + 8);
  }
  return block;
}

/**
 * A pipeline over pixels that also holds a whole EXIF block: sharp takes one from a file only, so the pixels are put
 * into a PNG that is stored rather than compressed.
 */
export async function openWithExif(picture: Picture, exif: Buffer): Promise<Sharp> {
  const png = await openPicture(picture).png({ compressionLevel: 0 }).toBuffer();
  const head = png.subarray(0, HEAD_BYTES);
  return sharp(Buffer.concat([head, chunk('eXIf', upright(exif)), png.subarray(HEAD_BYTES)]), {
    limitInputPixels: MAX_PIXELS,
  }).keepExif();
}
