import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkDwa } from '../../../../../src/engines/formats/hdr/exr-dwa.ts';
import type { ExrPart } from '../../../../../src/engines/formats/hdr/exr-header.ts';
import { unpackHuffman } from '../../../../../src/engines/formats/hdr/exr-huffman.ts';
import { channelsOf, unpackPiece } from '../../../../../src/engines/formats/hdr/exr-piece.ts';

const part = (compression: number, sampling = 1): ExrPart => ({
  ...{ width: 4, height: 2, window: [0, 0, 3, 1], shown: [0, 0, 3, 1], compression, deep: false },
  channels: [{ name: 'Y', type: 1, linear: false, sampling: [sampling, sampling] }],
});
const PIECE = { left: 0, top: 0, width: 4, height: 2 };

const unpack = (about: ExrPart, packed: readonly number[]): readonly number[] => [
  ...unpackPiece(about, Buffer.from(packed), PIECE, channelsOf(about, PIECE)),
];

describe('pieces of OpenEXR', () => {
  it('that are runs become their bytes', () => {
    // Differences from 128, the bytes of even places before those of odd ones.
    const bytes = unpack(part(1), [7, 128, -1 & 255, 129, 6, 128]);
    expect(bytes).toEqual(Array.from({ length: 16 }, (_, i) => 128 + (i % 2)));
  });

  it('are as they are where packing made them longer', () => {
    const bytes = Array.from({ length: 16 }, (_, i) => i);
    expect(unpack(part(1), bytes)).toEqual(bytes);
  });

  it('have samples at the multiples of a step alone', () => {
    const about = part(0, 2);
    expect(channelsOf(about, { left: 1, top: -3, width: 4, height: 3 })).toMatchObject([
      { samples: 2, rows: 1, bytes: 2 },
    ]);
  });

  it.each([
    ['runs of more', [127, 1]],
    ['runs of fewer', [3, 1]],
  ])('of %s bytes than a piece has are damaged', (_what, packed) => {
    expect(() => unpack(part(1), packed)).toThrow(RangeError);
  });

  it('that are longer when they are unpacked than a piece is are not unpacked', () => {
    expect(() => unpack(part(3), [...deflateSync(Buffer.alloc(1 << 20))].slice(0, 15))).toThrow(/./);
  });
});

describe("Huffman's codes of OpenEXR", () => {
  /** Codes of one bit for the symbols 5 and 6, of which 6 repeats, and some bits. */
  const coded = (bits: number, count: number): Buffer => {
    const head = Buffer.alloc(20);
    head.writeUInt32LE(5, 0);
    head.writeUInt32LE(6, 4);
    head.writeUInt32LE(count, 12);
    // 000001 000001: lengths.
    return Buffer.concat([head, Buffer.from([0x04, 0x10, bits >> 8, bits & 255])]);
  };

  it('become values, and runs of them', () => {
    // 0: five; 1 and 00000011: three more of it.
    expect([...unpackHuffman(coded(0b0100_0000_1100_0000, 10), 4)]).toEqual([5, 5, 5, 5]);
  });

  it.each([
    ['end before their values do', 2, 4],
    ['run on behind them', 10, 3],
    ['are fewer than they say', 99, 4],
  ])('are damaged where they %s', (_what, bits, count) => {
    expect(() => unpackHuffman(coded(0b0100_0000_1100_0000, bits), count)).toThrow(RangeError);
  });
});

describe('pieces of DWA', () => {
  it.each([
    ['of more coefficients than pixels', 8, 1e9],
    ['of parts that lie behind them', 5, 1000],
  ])('are damaged where they tell %s', (_what, field, value) => {
    const piece = Buffer.alloc(100);
    piece.writeUInt16LE(2, 88);
    piece.writeBigUInt64LE(BigInt(value), 8 * field);
    expect(() => checkDwa(piece, 1000)).toThrow(RangeError);
  });

  it('are refused by name where their coefficients are deflated', () => {
    const piece = Buffer.alloc(100);
    piece.writeUInt16LE(2, 88);
    piece.writeBigUInt64LE(4n, 8 * 3);
    piece.writeBigUInt64LE(1n, 8 * 10);
    expect(() => checkDwa(piece, 1000)).toThrow(expect.objectContaining({ code: 'SOURCE_FORMAT_UNSUPPORTED' }));
  });
});
