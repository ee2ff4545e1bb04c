/** A gray JPEG of 12 bits, of blocks of one brightness each. */
export interface PrintedDeepJpeg {
  /** Blocks across. */
  readonly across: number;
  /** The sample of each block, 0 to 4095, row by row. */
  readonly blocks: readonly number[];
}

const BLOCK = 8;
const MIDDLE = 2048;
const STEP = 16;
/** Bits of the code of each category of differences, of which 12 bits have sixteen. */
const CATEGORY_BITS = 5;
const CATEGORIES = 16;

const segment = (marker: number, ...numbers: readonly number[]): Buffer =>
  Buffer.from([0xff, marker, (numbers.length + 2) >> 8, (numbers.length + 2) & 255, ...numbers]);

const binary = (value: number, bits: number): string => (bits === 0 ? '' : value.toString(2).padStart(bits, '0'));

/** Codes of what blocks differ by from those before, each with the end of its block. */
function codesOf(blocks: readonly number[]): string {
  const levels = blocks.map((sample) => Math.round(((sample - MIDDLE) * BLOCK) / STEP));
  return levels
    .map((level, i) => {
      const difference = level - (levels[i - 1] ?? 0);
      const category = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
      const value = difference < 0 ? difference + 2 ** category - 1 : difference;
      return `${binary(category, CATEGORY_BITS)}${binary(value, category)}0`;
    })
    .join('');
}

/** Prints it in Huffman codes (ITU-T T.81, process 4). */
export function printDeepJpeg({ across, blocks }: PrintedDeepJpeg): Buffer {
  const [width, height] = [BLOCK * across, (BLOCK * blocks.length) / across];
  const codes = codesOf(blocks);
  const padded = codes.padEnd(Math.ceil(codes.length / 8) * 8, '1');
  // A byte of ones is followed by one of zeros.
  const bytes = (padded.match(/.{8}/g) ?? []).flatMap((bits) =>
    bits === '11111111' ? [0xff, 0] : [parseInt(bits, 2)],
  );
  const counts = (bits: number, count: number): number[] =>
    Array.from({ length: 16 }, (_, i) => (i + 1 === bits ? count : 0));
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, 0, ...Array.from({ length: BLOCK * BLOCK }, () => STEP)),
    segment(0xc1, 12, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0),
    segment(0xc4, 0x00, ...counts(CATEGORY_BITS, CATEGORIES), ...Array.from({ length: CATEGORIES }, (_, i) => i)),
    segment(0xc4, 0x10, ...counts(1, 1), 0),
    segment(0xda, 1, 1, 0, 0, 63, 0),
    Buffer.from([...bytes, 0xff, 0xd9]),
  ]);
}
