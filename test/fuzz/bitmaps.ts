import { DmxError } from '../../src/model/errors.ts';
import { bmp } from '../../src/engines/formats/bmp.ts';
import { readLossless } from '../../src/engines/formats/jpeg/lossless.ts';
import { os2icon } from '../../src/engines/formats/os2icon.ts';
import { qoi } from '../../src/engines/formats/qoi.ts';
import { sgi } from '../../src/engines/formats/sgi.ts';
import { tga } from '../../src/engines/formats/tga.ts';
import { printIcon } from '../support/pictures/masters/print-os2-icon.ts';
import { printQoi, printSgi } from '../support/pictures/masters/print-small.ts';
import { printLosslessJpeg } from '../support/pictures/masters/print-lossless-jpeg.ts';
import { netpbm } from '../../src/engines/formats/netpbm.ts';
import { DEFAULT_LIMITS } from '../../src/model/master-limits.ts';
import { inFile } from './in-file.ts';
import { mayThrow } from './may-throw.ts';
import type { FuzzedReader } from './reader.ts';

// Decoding takes as long as there are pixels: those of a mutated header are bounded by `maxpixels`.
const MOST_PIXELS = 1 << 16;

/** A BMP of 4×4 pixels with a palette of four colours. */
function bmpOf(bits: number, compression: number, pixels: readonly number[], headerBytes = 40): Buffer {
  const head = Buffer.alloc(14 + headerBytes + 16);
  head.write('BM', 'latin1');
  head.writeUInt32LE(head.length, 10);
  head.writeUInt32LE(headerBytes, 14);
  head.writeInt32LE(4, 18);
  head.writeInt32LE(4, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(bits, 28);
  head.writeUInt32LE(compression, 30);
  head.writeUInt32LE(bits <= 8 ? 4 : 0, 46);
  head.fill(0x5a, 14 + headerBytes);
  return Buffer.concat([head, Buffer.from(pixels)]);
}

/** A TGA of 4×4 pixels; `more` = its palette and its pixels. */
const tgaOf = (kind: number, bits: number, more: readonly number[], palette = 0): Buffer =>
  Buffer.from([
    0,
    palette > 0 ? 1 : 0,
    kind,
    0,
    0,
    palette,
    0,
    palette > 0 ? 24 : 0,
    0,
    0,
    0,
    0,
    4,
    0,
    4,
    0,
    bits,
    8,
    ...more,
  ]);

const ROWS = Array.from({ length: 64 }, (_, i) => i);

/** A QOI with a chunk of each kind: a pixel, a run of it, two that differ from it, one that was seen. */
const QOI = Buffer.concat([
  Buffer.from([...Buffer.from('qoif'), 0, 0, 0, 3, 0, 0, 0, 2, 3, 0]),
  Buffer.from([0xfe, 9, 9, 9, 0xc1, 0x7b, 0xa5, 0x77, 0x12]),
]);

/** A packed SGI of three gray pixels of 16 bits. */
const PACKED_SGI = Buffer.concat([
  Buffer.concat([Buffer.from('01da010200020003000100010000', 'hex'), Buffer.alloc(498)]),
  Buffer.from('000002080000000a', 'hex'),
  Buffer.from('000212340081fedc0000', 'hex'),
]);

const floats = Buffer.alloc(4 * 16);
for (let i = 0; i < 16; i++) floats.writeFloatLE(i / 4, 4 * i);

/** Pictures without or with simple packing: BMP, TGA, icons of OS/2, QOI, SGI, PAM, PFM and JPEG without loss, to their pixels. */
export const BITMAPS: FuzzedReader = {
  name: 'bitmaps',
  seeds: [
    bmpOf(2, 0, ROWS.slice(0, 16)),
    bmpOf(24, 0, ROWS),
    bmpOf(16, 3, ROWS.slice(0, 32)),
    bmpOf(32, 3, ROWS, 124),
    bmpOf(8, 1, [4, 1, 0, 0, 0, 3, 1, 2, 3, 0, 0, 2, 1, 1, 2, 3, 0, 1]),
    bmpOf(4, 2, [4, 0x12, 0, 0, 0, 4, 0x12, 0x30, 0, 0, 4, 0x11, 0, 1]),
    bmpOf(24, 4, [4, 1, 2, 3, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 1], 64),
    Buffer.concat([
      Buffer.from('P7\nWIDTH 4\nHEIGHT 4\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n'),
      Buffer.from(ROWS),
    ]),
    Buffer.concat([Buffer.from('Pf\n4 4\n-1.0\n'), floats]),
    ...[tgaOf(2, 32, ROWS), tgaOf(3, 16, ROWS.slice(0, 32)), tgaOf(1, 8, ROWS.slice(0, 28), 4)],
    ...[tgaOf(10, 24, [0x83, 1, 2, 3, 0x0b, ...ROWS.slice(0, 36)]), tgaOf(11, 8, [0x8f, 7])],
    printIcon({ width: 4, height: 4, data: Uint8Array.from(ROWS) }),
    ...[1, 3].map((components) =>
      printLosslessJpeg({ width: 4, height: 4, components, precision: 8, predictor: 4, samples: ROWS, restart: 2 }),
    ),
    printQoi({ width: 4, height: 4, channels: 4, data: Uint8Array.from(ROWS) }),
    QOI,
    printSgi({ width: 4, height: 4, channels: 3, data: Uint8Array.from(ROWS) }),
    PACKED_SGI,
    Buffer.from('P3\n# a\n2 2\n255\n1 2 3 4 5 6 7 8 9 10 11 12\n'),
  ],
  read: async (input) => {
    const file = inFile('a.bmp', input);
    await mayThrow(() => [readLossless(input, MOST_PIXELS)], DmxError, RangeError);
    for (const { decoder } of [bmp, netpbm, tga, os2icon, qoi, sgi]) {
      const facts = await mayThrow(() => decoder.probe(file, 'image/x', DEFAULT_LIMITS), DmxError, RangeError);
      if (facts === undefined || facts.width * facts.height > MOST_PIXELS) continue;
      const write = decoder.decode ?? decoder.rewrite;
      await mayThrow(async () => write?.(file, inFile('b.tif', Buffer.alloc(0))), DmxError, RangeError);
    }
  },
};
