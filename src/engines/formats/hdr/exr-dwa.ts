import { inflateSync } from 'node:zlib';
import { SourceError } from '../../../model/errors.ts';
import { unpackHuffman } from './exr-huffman.ts';

// Numbers of 64 bits in front of a piece, by their places (OpenEXR, ImfDwaCompressor.h).
const FIELDS = { unknown: 2, ac: 3, dc: 4, rle: 5, rleUnpacked: 6, acCount: 8, dcCount: 9, acKind: 10 } as const;
const HEAD_BYTES = 11 * 8;

const HUFFMAN = 0;

const damaged = (): RangeError => new RangeError('expected a piece of DWA that is unpacked, got a damaged one');

/**
 * Checks a packed piece of DWA before its library unpacks it, which goes round in circles in damaged codes, and takes any memory that they ask for.
 * `bytes`: those of the piece when it is unpacked. Throws RangeError where it is damaged, SourceError where it is packed in a way that
 * the library stumbles over.
 */
export function checkDwa(piece: Buffer, bytes: number): void {
  const field = (name: keyof typeof FIELDS): number => Number(piece.readBigUInt64LE(8 * FIELDS[name]));
  const rules = piece.readUInt16LE(HEAD_BYTES);
  const ac = HEAD_BYTES + rules + field('unknown');
  const dc = ac + field('ac');
  const rle = dc + field('dc');
  // Every sample has a coefficient of two bytes at most.
  const most = 2 * bytes;
  if (field('acCount') > most || 2 * field('dcCount') > most || field('rleUnpacked') > most) throw damaged();
  if (rle + field('rle') > piece.length) throw damaged();
  if (field('ac') > 0 && field('acKind') !== HUFFMAN) {
    throw new SourceError(
      'SOURCE_FORMAT_UNSUPPORTED',
      'expected an OpenEXR whose DWA has Huffman codes, got deflated ones',
      {
        hint: 'Save it with ZIP, PIZ or no compression.',
      },
    );
  }
  if (field('ac') > 0) unpackHuffman(piece.subarray(ac, dc), field('acCount'));
  if (field('dc') > 0) inflateSync(piece.subarray(dc, rle), { maxOutputLength: Math.max(1, 2 * field('dcCount')) });
  if (field('rle') === 0) return;
  const unpacked = inflateSync(piece.subarray(rle, rle + field('rle')), {
    maxOutputLength: Math.max(1, field('rleUnpacked')),
  });
  if (countRuns(unpacked) > most) throw damaged();
}

/** Bytes that runs are of: a count below 0 is of bytes as they are, another one of a byte that is repeated once more. */
function countRuns(packed: Buffer): number {
  let count = 0;
  for (let at = 0; at < packed.length;) {
    const told = packed.readInt8(at);
    count += told < 0 ? -told : told + 1;
    at += told < 0 ? 1 - told : 2;
  }
  return count;
}
