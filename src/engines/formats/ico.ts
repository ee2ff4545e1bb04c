import type { Size } from '../../model/geometry.ts';
import { readWithMagick, type MagickHeader } from './foreign/magick-decoder.ts';

const ENTRY_BYTES = 16;
const PNG = 0x8950_4e47;

/** The size of a picture in the file: as its own header says, which the directory may not be able to. */
function sizeAt(head: Buffer, at: number): Size {
  if (head.readUInt32BE(at) === PNG) return { width: head.readUInt32BE(at + 16), height: head.readUInt32BE(at + 20) };
  // The height in the header counts the colour bitmap and the mask, which are stored one above the other.
  return { width: head.readInt32LE(at + 4), height: Math.floor(Math.abs(head.readInt32LE(at + 8)) / 2) };
}

/** The largest picture, of equal ones the one with most colours. */
function readHeader(head: Buffer): MagickHeader {
  const pages = head.readUInt16LE(4);
  const pictures = Array.from({ length: pages }, (_, frame) => {
    const entry = 6 + frame * ENTRY_BYTES;
    const size = sizeAt(head, head.readUInt32LE(entry + 12));
    return { ...size, frame, rank: size.width * size.height + head.readUInt16LE(entry + 6) / 256 };
  });
  const [largest] = pictures.toSorted((a, b) => b.rank - a.rank);
  if (largest === undefined) throw new RangeError('expected an icon with a picture, got none');
  const { width, height, frame } = largest;
  return { width, height, frame, pages, alpha: true };
}

/** Icons of Windows: the largest picture. */
export const ico = { decoder: readWithMagick({ label: 'ICO', format: 'ICO', readHeader }), encoder: undefined };
