import { deflateSync } from 'node:zlib';

/** A TIFF of two halves, laid out as no ordinary writer would. */
export interface OddTiff {
  readonly photometric: number;
  /** The file does not say what its photometric interpretation is. */
  readonly untold?: boolean;
  /** Values of 0…1 of the left and the right half, colours first. */
  readonly halves: readonly [readonly number[], readonly number[]];
  readonly bits: number;
  /** SampleFormat: 1 unsigned, 2 signed, 3 float. */
  readonly format: number;
  /** ExtraSamples; undefined = no such field. */
  readonly extra?: readonly number[] | undefined;
  readonly compression?: number;
  readonly predictor?: number;
  /** Lengths of blocks that are not those of their bytes. */
  readonly byteCounts?: 'beyond its end' | 'none' | 'untold';
  readonly planar?: boolean;
  /** Of planes of Y′CbCr in strips: pixels across and down that a sample of colours stands for. */
  readonly steps?: readonly [across: number, down: number];
  readonly tiled?: boolean;
  readonly bigEndian?: boolean;
  /** The least significant bit of a byte stands first. */
  readonly reversed?: boolean;
  /** Samples have no sign, whatever `format` says. */
  readonly unsigned?: boolean;
  /** Further fields of whole numbers: tag and values. */
  readonly more?: readonly (readonly [tag: number, values: readonly number[]])[];
}

export const ODD_WIDTH = 22;
export const ODD_HEIGHT = 20;
const TILE = 16;
const ROWS = 7;

function half(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) | Math.round((value / 2 ** exponent - 1) * 1024);
}

/** The bits of a float of 24 bits: a sign, 7 of the exponent, 16 of the fraction. */
function float24(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  return (exponent + 63) * 2 ** 16 + Math.round((Math.abs(value) / 2 ** exponent - 1) * 2 ** 16);
}

/** The bits of a sample, most significant first. Of 8 bits a sign is not believed: the number is as without. */
function bitsOf(value: number, { bits, format, unsigned = false }: OddTiff): bigint {
  if (format === 3) {
    const view = new DataView(new ArrayBuffer(8));
    if (bits < 32) return BigInt(bits === 16 ? half(value) : float24(value));
    if (bits === 32) view.setFloat32(0, value);
    else view.setFloat64(0, value);
    return bits === 32 ? BigInt(view.getUint32(0)) : view.getBigUint64(0);
  }
  const most = 2n ** BigInt(bits) - 1n;
  const number = (BigInt(Math.round(value * 1e9)) * most + 500_000_000n) / 1_000_000_000n;
  if (format !== 2 || unsigned || bits <= 8) return number;
  // Two's complement of what lies from the middle of the range.
  return (number + 2n ** BigInt(bits - 1)) & most;
}

/** Samples of a row, packed as TIFF has them: numbers of whole bytes in the order of the file, others bit by bit. */
function packRow(values: readonly number[], tiff: OddTiff): Buffer {
  const { bits, bigEndian = false } = tiff;
  if (bits % 8 === 0) {
    const size = bits / 8;
    return Buffer.concat(
      values.map((value) => {
        const bytes = Buffer.from(
          bitsOf(value, tiff)
            .toString(16)
            .padStart(2 * size, '0'),
          'hex',
        );
        return bigEndian ? bytes : bytes.reverse();
      }),
    );
  }
  const text = values.map((value) => bitsOf(value, tiff).toString(2).padStart(bits, '0')).join('');
  const padded = text.padEnd(Math.ceil(text.length / 8) * 8, '0');
  return Buffer.from((padded.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

function subtract(row: Buffer, step: number, tiff: OddTiff): Buffer {
  const size = tiff.bits / 8;
  const out = Buffer.from(row);
  for (let at = row.length - size; at >= step * size; at -= size) {
    const [read, write] = tiff.bigEndian
      ? (['readUIntBE', 'writeUIntBE'] as const)
      : (['readUIntLE', 'writeUIntLE'] as const);
    const difference = row[read](at, size) - row[read](at - step * size, size);
    out[write](((difference % 2 ** tiff.bits) + 2 ** tiff.bits) % 2 ** tiff.bits, at, size);
  }
  return out;
}

/** LZW without any string: literals of nine bits, the table cleared before codes grow. */
function lzw(bytes: Buffer): Buffer {
  let text = '';
  for (const [i, byte] of bytes.entries()) {
    if (i % 200 === 0) text += (256).toString(2).padStart(9, '0');
    text += byte.toString(2).padStart(9, '0');
  }
  text += (257).toString(2).padStart(9, '0');
  return Buffer.from(
    (text.padEnd(Math.ceil(text.length / 8) * 8, '0').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)),
  );
}

function packBits(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 100) {
    const part = bytes.subarray(at, at + 100);
    parts.push(Buffer.from([part.length - 1]), part);
  }
  return Buffer.concat(parts);
}

/** A frame of Zstandard (RFC 8878) with one block, which is not packed. */
function zstandard(bytes: Buffer): Buffer {
  const block = makeNumber(1 + (bytes.length << 3), 3);
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]), makeNumber(bytes.length, 4), block, bytes]);
}

