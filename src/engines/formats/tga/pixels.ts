import { SourceError } from '../../../model/errors.ts';
import type { TgaHeader } from './header.ts';

// The bit of a packet that says that one pixel repeats.
const REPEATED = 0x80;

const RED_OF_16 = 10;
const GREEN_OF_16 = 5;
const MOST_OF_16 = 31;

function cutOff(expected: number, got: number): SourceError {
  return new SourceError('SOURCE_CORRUPT', `expected ${expected} pixels of a TGA, got ${got}`, {
    hint: 'Export or upload the master again; the file is damaged or was cut off.',
  });
}

/** Throws SourceError (SOURCE_CORRUPT) where a picture that is not packed does not fit into so many bytes. */
export function checkTgaEnd({ width, height, packed, wide, start }: TgaHeader, bytes: number): void {
  const [count, got] = [width * height, Math.floor((bytes - start) / wide)];
  if (!packed && got < count) throw cutOff(count, Math.max(0, got));
}

/** Pixels as they are stored, in the order of the file, unpacked. Throws SourceError (SOURCE_CORRUPT) where some are missing. */
function storedPixels(header: TgaHeader, bytes: Buffer): Buffer {
  const { width, height, packed, wide, start } = header;
  const count = width * height;
  checkTgaEnd(header, bytes.length);
  if (!packed) return bytes.subarray(start, start + count * wide);
  const out = Buffer.alloc(count * wide);
  let to = 0;
  for (let at = start; to < out.length;) {
    const packet = bytes[at++];
    const times = ((packet ?? 0) & ~REPEATED) + 1;
    const isRun = ((packet ?? 0) & REPEATED) !== 0;
    const taken = isRun ? wide : times * wide;
    if (packet === undefined || at + taken > bytes.length) throw cutOff(count, to / wide);
    // The last packet may say more than there is room for.
    const end = Math.min(out.length, to + times * wide);
    if (isRun) out.fill(bytes.subarray(at, at + wide), to, end);
    else bytes.copy(out, to, at, at + (end - to));
    [to, at] = [end, at + taken];
  }
  return out;
}

/** Reads a colour that is stored in so many bytes into red, green, blue and alpha. */
type ReadColor = (bytes: Buffer, at: number, out: Uint8Array, to: number) => void;

function put(out: Uint8Array, to: number, red: number, green: number, blue: number, alpha: number): void {
  out[to] = red;
  out[to + 1] = green;
  out[to + 2] = blue;
  out[to + 3] = alpha;
}

const of5 = (value: number): number => Math.round(((value & MOST_OF_16) * 255) / MOST_OF_16);

const READERS: Readonly<Record<number, (alphaBits: number) => ReadColor>> = {
  1: () => (bytes, at, out, to) => {
    const gray = bytes[at] ?? 0;
    put(out, to, gray, gray, gray, 255);
  },
  2: (alphaBits) => (bytes, at, out, to) => {
    const pixel = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    const alpha = alphaBits === 1 && pixel < 0x80_00 ? 0 : 255;
    put(out, to, of5(pixel >> RED_OF_16), of5(pixel >> GREEN_OF_16), of5(pixel), alpha);
  },
  3: () => (bytes, at, out, to) => put(out, to, bytes[at + 2] ?? 0, bytes[at + 1] ?? 0, bytes[at] ?? 0, 255),
  4: () => (bytes, at, out, to) =>
    put(out, to, bytes[at + 2] ?? 0, bytes[at + 1] ?? 0, bytes[at] ?? 0, bytes[at + 3] ?? 0),
};

/** Gray with alpha behind it. */
const readGrayAlpha: ReadColor = (bytes, at, out, to) => {
  const gray = bytes[at] ?? 0;
  put(out, to, gray, gray, gray, bytes[at + 1] ?? 0);
};

/** Reads indexes into the palette; what lies outside of it is black. */
function indexReader({ palette, alphaBits, wide }: TgaHeader, bytes: Buffer): ReadColor {
  const { start, first, count } = palette;
  const read = READERS[palette.wide]?.(alphaBits);
  return (pixels, at, out, to) => {
    const index = pixels.readUIntLE(at, wide) - first;
    if (index >= 0 && index < count) read?.(bytes, start + index * palette.wide, out, to);
    else put(out, to, 0, 0, 0, 255);
  };
}

function readerOf(header: TgaHeader, bytes: Buffer): ReadColor | undefined {
  const { kind, wide, alphaBits } = header;
  if (kind === 'indexed') return indexReader(header, bytes);
  return kind === 'gray' && wide === 2 ? readGrayAlpha : READERS[wide]?.(alphaBits);
}

/** Puts the pixels of each row, four bytes each, the other way round. */
function turnRows(samples: Uint8Array, { width }: TgaHeader): void {
  const pixels = new Uint32Array(samples.buffer, samples.byteOffset, samples.length / 4);
  for (let row = 0; row < pixels.length; row += width) pixels.subarray(row, row + width).reverse();
}

/** Samples in red, green, blue and alpha, from the top left. Throws SourceError (SOURCE_CORRUPT) where some are missing. */
export function readTgaPixels(header: TgaHeader, bytes: Buffer): Uint8Array {
  const { width, height, wide, fromTop, fromRight } = header;
  const stored = storedPixels(header, bytes);
  const out = new Uint8Array(4 * width * height);
  const read = readerOf(header, bytes);
  for (let y = 0, at = 0; y < height; y++) {
    const row = (fromTop ? y : height - 1 - y) * width;
    for (let x = 0; x < width; x++, at += wide) read?.(stored, at, out, 4 * (row + x));
  }
  if (fromRight) turnRows(out, header);
  return out;
}

/** Tells whether any pixel has alpha above 0: files with all zeros are meant to be opaque. */
export function showsAlpha(samples: Uint8Array): boolean {
  for (let at = 3; at < samples.length; at += 4) if (samples[at] !== 0) return true;
  return false;
}
