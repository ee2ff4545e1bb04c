import { SourceError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';
import type { Primaries } from '../../image/color/coded-colors.ts';

/** The header of a Radiance picture. */
export interface RadianceHeader extends Size {
  readonly primaries?: Primaries;
  /** The file's rows and the pixels in them, as it has them. */
  readonly stored: Size;
  /** The place of pixel 0 of row 0 in the upright picture, and how far the next pixel and row are, in pixels. */
  readonly start: number;
  readonly step: number;
  readonly rowStep: number;
  /** The place of the pixels in the file. */
  readonly pixels: number;
}

/** X, Y and Z of CIE as colours. */
const XYZ: Primaries = [1, 0, 0, 1, 0, 0, 1 / 3, 1 / 3];

const RESOLUTION = /^([+-])([XY])\s+(\d{1,7})\s+([+-])([XY])\s+(\d{1,7})$/;

/** The directions of the axes of a file: its rows stand side by side (`turned`), pixels go to the right, and down. */
interface Directions {
  readonly turned: boolean;
  readonly right: boolean;
  readonly down: boolean;
}

/** The way that pixels go in a picture of this size, from its upper left corner or from another. */
function wayOf(stored: Size, { turned, right, down }: Directions): Omit<RadianceHeader, 'pixels'> {
  const { width, height } = turned ? { width: stored.height, height: stored.width } : stored;
  const [across, along] = [right ? 1 : -1, down ? width : -width];
  const start = (right ? 0 : width - 1) + (down ? 0 : (height - 1) * width);
  return { width, height, stored, start, step: turned ? along : across, rowStep: turned ? across : along };
}

/** Reads the way that pixels go, by the line of the sizes: the first axis is that of the rows. */
function readWay(line: string): Omit<RadianceHeader, 'pixels'> {
  const [, rowSign, rowAxis, rows = '', sign, axis, columns = ''] = RESOLUTION.exec(line) ?? [];
  const stored = { width: Number(columns), height: Number(rows) };
  if (rowAxis === axis || stored.width < 1 || stored.height < 1) {
    throw new RangeError(`expected the sizes of a Radiance picture, got ${line.slice(0, 40)}`);
  }
  // +X runs to the right, +Y upwards.
  const turned = rowAxis === 'X';
  return turned
    ? wayOf(stored, { turned, right: rowSign === '+', down: sign === '-' })
    : wayOf(stored, { turned, right: sign === '+', down: rowSign === '-' });
}

const PRIMARIES = 8;

const areEight = (numbers: readonly number[]): numbers is Primaries =>
  numbers.length === PRIMARIES && numbers.every((value) => Number.isFinite(value));

function readPrimaries(variables: ReadonlyMap<string, string>): Primaries | undefined {
  if (variables.get('FORMAT') === '32-bit_rle_xyze') return XYZ;
  const numbers = variables.get('PRIMARIES')?.trim().split(/\s+/).map(Number) ?? [];
  return areEight(numbers) ? numbers : undefined;
}

/**
 * Reads a header from the first bytes of a file (Radiance, "Reference Manual for Picture File Formats"). Throws RangeError
 * where it is none. Its exposure is not undone: pictures are meant to be shown as they are stored.
 */
export function readRadianceHeader(head: Buffer): RadianceHeader {
  const text = head.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) throw new RangeError('expected a Radiance header, got one that ends too early');
  const start = end.index + end[0].length;
  const stop = text.indexOf('\n', start);
  if (stop < 0) throw new RangeError('expected the sizes of a Radiance picture, got the end of the file');
  const lines = text.slice(0, end.index).split(/\r?\n/);
  const variables = new Map(
    lines.flatMap((line) => {
      const [, name = '', value = ''] = /^([A-Z]+)\s*=\s*(.*)$/.exec(line) ?? [];
      return name === '' ? [] : [[name, value.trim()] as const];
    }),
  );
  const primaries = readPrimaries(variables);
  return { ...readWay(text.slice(start, stop).trim()), ...(primaries && { primaries }), pixels: stop + 1 };
}