/** Rows of SGI's LogL: high bytes, then low ones, in runs of up to 127 as they are. */
function logarithms(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let row = 0; row < bytes.length; row += 2 * ODD_WIDTH) {
    for (const weight of [1, 0]) {
      const plane = Array.from({ length: ODD_WIDTH }, (_, x) => bytes[row + 2 * x + weight] ?? 0);
      // The left half is a run.
      parts.push(Buffer.from([ODD_WIDTH / 2 + 126, plane[0] ?? 0, ODD_WIDTH / 2, ...plane.slice(ODD_WIDTH / 2)]));
    }
  }
  return Buffer.concat(parts);
}

const COMPRESS: Readonly<Record<number, (bytes: Buffer) => Buffer>> = {
  ...{
    5: lzw,
    8: (bytes) => deflateSync(bytes),
    50_013: (bytes) => deflateSync(bytes),
    32_773: packBits,
    34_676: logarithms,
    50_000: zstandard,
  },
};

function compress(bytes: Buffer, { compression = 1, reversed = false }: OddTiff): Buffer {
  const packed = COMPRESS[compression]?.(bytes) ?? bytes;
  return reversed
    ? (packed.map((byte) =>
        Number.parseInt(byte.toString(2).padStart(8, '0').split('').toReversed().join(''), 2),
      ) as Buffer)
    : packed;
}

/** The pixels of one block: from the column `left`, of so many columns and rows, of these channels. */
function blockOf(tiff: OddTiff, left: number, size: readonly [number, number], channels: readonly number[]): Buffer {
  const { halves, predictor = 1 } = tiff;
  const step = channels[0] === 0 ? 1 : (tiff.steps?.[0] ?? 1);
  const rows: Buffer[] = [];
  for (let y = 0; y < size[1]; y++) {
    const values: number[] = [];
    for (let x = left; x < left + size[0]; x++) {
      for (const channel of channels) values.push(halves[x * step < ODD_WIDTH / 2 ? 0 : 1][channel] ?? 0);
    }
    const row = packRow(values, tiff);
    rows.push(predictor === 2 ? subtract(row, channels.length, tiff) : row);
  }
  return compress(Buffer.concat(rows), tiff);
}

function blocksOf(tiff: OddTiff): Buffer[] {
  const samples = tiff.halves[0].length;
  const all = Array.from({ length: samples }, (_, i) => i);
  const blocks: Buffer[] = [];
  for (const channels of tiff.planar ? all.map((one) => [one]) : [all]) {
    if (tiff.tiled) {
      for (let y = 0; y < ODD_HEIGHT; y += TILE) {
        for (let x = 0; x < ODD_WIDTH; x += TILE) blocks.push(blockOf(tiff, x, [TILE, TILE], channels));
      }
    } else {
      for (let y = 0; y < ODD_HEIGHT; y += ROWS) {
        const [across, down] = channels[0] === 0 ? [1, 1] : (tiff.steps ?? [1, 1]);
        const rows = Math.ceil(Math.min(ROWS, ODD_HEIGHT - y) / down);
        blocks.push(blockOf(tiff, 0, [Math.ceil(ODD_WIDTH / across), rows], channels));
      }
    }
  }
  return blocks;
}

