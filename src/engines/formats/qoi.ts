import { type FileHandle, open, readFile } from 'node:fs/promises';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { type ForeignPicture, writeForeign } from './foreign/foreign-picture.ts';
import { readAt } from '../../system/read-at.ts';

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
  const header = readHeader(await readAt(handle, 0, HEAD_BYTES));
  const { size } = await handle.stat();
  if (header.width * header.height > LONGEST_RUN * (size - HEAD_BYTES)) {
    throw new RangeError(`expected a QOI of ${header.width}×${header.height}, got one that was cut off`);
  }
  return header;
}

const [RGB, RGBA] = [0xfe, 0xff] as const;
const [INDEX, DIFFERENCE, LUMA] = [0, 1, 2] as const;

/** The chunks of a file one after the other, and the pixel that they told last: red, green, blue and alpha. */
class Chunks {
  readonly #bytes: Buffer;
  readonly #seen = new Uint8Array(4 * 64);
  #at = HEAD_BYTES;
  #red = 0;
  #green = 0;
  #blue = 0;
  #alpha = 255;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Takes a byte. Throws RangeError where there is none: the mark behind the pixels is missing in some files. */
  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new RangeError('expected a whole QOI, got one that was cut off');
    return byte;
  }

  /** Takes a chunk; answers of how many pixels it is. Throws RangeError. */
  take(): number {
    const tag = this.#byte();
    const low = tag & 63;
    if (tag === RGB || tag === RGBA) this.#tell(tag);
    else if (tag >> 6 === INDEX) this.#recall(4 * low);
    else if (tag >> 6 === DIFFERENCE) this.#change((low >> 4) - 2, ((low >> 2) & 3) - 2, (low & 3) - 2);
    else if (tag >> 6 === LUMA) {
      const others = this.#byte();
      this.#change(low - 40 + (others >> 4), low - 32, low - 40 + (others & 15));
    } else return low + 1;
    return 1;
  }

  #tell(tag: number): void {
    this.#red = this.#byte();
    this.#green = this.#byte();
    this.#blue = this.#byte();
    if (tag === RGBA) this.#alpha = this.#byte();
  }

  #recall(at: number): void {
    this.#red = this.#seen[at] ?? 0;
    this.#green = this.#seen[at + 1] ?? 0;
    this.#blue = this.#seen[at + 2] ?? 0;
    this.#alpha = this.#seen[at + 3] ?? 0;
  }

  #change(red: number, green: number, blue: number): void {
    this.#red = (this.#red + red) & 255;
    this.#green = (this.#green + green) & 255;
    this.#blue = (this.#blue + blue) & 255;
  }

  /** Writes the pixel, and keeps it among those that were seen. */
  write(into: Uint8Array, at: number, channels: number): void {
    const [red, green, blue, alpha] = [this.#red, this.#green, this.#blue, this.#alpha];
    const place = 4 * ((red * 3 + green * 5 + blue * 7 + alpha * 11) & 63);
    this.#seen[place] = red;
    this.#seen[place + 1] = green;
    this.#seen[place + 2] = blue;
    this.#seen[place + 3] = alpha;
    into[at] = red;
    into[at + 1] = green;
    into[at + 2] = blue;
    if (channels === 4) into[at + 3] = alpha;
  }
}

/** Decodes a file. Throws RangeError where it is cut off. */
function decode(bytes: Buffer): ForeignPicture {
  const { width, height, channels } = readHeader(bytes);
  const samples = new Uint8Array(width * height * channels);
  const chunks = new Chunks(bytes);
  for (let to = 0; to < samples.length;) {
    const count = chunks.take();
    chunks.write(samples, to, channels);
    const next = Math.min(samples.length, to + count * channels);
    // Repeats the pixel for the rest of the run.
    for (let at = to + channels; at < next; at++) samples[at] = samples[at - channels] ?? 0;
    to = next;
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