// Rows of these lengths may be packed colour by colour.
const SHORTEST = 8;
const LONGEST = 32_767;

const PIXEL = 4;

function cutOff(): SourceError {
  return new SourceError('SOURCE_CORRUPT', 'expected all rows of a Radiance picture, got a file that was cut off', {
    hint: 'Export or upload the master again; the file is damaged or was cut off.',
  });
}

/** Unpacks rows one after the other. */
class Unpacker {
  readonly #bytes: Buffer;
  readonly #width: number;
  #at: number;

  constructor(bytes: Buffer, at: number, width: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#width = width;
  }

  #next(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw cutOff();
    return value;
  }

  #isPacked(): boolean {
    const [a, b, high = 255, low = 0] = this.#bytes.subarray(this.#at, this.#at + PIXEL);
    const fits = this.#width >= SHORTEST && this.#width <= LONGEST;
    return fits && a === 2 && b === 2 && high * 256 + low === this.#width;
  }

  /** Reads a row: red, green, blue and the exponent of each pixel. Throws SourceError (SOURCE_CORRUPT). */
  read(row: Uint8Array): void {
    if (!this.#isPacked()) return this.#readPixels(row);
    this.#at += PIXEL;
    for (let channel = 0; channel < PIXEL; channel++) this.#readChannel(row, channel);
  }

  #readChannel(row: Uint8Array, channel: number): void {
    for (let x = 0; x < this.#width;) {
      const code = this.#next();
      const isRun = code > 128;
      const count = isRun ? code - 128 : code;
      if (count === 0 || x + count > this.#width) throw cutOff();
      const value = isRun ? this.#next() : 0;
      const end = x + count;
      for (; x < end; x++) row[x * PIXEL + channel] = isRun ? value : this.#next();
    }
  }

  /** Pixels as they are; one of ones repeats the last so many times, times 256 for each such before it. */
  #readPixels(row: Uint8Array): void {
    for (let x = 0, shift = 0; x < this.#width;) {
      const [r, g, b, e] = [this.#next(), this.#next(), this.#next(), this.#next()];
      if (r === 1 && g === 1 && b === 1 && x > 0) {
        const end = x + e * 2 ** shift;
        if (end > this.#width) throw cutOff();
        for (; x < end; x++) row.copyWithin(x * PIXEL, (x - 1) * PIXEL, x * PIXEL);
        shift += 8;
      } else {
        row.set([r, g, b, e], x * PIXEL);
        x++;
        shift = 0;
      }
    }
  }
}

/** Reads the pixels of a file upright, four bytes each. Throws SourceError (SOURCE_CORRUPT). */
export function readRadiancePixels(header: RadianceHeader, bytes: Buffer): Uint8Array {
  const { stored, start, step, rowStep, pixels } = header;
  const out = new Uint8Array(stored.width * stored.height * PIXEL);
  const unpacker = new Unpacker(bytes, pixels, stored.width);
  const row = new Uint8Array(stored.width * PIXEL);
  for (let y = 0; y < stored.height; y++) {
    unpacker.read(row);
    for (let x = 0; x < stored.width; x++) {
      const to = (start + y * rowStep + x * step) * PIXEL;
      for (let i = 0; i < PIXEL; i++) out[to + i] = row[x * PIXEL + i] ?? 0;
    }
  }
  return out;
}

// Radiance, color.c: a mantissa of 8 bits stands for the middle of its step.
const HALF = 0.5;
const BIAS = 128 + 8;

/** The factors of the mantissas, by exponent; 0 = black. */
const FACTORS = Float64Array.from({ length: 256 }, (_, exponent) => (exponent === 0 ? 0 : 2 ** (exponent - BIAS)));

/** Reads a row of such pixels as light, three samples each. */
export function toLight(pixels: Uint8Array, into: Float32Array): void {
  for (let from = 0, to = 0; from < pixels.length; from += PIXEL, to += 3) {
    const factor = FACTORS[pixels[from + 3] ?? 0] ?? 0;
    for (let i = 0; i < 3; i++) into[to + i] = ((pixels[from + i] ?? 0) + HALF) * factor;
  }
}
