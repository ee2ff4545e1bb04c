import { open, readFile } from 'node:fs/promises';
import type { ImageFacts } from '../../model/asset.ts';
import { SourceError } from '../../model/errors.ts';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { type ForeignPicture, writeForeign } from './foreign/foreign-picture.ts';
import { type LinearPicture, writeLight } from './hdr/linear-picture.ts';
import { HEAD_BYTES, type NetpbmHeader, readNetpbmHeader } from './netpbm/header.ts';
import { readAt } from '../../system/read-at.ts';

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
  const { kind, width, height, channels, most, start } = header;
  const count = width * height * channels;
  const wide = most > 255;
  if (kind === 1 || kind === 2 || kind === 3) {
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

function toPicture(header: NetpbmHeader, bytes: Buffer): ForeignPicture {
  const { width, height, channels, most } = header;
  return {
    ...{ width, height, channels, most, alpha: channels % 2 === 0 },
    samples: samplesOf(header, bytes),
    space: channels < 3 ? 'gray' : 'srgb',
  };
}

/** Floats are light, their rows from the bottom. Throws SourceError where some are missing. */
function toLight(header: NetpbmHeader, bytes: Buffer): LinearPicture {
  const { width, height, start, littleEndian } = header;
  const channels = header.channels === 3 ? 3 : 1;
  const row = width * channels;
  if (start + 4 * row * height > bytes.length) throw cutOff(row * height, Math.floor((bytes.length - start) / 4));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    ...{ width, height, channels },
    readRow: (y, into) => {
      const from = start + 4 * row * (height - 1 - y);
      for (let i = 0; i < row; i++) into[i] = view.getFloat32(from + 4 * i, littleEndian);
    },
  };
}

async function rewrite(file: string, target: string): Promise<void> {
  const bytes = await ofMaster(() => readFile(file));
  const header = await ofMaster(async () => readNetpbmHeader(bytes));
  if (header.kind === 'F') return writeLight(await ofMaster(async () => toLight(header, bytes)), target);
  return writeForeign(await ofMaster(async () => toPicture(header, bytes)), target);
}

async function probe(file: string, mime: string): Promise<ImageFacts> {
  await using handle = await open(file, 'r');
  const { kind, width, height, channels, most } = readNetpbmHeader(await readAt(handle, 0, HEAD_BYTES));
  const floats = kind === 'F';
  const depth = floats || most > 255 ? 16 : 8;
  const isText = kind === 1 || kind === 2 || kind === 3;
  return {
    ...{ kind: 'image', mime, width, height, orientation: 1, colorSpace: channels < 3 ? 'gray' : 'srgb', icc: null },
    ...{ alpha: channels % 2 === 0, depth, progressive: false, pages: 1 },
    ...(floats && ({ told: 'sRGB', hdr: 'light' } as const)),
    // The samples, and their text where they are written so.
    rewriteBytes: width * height * channels * (floats ? 4 : (depth / 8) * (isText ? 12 : 2)),
  };
}

const decoder: Decoder = { probe, rewrite };

/** PBM, PGM, PPM and PAM, as text and as bytes, of up to 16 bits; PFM. No kept library reads them. */
export const netpbm = { decoder, encoder: undefined };
