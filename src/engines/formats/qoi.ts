import { type FileHandle, open, readFile } from 'node:fs/promises';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { type ForeignPicture, writeForeign } from './foreign/foreign-picture.ts';

const HEAD_BYTES = 14;
/** The most pixels that a byte stands for. */
const LONGEST_RUN = 62;

interface QoiHeader {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** Reads the header (qoiformat.org). What it says of the colours is wrong as often as right: all readers take them for sRGB. */
function readHeader(head: Buffer): QoiHeader {
  const [width, height, channels] = [head.readUInt32BE(4), head.readUInt32BE(8), head.readUInt8(12)];
  if (channels !== 3 && channels !== 4) throw new RangeError(`expected a QOI of 3 or 4 channels, got ${channels}`);
  return { width, height, channels };
}

async function openQoi(handle: FileHandle): Promise<QoiHeader> {
  const head = Buffer.alloc(HEAD_BYTES);
  const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
  const header = readHeader(head.subarray(0, bytesRead));
  const { size } = await handle.stat();
  if (header.width * header.height > LONGEST_RUN * (size - HEAD_BYTES)) {
    throw new RangeError(`expected a QOI of ${header.width}×${header.height}, got one that was cut off`);
  }
  return header;
}

/** The pixel that the next ones are told by, and those that were seen. */
class Pixels {
  readonly #seen = new Uint8Array(4 * 64);
  /** Red, green, blue, alpha. */
  readonly now = Uint8Array.of(0, 0, 0, 255);

  recall(index: number): void {
    this.now.set(this.#seen.subarray(4 * index, 4 * index + 4));
  }

  change(red: number, green: number, blue: number): void {
    const { now } = this;
    now[0] = (now[0] ?? 0) + red;
    now[1] = (now[1] ?? 0) + green;
    now[2] = (now[2] ?? 0) + blue;
  }

  keep(): void {
    const [red = 0, green = 0, blue = 0, alpha = 0] = this.now;
    this.#seen.set(this.now, 4 * ((red * 3 + green * 5 + blue * 7 + alpha * 11) % 64));
  }
}

const [RGB, RGBA] = [0xfe, 0xff] as const;
const [INDEX, DIFFERENCE, LUMA] = [0, 1, 2] as const;

/** Takes one chunk; answers its bytes, and of how many pixels it is. */
function takeChunk(bytes: Buffer, at: number, pixels: Pixels): readonly [taken: number, count: number] {
  const tag = bytes.readUInt8(at);
  const low = tag & 63;
  if (tag === RGB || tag === RGBA) {
    const length = tag === RGB ? 3 : 4;
    if (at + 1 + length > bytes.length) throw new RangeError('expected a whole QOI, got one that was cut off');
    pixels.now.set(bytes.subarray(at + 1, at + 1 + length));
    return [1 + length, 1];
  }
  switch (tag >> 6) {
    case INDEX:
      pixels.recall(low);
      return [1, 1];
    case DIFFERENCE:
      pixels.change((low >> 4) - 2, ((low >> 2) & 3) - 2, (low & 3) - 2);
      return [1, 1];
    case LUMA: {
      const [green, others] = [low - 32, bytes.readUInt8(at + 1)];
      pixels.change(green - 8 + (others >> 4), green, green - 8 + (others & 15));
      return [2, 1];
    }
    default:
      return [1, low + 1];
  }
}

/** Decodes a file. Throws RangeError where it is cut off. */
function decode(bytes: Buffer): ForeignPicture {
  const { width, height, channels } = readHeader(bytes);
  const samples = new Uint8Array(width * height * channels);
  const pixels = new Pixels();
  let at = HEAD_BYTES;
  for (let to = 0; to < samples.length;) {
    // The mark behind the pixels is missing in some.
    if (at >= bytes.length) throw new RangeError('expected a whole QOI, got one that was cut off');
    const [taken, count] = takeChunk(bytes, at, pixels);
    at += taken;
    pixels.keep();
    const color = channels === 4 ? pixels.now : pixels.now.subarray(0, 3);
    for (let i = 0; i < count && to < samples.length; i++, to += channels) samples.set(color, to);
  }
  return { width, height, samples, channels, alpha: channels === 4, space: 'srgb' };
}

const decoder: Decoder = {
  probe: async (file, mime) => {
    await using handle = await open(file, 'r');
    const { width, height, channels } = await openQoi(handle);
    return {
      ...{ kind: 'image', mime, width, height, orientation: 1, colorSpace: 'srgb', icc: null, alpha: channels === 4 },
      ...{ depth: 8, progressive: false, pages: 1 },
    };
  },
  decode: async (file, target) => {
    await writeForeign(await ofMaster(async () => decode(await readFile(file))), target);
  },
};

/** QOI: pixels told by those before them. */
export const qoi = { decoder, encoder: undefined };