const LONGS: ReadonlySet<number> = new Set([256, 257, 273, 278, 279, 322, 323, 324, 325]);

type Field = readonly [tag: number, values: readonly number[]];

/** The field of lengths of blocks. */
function lengthsOf(tag: number, { byteCounts }: OddTiff, lengths: readonly number[]): readonly Field[] {
  if (byteCounts === 'untold') return [];
  const told = { 'beyond its end': 30_000_000, none: 0 };
  return [[tag, byteCounts === undefined ? lengths : lengths.map(() => told[byteCounts])]];
}

function fieldsOf(tiff: OddTiff, starts: readonly number[], lengths: readonly number[]): readonly Field[] {
  const { compression = 1, predictor = 1 } = tiff;
  const samples = tiff.halves[0].length;
  const each = (value: number): number[] => Array.from({ length: samples }, () => value);
  const strips: Field[] = [[273, starts], [278, [ROWS]], ...lengthsOf(279, tiff, lengths)];
  const tiles: Field[] = [[322, [TILE]], [323, [TILE]], [324, starts], ...lengthsOf(325, tiff, lengths)];
  const fields: Field[] = [
    ...([
      [256, [ODD_WIDTH]],
      [257, [ODD_HEIGHT]],
      [258, each(tiff.bits)],
      [259, [compression]],
    ] as const),
    ...([
      ...(tiff.untold ? [] : [[262, [tiff.photometric]] as const]),
      [277, [samples]],
      [284, [tiff.planar ? 2 : 1]],
    ] as const),
    ...([
      [317, [predictor]],
      [339, each(tiff.format)],
    ] as const),
    ...(tiff.tiled ? tiles : strips),
    ...(tiff.extra ? [[338, tiff.extra] as const] : []),
    ...(tiff.more ?? []),
  ];
  return fields.toSorted(([one], [other]) => one - other);
}

function makeNumber(value: number, size: number, bigEndian = false): Buffer {
  const bytes = Buffer.alloc(size);
  if (bigEndian) bytes.writeUIntBE(value, 0, size);
  else bytes.writeUIntLE(value, 0, size);
  return bytes;
}

/** A directory for the place `start`, with the values that are too long for it behind. */
function printFields(fields: readonly Field[], start: number, bigEndian: boolean | undefined): Buffer {
  const number = (value: number, size: number): Buffer => makeNumber(value, size, bigEndian);
  const rows = [number(fields.length, 2)];
  const values: Buffer[] = [];
  let at = start + 2 + 12 * fields.length + 4;
  for (const [tag, numbers] of fields) {
    const size = LONGS.has(tag) ? 4 : 2;
    const data = Buffer.concat(numbers.map((value) => number(value, size)));
    rows.push(number(tag, 2), number(size === 4 ? 4 : 3, 2), number(numbers.length, 4));
    rows.push(data.length <= 4 ? Buffer.concat([data, Buffer.alloc(4 - data.length)]) : number(at, 4));
    if (data.length <= 4) continue;
    values.push(data);
    at += data.length;
  }
  return Buffer.concat([...rows, number(0, 4), ...values]);
}

/** Writes the file. */
export function writeOddTiff(tiff: OddTiff): Buffer {
  const { bigEndian = false } = tiff;
  const blocks = blocksOf(tiff);
  const starts: number[] = [];
  let end = 8;
  for (const block of blocks) {
    starts.push(end);
    end += block.length + (block.length % 2);
  }
  const lengths = blocks.map(({ length }) => length);
  const body = blocks.flatMap((block) => (block.length % 2 ? [block, Buffer.alloc(1)] : [block]));
  const head = [Buffer.from(bigEndian ? 'MM' : 'II'), makeNumber(42, 2, bigEndian), makeNumber(end, 4, bigEndian)];
  return Buffer.concat([...head, ...body, printFields(fieldsOf(tiff, starts, lengths), end, bigEndian)]);
}
