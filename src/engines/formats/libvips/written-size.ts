import type { Size } from '../../../model/geometry.ts';

/** A frame header of JPEG: any SOF, with which DHT (C4), JPG (C8) and DAC (CC) share their numbers. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** From the marker of a frame to the end of its width. */
const FRAME_BYTES = 9;

function jpegSize(file: Buffer): Size | undefined {
  if (file.readUInt16BE(0) !== 0xffd8) return undefined;
  const end = file.length - FRAME_BYTES;
  for (let at = 2; at <= end && file[at] === 0xff; at += 2 + file.readUInt16BE(at + 2)) {
    if (isFrame(file.readUInt8(at + 1))) return { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) };
  }
  return undefined;
}

function pngSize(file: Buffer): Size | undefined {
  if (file.toString('latin1', 0, 16) !== '\x89PNG\r\n\x1a\n\0\0\0\rIHDR') return undefined;
  return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
}

const SIDE = 0x3fff;

function webpSize(file: Buffer): Size | undefined {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WEBP') return undefined;
  switch (file.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: file.readUInt16LE(26) & SIDE, height: file.readUInt16LE(28) & SIDE };
    case 'VP8L': {
      const sides = file.readUInt32LE(21);
      return { width: 1 + (sides & SIDE), height: 1 + ((sides >>> 14) & SIDE) };
    }
    case 'VP8X':
      return { width: 1 + file.readUIntLE(24, 3), height: 1 + file.readUIntLE(27, 3) };
    default:
      return undefined;
  }
}

const READERS: Readonly<Record<string, (file: Buffer) => Size | undefined>> = {
  jpeg: jpegSize,
  png: pngSize,
  webp: webpSize,
};

/**
 * The reader of the size that a file of a format (as libvips names it) says in its header, undefined where the file is of another
 * one: for the formats that are written by the thousand. Asking libvips takes as long as writing a thumbnail.
 */
export function writtenSizeReader(probedAs: string): ((file: Buffer) => Size | undefined) | undefined {
  const read = READERS[probedAs];
  // What is too short for a header is no file of it.
  return read && ((file) => (file.length < 32 ? undefined : read(file)));
}
