import { open, readFile } from 'node:fs/promises';
import type { ImageFacts } from '../../model/asset.ts';
import { SourceError } from '../../model/errors.ts';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { type ForeignPicture, writeForeign } from './foreign/foreign-picture.ts';

/** The header of a PBM, PGM or PPM. */
interface NetpbmHeader {
  readonly width: number;
  readonly height: number;
  /** 1 to 6: PBM, PGM, PPM as text; then as bytes. */
  readonly kind: number;
  /** The sample of white; of PBM 1, which is black there. */
  readonly most: number;
  /** The place of the first sample. */
  readonly start: number;
}

// Comments may stand between the numbers.
const HEAD_BYTES = 64 * 1024;

/** Reads a header (netpbm's man pages pbm, pgm, ppm). Throws RangeError. */
function readHeader(head: Buffer): NetpbmHeader {
  const text = head.subarray(0, HEAD_BYTES).toString('latin1');
  const kind = Number(text[1]);
  const gap = String.raw`(?:\s|#[^\n]*\n)+`;
  const numbers = kind === 1 || kind === 4 ? 2 : 3;
  const pattern = new RegExp(`^P[1-6]${`${gap}(\\d{1,9})`.repeat(numbers)}(?:\\s|#[^\n]*\n)`);
  const match = pattern.exec(text);
  const [all = '', width = '', height = '', most = '1'] = match ?? [];
  if (match === null || Number(most) < 1 || Number(most) > 65_535) throw new RangeError('expected a header of Netpbm');
  return { kind, width: Number(width), height: Number(height), most: Number(most), start: all.length };
}

const channelsOf = ({ kind }: NetpbmHeader): 1 | 3 => (kind % 3 === 0 ? 3 : 1);

/** Samples of bits: 1 is black. */
function unpackBits({ width, height, start }: NetpbmHeader, bytes: Buffer): Uint8Array {
  const rowBytes = Math.ceil(width / 8);
  const out = new Uint8Array(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to++) {
      const byte = bytes[start + y * rowBytes + (x >> 3)] ?? 0;
      out[to] = (byte >> (7 - (x & 7))) & 1 ? 0 : 1;
    }
  }
  return out;
}

/** Samples as text: numbers, of PBM single digits. */
function parseText({ kind, start }: NetpbmHeader, bytes: Buffer, out: Uint8Array | Uint16Array): number {
  const text = bytes.toString('latin1', start).replaceAll(/#[^\n]*/g, '');
  let count = 0;
  for (const [digits] of text.matchAll(kind === 1 ? /[01]/g : /\d+/g)) {
    if (count === out.length) break;
    out[count++] = kind === 1 ? 1 - Number(digits) : Number(digits);
  }
  return count;
}

function cutOff(expected: number, got: number): SourceError {
  return new SourceError('SOURCE_CORRUPT', `expected ${expected} samples in a Netpbm file, got ${got}`, {
    hint: 'Export or upload the master again; the file is damaged or was cut off.',
  });
}

function samplesOf(header: NetpbmHeader, bytes: Buffer): Uint8Array | Uint16Array {
  const { kind, width, height, most, start } = header;
  const count = width * height * channelsOf(header);
  const wide = most > 255;
  if (kind <= 3) {
    const out = wide ? new Uint16Array(count) : new Uint8Array(count);
    const got = parseText(header, bytes, out);
    if (got < count) throw cutOff(count, got);
    return out;
  }
  const needed = kind === 4 ? Math.ceil(width / 8) * height : count * (wide ? 2 : 1);
  if (bytes.length - start < needed) throw cutOff(count, Math.floor((bytes.length - start) / (wide ? 2 : 1)));
  if (kind === 4) return unpackBits(header, bytes);
  if (!wide) return new Uint8Array(bytes.subarray(start, start + needed));
  // The most significant byte stands first.
  const swapped = Buffer.from(bytes.subarray(start, start + needed)).swap16();
  return new Uint16Array(swapped.buffer, swapped.byteOffset, count);
}

async function decode(file: string): Promise<ForeignPicture> {
  const bytes = await readFile(file);
  const header = readHeader(bytes);
  const { width, height, most } = header;
  const channels = channelsOf(header);
  return {
    ...{ width, height, channels, most, alpha: false },
    samples: samplesOf(header, bytes),
    space: channels === 1 ? 'gray' : 'srgb',
  };
}

async function probe(file: string, mime: string): Promise<ImageFacts> {
  await using handle = await open(file, 'r');
  const head = Buffer.alloc(HEAD_BYTES);
  const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
  const header = readHeader(head.subarray(0, bytesRead));
  const { width, height, most } = header;
  const channels = channelsOf(header);
  const depth = most > 255 ? 16 : 8;
  return {
    ...{ kind: 'image', mime, width, height, orientation: 1, colorSpace: channels === 1 ? 'gray' : 'srgb', icc: null },
    ...{ alpha: false, depth, progressive: false, pages: 1 },
    // The samples, and their text where they are written so.
    rewriteBytes: width * height * channels * (depth / 8) * (header.kind <= 3 ? 12 : 3),
  };
}

const decoder: Decoder = {
  probe,
  rewrite: async (file, target) => writeForeign(await ofMaster(() => decode(file)), target),
};

/** PBM, PGM and PPM, as text and as bytes, of up to 16 bits. No kept library reads them. */
export const netpbm = { decoder, encoder: undefined };
