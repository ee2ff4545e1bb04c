import { open, readFile } from 'node:fs/promises';
import { SourceError } from '../../model/errors.ts';
import type { Size } from '../../model/geometry.ts';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { type ForeignPicture, writeForeign } from './foreign/foreign-picture.ts';
import { readAt } from '../../system/read-at.ts';

// Places in the header ("The SGI Image File Format", 1.0).
const [PACKED, SAMPLE_BYTES, DIMENSIONS, WIDTH, HEIGHT, CHANNELS, MAP] = [2, 3, 4, 6, 8, 10, 104] as const;
const HEAD_BYTES = 512;
/** Bytes of the place of a packed row, and of its length. */
const ROW_BYTES = 8;

interface SgiHeader extends Size {
  /** Gray, or red, green and blue; one more where there is alpha. */
  readonly channels: number;
  readonly sampleBytes: 1 | 2;
  readonly isPacked: boolean;
}

function readHeader(head: Buffer): SgiHeader {
  const dimensions = head.readUInt16BE(DIMENSIONS);
  const channels = dimensions === 3 ? head.readUInt16BE(CHANNELS) : 1;
  const [width, height] = [head.readUInt16BE(WIDTH), dimensions > 1 ? head.readUInt16BE(HEIGHT) : 1];
  const sampleBytes = head.readUInt8(SAMPLE_BYTES) === 1 ? 1 : 2;
  if (channels === 0 || width === 0 || height === 0)
    throw new RangeError(`expected a picture of some pixels, got ${width}×${height} of ${channels} channels`);
  if (channels > 4 || head.readUInt32BE(MAP) !== 0) {
    const expected = 'expected an SGI in gray or RGB, with or without alpha';
    throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', `${expected}, got ${channels} channels, or a palette`, {
      hint: 'Save it as TIFF or PNG.',
    });
  }
  return { width, height, channels, sampleBytes, isPacked: head.readUInt8(PACKED) !== 0 };
}

/** Reads the header of a file. Throws SourceError, or RangeError where that was cut off. */
async function openSgi(file: string): Promise<SgiHeader> {
  await using handle = await open(file, 'r');
  const header = readHeader(await readAt(handle, 0, HEAD_BYTES));
  const { width, height, channels, sampleBytes, isPacked } = header;
  const { size } = await handle.stat();
  if (size < HEAD_BYTES + height * channels * (isPacked ? ROW_BYTES : width * sampleBytes))
    throw new RangeError(`expected an SGI of ${width}×${height}, got one that was cut off`);
  return header;
}

const sampleAt = (bytes: Buffer, at: number, size: 1 | 2): number =>
  size === 1 ? bytes.readUInt8(at) : bytes.readUInt16BE(at);

/** Reads an uncompressed row. Throws RangeError. */
function readPlain(bytes: Buffer, start: number, size: 1 | 2, row: Uint16Array): void {
  for (let x = 0; x < row.length; x++) row[x] = sampleAt(bytes, start + x * size, size);
}

/** Reads a row of runs: of one sample, or of samples that stand for themselves. Throws RangeError. */
function readPacked(bytes: Buffer, start: number, size: 1 | 2, row: Uint16Array): void {
  let at = start;
  for (let x = 0; x < row.length;) {
    const told = sampleAt(bytes, at, size);
    const end = x + (told & 0x7f);
    if (end === x || end > row.length) throw new RangeError('expected a row of an SGI, got one of another length');
    const step = (told & 0x80) === 0 ? 0 : size;
    at += size;
    for (; x < end; x++, at += step) row[x] = sampleAt(bytes, at, size);
    if (step === 0) at += size;
  }
}

/** Decodes a file: planes of rows from the bottom. Throws SourceError, RangeError. */
function decode(bytes: Buffer): ForeignPicture {
  const { width, height, channels, sampleBytes, isPacked } = readHeader(bytes);
  const count = width * height * channels;
  const samples = sampleBytes === 1 ? new Uint8Array(count) : new Uint16Array(count);
  const row = new Uint16Array(width);
  for (let i = 0; i < channels * height; i++) {
    if (isPacked) readPacked(bytes, bytes.readUInt32BE(HEAD_BYTES + 4 * i), sampleBytes, row);
    else readPlain(bytes, HEAD_BYTES + i * width * sampleBytes, sampleBytes, row);
    const y = height - 1 - (i % height);
    let to = y * width * channels + Math.floor(i / height);
    for (let x = 0; x < width; x++, to += channels) samples[to] = row[x] ?? 0;
  }
  return { width, height, samples, channels, alpha: channels % 2 === 0, space: channels < 3 ? 'gray' : 'srgb' };
}

const decoder: Decoder = {
  probe: async (file, mime) => {
    const { width, height, channels, sampleBytes } = await openSgi(file);
    return {
      ...{ kind: 'image', mime, width, height, orientation: 1, colorSpace: channels < 3 ? 'gray' : 'srgb', icc: null },
      ...{ alpha: channels % 2 === 0, depth: sampleBytes === 1 ? 8 : 16, progressive: false, pages: 1 },
    };
  },
  decode: async (file, target) => {
    await writeForeign(await ofMaster(async () => decode(await readFile(file))), target);
  },
};

/** Pictures of Silicon Graphics. */
export const sgi = { decoder, encoder: undefined };
