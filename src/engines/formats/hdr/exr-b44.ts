import { once } from '../../../base/once.ts';
import { halfOf, halfValues } from './half.ts';

/** Blocks of 4×4 floats of 16 bits: 14 bytes, or three where all are the same. */
const SIDE = 4;
const FLAT = 13 << 2;

/** Fields of six bits, four in each three bytes: the order in which the differences of a block are stored. */
const FROM = [0, 4, 8, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14] as const;
const TO = [4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15] as const;

/** Numbers grow as values do: those below zero were turned round. */
const toHalf = (number: number): number => (number & 0x8000 ? number & 0x7fff : ~number & 0xffff);

/** Reads a block; answers the bytes it took (OpenEXR, ImfB44Compressor.cpp). Throws RangeError where it ends too early. */
function readBlock(packed: Buffer, at: number, block: Uint16Array): number {
  const [first, kind] = [packed.readUInt16BE(at), packed.readUInt8(at + 2)];
  if (kind >= FLAT) {
    block.fill(toHalf(first));
    return 3;
  }
  const shift = kind >> 2;
  const bias = 0x20 << shift;
  block[0] = first;
  // The first field begins six bits into the three bytes that stand behind the first value.
  for (let i = 0; i < TO.length; i++) {
    const bit = 6 * (i + 1);
    const byte = at + 2 + (bit >> 3);
    const two = (packed.readUInt8(byte) << 8) | (byte + 1 < at + 14 ? packed.readUInt8(byte + 1) : 0);
    const field = (two >> (10 - (bit & 7))) & 0x3f;
    block[TO[i] ?? 0] = (block[FROM[i] ?? 0] ?? 0) + (field << shift) - bias;
  }
  for (let i = 0; i < block.length; i++) block[i] = toHalf(block[i] ?? 0);
  return 14;
}

/** Undoes the exponential that B44 packs perceptually linear channels (pLinear) through: 8 · ln(x), by the bits of a half. */
const toLinear = once(() =>
  Uint16Array.from(halfValues(), (value) => (value > 0 && Number.isFinite(value) ? halfOf(8 * Math.log(value)) : 0)),
);

/** The floats of a channel, which begin at a place of the packed bytes. */
export interface B44Channel {
  readonly width: number;
  readonly height: number;
  readonly linear: boolean;
}

/** Unpacks a channel into `plane`; answers where the next one begins. Throws RangeError where it ends too early. */
export function unpackB44(packed: Buffer, start: number, channel: B44Channel, plane: Uint16Array): number {
  const { width, height } = channel;
  const block = new Uint16Array(SIDE * SIDE);
  let at = start;
  for (let y = 0; y < height; y += SIDE) {
    for (let x = 0; x < width; x += SIDE) {
      at += readBlock(packed, at, block);
      const shown = Math.min(SIDE, width - x);
      for (let row = 0; row < Math.min(SIDE, height - y); row++) {
        plane.set(block.subarray(row * SIDE, row * SIDE + shown), (y + row) * width + x);
      }
    }
  }
  if (!channel.linear) return at;
  const table = toLinear();
  for (let i = 0; i < width * height; i++) plane[i] = table[plane[i] ?? 0] ?? 0;
  return at;
}
