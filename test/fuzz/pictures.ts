import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { DmxError } from '../../src/model/errors.ts';
import { bmp } from '../../src/engines/formats/bmp.ts';
import { ico } from '../../src/engines/formats/ico.ts';
import { jls } from '../../src/engines/formats/jls.ts';
import { jp2 } from '../../src/engines/formats/jp2.ts';
import { jxl } from '../../src/engines/formats/jxl.ts';
import { netpbm } from '../../src/engines/formats/netpbm.ts';
import { tga } from '../../src/engines/formats/tga.ts';
import { psd } from '../../src/engines/formats/psd.ts';
import { hasOtherLengths } from '../../src/engines/formats/libvips/draw-measured.ts';
import { openHeif } from '../../src/engines/formats/heif/open-heif.ts';
import { readPngCoding } from '../../src/engines/formats/libvips/png-coding.ts';
import { readDrawing } from '../../src/engines/formats/svg/read-drawing.ts';
import { DEFAULT_LIMITS } from '../../src/model/master-limits.ts';
import { makeConversion } from '../../src/engines/image/color/convert-coded.ts';
import { codingOf } from '../../src/engines/image/color/coded-colors.ts';
import { readSeeming } from '../../src/system/seeming.ts';
import { sniff } from '../../src/system/sniff.ts';
import { isSoundOnly } from '../../src/system/sound-only.ts';
import { inRepository } from '../support/files/repository.ts';
import { inFile } from './in-file.ts';
import { mayThrow } from './may-throw.ts';
import type { FuzzedReader } from './reader.ts';

const number = (value: number, size: number): Buffer => {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes;
};

interface PsdShape {
  readonly channels: number;
  readonly depth: number;
  readonly mode: number;
  readonly compression: number;
}

const SIDE = 4;

/** A Photoshop file of 4×4 pixels, with two resources and a count of layers. */
function psdOf({ channels, depth, mode, compression }: PsdShape): Buffer {
  const resource = Buffer.concat([
    Buffer.from('8BIM'),
    number(1060, 2),
    number(0, 2),
    number(4, 4),
    Buffer.from('<x/>'),
  ]);
  const icc = Buffer.concat([Buffer.from('8BIM'), number(1039, 2), number(0, 2), number(8, 4), Buffer.alloc(8)]);
  const resources = Buffer.concat([resource, icc]);
  const layers = Buffer.concat([
    number(2, 4),
    Buffer.from([0xff, 0xff]),
    number(0, 4),
    Buffer.from('8BIMMtrn'),
    number(0, 4),
  ]);
  const palette = mode === 2 ? Buffer.alloc(768, 7) : Buffer.alloc(0);
  const row = Buffer.alloc(depth === 1 ? 1 : (SIDE * depth) / 8, 9);
  const packed = Buffer.concat([Buffer.from([row.length - 1]), row]);
  const rows = channels * SIDE;
  const lengths = Buffer.concat(Array.from({ length: rows }, () => number(packed.length, 2)));
  const pixels = Array.from({ length: rows }, () => (compression === 1 ? packed : row));
  return Buffer.concat([
    ...[Buffer.from('8BPS'), number(1, 2), Buffer.alloc(6), number(channels, 2), number(SIDE, 4), number(SIDE, 4)],
    ...[number(depth, 2), number(mode, 2), number(palette.length, 4), palette, number(resources.length, 4), resources],
    ...[number(layers.length, 4), layers, number(compression, 2), ...(compression === 1 ? [lengths] : []), ...pixels],
  ]);
}

// Decoding takes as long as there are pixels: those of a mutated header are bounded by `maxpixels`.
const MOST_PIXELS = 1 << 16;

/** Photoshop's files: their parts, resources and pixels. */
export const PSD: FuzzedReader = {
  name: 'psd',
  seeds: [
    psdOf({ channels: 4, depth: 8, mode: 3, compression: 1 }),
    psdOf({ channels: 3, depth: 16, mode: 9, compression: 0 }),
    psdOf({ channels: 5, depth: 8, mode: 4, compression: 0 }),
    psdOf({ channels: 1, depth: 8, mode: 2, compression: 1 }),
    psdOf({ channels: 1, depth: 1, mode: 0, compression: 1 }),
  ],
  read: async (input) => {
    const file = inFile('a.psd', input);
    const facts = await mayThrow(() => psd.decoder.probe(file, 'image/vnd.adobe.photoshop', DEFAULT_LIMITS), DmxError);
    if (facts === undefined || facts.width * facts.height > MOST_PIXELS) return;
    await mayThrow(() => psd.decoder.decode(file, inFile('b.tif', Buffer.alloc(0))), DmxError);
  },
};

const chunk = (name: string, data: Buffer): Buffer =>
  Buffer.concat([number(data.length, 4), Buffer.from(name), data, number(0, 4)]);

