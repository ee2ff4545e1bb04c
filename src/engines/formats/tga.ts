import { readWithMagick, type MagickHeader } from './foreign/magick-decoder.ts';

function readHeader(head: Buffer): MagickHeader {
  const alphaBits = head.readUInt8(17) & 15;
  return { width: head.readUInt16LE(12), height: head.readUInt16LE(14), alpha: alphaBits > 0 };
}

// Truevision TGA 2.0: kinds of pictures, 8 more where they are packed; the bit of a packet that says that one pixel repeats.
const INDEXED = 1;
const COLORS = 2;
const GRAY = 3;
const PACKED = 8;
const REPEATED = 0x80;
const HEADER_BYTES = 18;

/** Pixels that a packet holds; one without packets is a pixel by itself. */
function storedBy(packet: number | undefined): number {
  return packet === undefined || packet & REPEATED ? 1 : packet + 1;
}

/** Turns pixels of gray and alpha into blue, green, red and alpha, packet by packet where they are packed. */
function widen(pixels: Buffer, packed: boolean): Buffer {
  const out = Buffer.alloc(2 * pixels.length + 4);
  let to = 0;
  for (let at = 0; at + 1 < pixels.length;) {
    const packet = packed ? pixels[at++] : undefined;
    if (packet !== undefined) out[to++] = packet;
    const end = Math.min(pixels.length - 1, at + 2 * storedBy(packet));
    for (; at < end; at += 2, to += 4) {
      out.fill(pixels[at] ?? 0, to, to + 3);
      out[to + 3] = pixels[at + 1] ?? 0;
    }
  }
  return out.subarray(0, to);
}

/** Takes a palette away that the pixels do not use: ImageMagick looks them up in it all the same. */
function withoutPalette(bytes: Buffer): Buffer {
  const [idBytes = 0, hasPalette = 0, kind = 0] = bytes;
  if (hasPalette === 0 || (kind & ~PACKED) === INDEXED || bytes.length < HEADER_BYTES) return bytes;
  const start = HEADER_BYTES + idBytes;
  const paletteBytes = bytes.readUInt16LE(5) * Math.ceil((bytes[7] ?? 0) / 8);
  const head = Buffer.from(bytes.subarray(0, start));
  head.fill(0, 3, 8);
  head[1] = 0;
  return Buffer.concat([head, bytes.subarray(start + paletteBytes)]);
}

/** Turns gray with alpha, which ImageMagick takes for colours of five bits, into colours with alpha. */
function widenGray(bytes: Buffer): Buffer {
  const [idBytes = 0, , kind = 0] = bytes;
  if ((kind & ~PACKED) !== GRAY || bytes[16] !== 16) return bytes;
  const start = HEADER_BYTES + idBytes;
  const head = Buffer.from(bytes.subarray(0, start));
  head[2] = COLORS | (kind & PACKED);
  head[16] = 32;
  return Buffer.concat([head, widen(bytes.subarray(start), (kind & PACKED) !== 0)]);
}

const mend = (bytes: Buffer): Buffer => widenGray(withoutPalette(bytes));

/** Truevision TGA. */
export const tga = { decoder: readWithMagick({ label: 'TGA', format: 'TGA', readHeader, mend }), encoder: undefined };
