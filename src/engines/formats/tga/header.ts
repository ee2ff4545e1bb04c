import type { Size } from '../../../model/geometry.ts';

// Truevision TGA 2.0: kinds of pictures, 8 more where they are packed.
const INDEXED = 1;
const GRAY = 3;
const PACKED = 8;
const HEADER_BYTES = 18;

// Bits of the descriptor: those of alpha in a pixel, and where the first pixel stands.
const ALPHA_BITS = 15;
const FROM_RIGHT = 0x10;
const FROM_TOP = 0x20;

/** The header of a TGA. */
export interface TgaHeader extends Size {
  readonly kind: 'indexed' | 'color' | 'gray';
  readonly packed: boolean;
  /** Bytes of a pixel in the file. */
  readonly wide: 1 | 2 | 3 | 4;
  /** A pixel, or a colour of the palette, may have alpha: 8 bits of it, of colours of 16 bits one. */
  readonly alphaBits: 0 | 1 | 8;
  readonly fromRight: boolean;
  readonly fromTop: boolean;
  /** Colours by index from `first`, of so many bytes; none where pixels are no indexes. */
  readonly palette: { readonly start: number; readonly first: number; readonly count: number; readonly wide: number };
  /** The place of the first pixel. */
  readonly start: number;
}

const bytesOf = (bits: number): number => Math.ceil(bits / 8);

/**
 * Bits of alpha in a colour of so many bits. Of 32 the last 8 are for alpha, whether the descriptor says so or not: many
 * writers leave that out. Of 16 the last one is free unless it says otherwise.
 */
function alphaBitsOf(bits: number, told: number): TgaHeader['alphaBits'] {
  if (bits === 32) return 8;
  return bits === 16 && told === 1 ? 1 : 0;
}

/** Reads the header. Throws RangeError where the file ends before it does. */
export function readTgaHeader(head: Buffer): TgaHeader {
  const [told, flags] = [head.readUInt8(2), head.readUInt8(17)];
  const bits = head.readUInt8(16);
  const number = told & ~PACKED;
  const kind = number === INDEXED ? 'indexed' : number === GRAY ? 'gray' : 'color';
  const [count, colorBits] = head.readUInt8(1) === 1 ? [head.readUInt16LE(5), head.readUInt8(7)] : [0, 0];
  const start = HEADER_BYTES + head.readUInt8(0);
  const depth = kind === 'indexed' ? colorBits : bits;
  return {
    ...{ width: head.readUInt16LE(12), height: head.readUInt16LE(14), kind, packed: (told & PACKED) !== 0 },
    wide: bytesOf(bits) as TgaHeader['wide'],
    alphaBits: kind === 'gray' ? (bits === 16 ? 8 : 0) : alphaBitsOf(depth, flags & ALPHA_BITS),
    ...{ fromRight: (flags & FROM_RIGHT) !== 0, fromTop: (flags & FROM_TOP) !== 0 },
    palette: { start, first: head.readUInt16LE(3), count, wide: bytesOf(colorBits) },
    start: start + count * bytesOf(colorBits),
  };
}
