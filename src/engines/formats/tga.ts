import { readWithMagick, type MagickHeader } from './foreign/magick-decoder.ts';

function readHeader(head: Buffer): MagickHeader {
  const alphaBits = head.readUInt8(17) & 15;
  return { width: head.readUInt16LE(12), height: head.readUInt16LE(14), alpha: alphaBits > 0 };
}

/** Truevision TGA. */
export const tga = { decoder: readWithMagick({ label: 'TGA', format: 'TGA', readHeader }), encoder: undefined };