const PNG = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  chunk('IHDR', Buffer.alloc(13, 1)),
  chunk(
    'cHRM',
    Buffer.concat([31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6000].map((one) => number(one, 4))),
  ),
  chunk('gAMA', number(45_455, 4)),
  chunk('tEXt', Buffer.from('a\0b')),
  chunk('cICP', Buffer.from([12, 13, 0, 1])),
  chunk('IDAT', Buffer.alloc(4)),
]);

const box = (name: string, ...parts: readonly Buffer[]): Buffer => {
  const data = Buffer.concat(parts);
  return Buffer.concat([number(8 + data.length, 4), Buffer.from(name), data]);
};

const COLOR = box('colr', Buffer.from('nclx'), number(9, 2), number(18, 2), number(9, 2), Buffer.from([0x80]));
const HANDLER = box('hdlr', Buffer.alloc(8), Buffer.from('soun'), Buffer.alloc(12));
const AVIF = Buffer.concat([
  box('ftyp', Buffer.from('avif\0\0\0\0avifmif1')),
  box('meta', Buffer.alloc(4), box('iprp', box('ipco', COLOR))),
  box('moov', box('trak', box('mdia', HANDLER))),
]);

/** Headers of formats that other libraries decode. */
export const FOREIGN_HEADERS: FuzzedReader = {
  name: 'foreign',
  seeds: ['heic/plain.heic', 'heic/clear.heic', 'jxl/clear.jxl', 'jp2/clear.jp2', 'bmp/clear.bmp', 'ico/clear.ico'].map(
    (path) => readFileSync(inRepository('fixtures/decoders', path)),
  ),
  read: async (input) => {
    const file = inFile('a.heic', input);
    await mayThrow(() => openHeif(file), DmxError);
    for (const { decoder } of [jxl, jp2, jls, bmp, ico, tga, netpbm]) {
      await mayThrow(() => decoder.probe(file, 'image/x', DEFAULT_LIMITS), DmxError, RangeError);
    }
  },
};

/** Chunks of PNG and boxes of AVIF that tell of colours, and what is made of them. */
export const CODED_COLORS: FuzzedReader = {
  name: 'colors',
  seeds: [PNG, AVIF],
  read: async (input) => {
    const file = inFile('a.png', input);
    const heif = await mayThrow(() => openHeif(file), DmxError);
    for (const told of [await readPngCoding(file, true), heif?.coding && codingOf(...heif.coding)]) {
      const coding = told === 'sRGB' ? undefined : told;
      const samples = Uint8Array.from([0, 128, 255, 7, 255, 255, 255, 0]);
      if (coding) makeConversion(coding, 255)({ samples, channels: 4 });
      if (samples[3] !== 7) throw new Error('the alpha has changed');
    }
  },
};

const DRAWING = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><!-- a --><svg:svg xmlns="http://www.w3.org/2000/svg"
 width="10mm" height="36pt" viewBox="0 0 10 10"><style>@import "a.css"; .a { fill: url(#b) }</style><a href="http://a"/>
<image xlink:href='data:image/png;base64,' x="1q"/><text font-size="2em">a</text><use href="#b"/></svg:svg>`;

/** Drawings: whether they hold all their parts, and how they measure. */
export const SVG: FuzzedReader = {
  name: 'svg',
  seeds: [Buffer.from(DRAWING), gzipSync(DRAWING), Buffer.from(`\ufeff${DRAWING}`, 'utf16le')],
  read: async (input) => {
    await mayThrow(() => readDrawing(inFile('a.svg', input), DEFAULT_LIMITS), DmxError);
    hasOtherLengths(input.toString('latin1'));
  },
};

/** What a file is, or seems to be, by its first bytes. */
export const KINDS: FuzzedReader = {
  name: 'kinds',
  seeds: [
    ...[PNG, AVIF, Buffer.from(DRAWING), gzipSync(DRAWING), psdOf({ channels: 4, depth: 8, mode: 3, compression: 1 })],
    ...['animated.webp', 'layers.xcf', 'palette.png', 'orientation-1.jpg'].map((name) =>
      readFileSync(inRepository('fixtures/masters', name)).subarray(0, 2000),
    ),
    ...[
      'version https://git-lfs.github.com/spec/v1\n',
      '<!doctype html><html>',
      '{"a": 1}',
      '%!PS-Adobe-3.0 EPSF-3.0\n',
    ].map((text) => Buffer.from(text)),
  ],
  read: async (input) => {
    const file = inFile('a', input);
    const mime = await sniff(file);
    const { what, hint } = await readSeeming(file, mime);
    if (what === '' || hint === '') throw new Error('nothing is said of it');
    await using handle = await open(file, 'r');
    await isSoundOnly(handle);
  },
};
