import { readWithMagick, type MagickHeader } from './foreign/magick-decoder.ts';

// Sizes of its headers: the first one, with sides of 16 bits; and the first that has a mask of alpha.
const CORE = 12;
const WITH_ALPHA = 56;
const BITFIELDS = 3;

function readHeader(head: Buffer): MagickHeader {
  const size = head.readUInt32LE(14);
  if (size === CORE) return { width: head.readUInt16LE(18), height: head.readUInt16LE(20), alpha: false };
  // Rows from the top have a negative height.
  const [width, height] = [head.readInt32LE(18), Math.abs(head.readInt32LE(22))];
  if (width < 1 || height < 1) throw new RangeError(`expected a BMP of some pixels, got ${width}×${height}`);
  const masked = size >= WITH_ALPHA && head.readUInt32LE(30) === BITFIELDS;
  return { width, height, alpha: masked && head.readUInt32LE(66) !== 0 };
}

/** Writes how many bytes there are where the file says so: many writers count wrong, and no reader but ImageMagick minds. */
function mend(bytes: Buffer): Buffer {
  if (bytes.length >= 6) bytes.writeUInt32LE(bytes.length, 2);
  return bytes;
}

/** BMP of Windows and OS/2. */
export const bmp = { decoder: readWithMagick({ label: 'BMP', format: 'BMP', readHeader, mend }), encoder: undefined };
