/** A JPEG without loss, as ITU-T T.81 has it in annex H. */
export interface LosslessJpeg {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Bits a sample. */
  readonly precision: number;
  /** 1…7. */
  readonly predictor: number;
  /** Samples, interleaved. */
  readonly samples: readonly number[];
  /** Bits that are left out at the end of each sample. */
  readonly shift?: number;
  /** Rows between restarts. */
  readonly restart?: number;
  /** Each component has a scan of its own. */
  readonly apart?: boolean;
}

// All categories of differences have a code of five bits, their own number.
const CODE_BITS = 5;
const CATEGORIES = 17;

function segment(marker: number, ...data: readonly number[]): Buffer {
  return Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255, ...data]);
}

const word = (value: number): readonly [number, number] => [value >> 8, value & 255];

/** The bits of a difference, modulo 2^16: the code of its category, then those that tell it from others. */
function bitsOf(difference: number): string {
  const value = ((difference + 32_768) & 0xff_ff) - 32_768;
  const category = value === -32_768 ? 16 : value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1;
  const rest = value < 0 ? value + 2 ** category - 1 : value;
  const code = category.toString(2).padStart(CODE_BITS, '0');
  return category === 0 || category === 16 ? code : code + rest.toString(2).padStart(category, '0');
}

/** Bytes of bits, filled up with ones; a byte of ones has one of zeros behind it. */
function pack(bits: string): Buffer {
  const bytes = bits.match(/.{1,8}/g)?.map((byte) => Number.parseInt(byte.padEnd(8, '1'), 2)) ?? [];
  return Buffer.from(bytes.flatMap((byte) => (byte === 0xff ? [byte, 0] : [byte])));
}

function predict(predictor: number, [a, b, c]: readonly [number, number, number]): number {
  return [0, a, b, c, a + b - c, a + ((b - c) >> 1), b + ((a - c) >> 1), (a + b) >> 1][predictor] ?? 0;
}

function printScan(jpeg: LosslessJpeg, parts: readonly number[]): Buffer {
  const { width, height, components, precision, predictor, shift = 0, restart = height } = jpeg;
  const at = (x: number, y: number, part: number): number =>
    (jpeg.samples[(y * width + x) * components + part] ?? 0) >> shift;
  const head = segment(0xda, parts.length, ...parts.flatMap((part) => [part + 1, 0]), predictor, 0, shift);
  const runs: Buffer[] = [];
  for (let first = 0; first < height; first += restart) {
    let bits = '';
    for (let y = first; y < Math.min(height, first + restart); y++) {
      for (let x = 0; x < width; x++) {
        for (const part of parts) {
          const start = x > 0 ? at(x - 1, y, part) : 2 ** (precision - shift - 1);
          const inner =
            x > 0
              ? predict(predictor, [at(x - 1, y, part), at(x, y - 1, part), at(x - 1, y - 1, part)])
              : at(x, y - 1, part);
          bits += bitsOf(at(x, y, part) - (y === first ? start : inner));
        }
      }
    }
    if (first > 0) runs.push(Buffer.from([0xff, 0xd0 + ((first / restart - 1) % 8)]));
    runs.push(pack(bits));
  }
  return Buffer.concat([head, ...runs]);
}

/** Prints it. */
export function printLosslessJpeg(jpeg: LosslessJpeg): Buffer {
  const { width, height, components, precision, restart, apart = false } = jpeg;
  const parts = Array.from({ length: components }, (_, i) => i);
  const counts = Array.from({ length: 16 }, (_, i) => (i === CODE_BITS - 1 ? CATEGORIES : 0));
  const frame = parts.flatMap((part) => [part + 1, 0x11, 0]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xc3, precision, ...word(height), ...word(width), components, ...frame),
    segment(0xc4, 0, ...counts, ...Array.from({ length: CATEGORIES }, (_, i) => i)),
    ...(restart === undefined ? [] : [segment(0xdd, ...word(restart * width))]),
    ...(apart ? parts.map((part) => printScan(jpeg, [part])) : [printScan(jpeg, parts)]),
    Buffer.from([0xff, 0xd9]),
  ]);
}
