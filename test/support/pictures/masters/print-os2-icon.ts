// Headers of OS/2, and what ends a row.
const HEADER = 14;
const WORD = 4;

/** A bitmap of an icon. */
export interface Bitmap {
  readonly mark: string;
  readonly width: number;
  readonly bits: 1 | 24;
  /** Bytes of rows, from the bottom, each filled up to a word. */
  readonly rows: readonly Buffer[];
}

/** A row of these bytes. */
export const row = (...bytes: readonly number[]): Buffer =>
  Buffer.concat([Buffer.from(bytes), Buffer.alloc((WORD - (bytes.length % WORD)) % WORD)]);

const PALETTE = Buffer.from([0, 0, 0, 255, 255, 255]);

/** Headers of bitmaps, the palettes behind each, then their pixels: what follows each other from a place on. */
export function printBitmaps(bitmaps: readonly Bitmap[], start: number): Buffer {
  const heads = bitmaps.map(({ mark, width, bits, rows }) => {
    const head = Buffer.alloc(HEADER + 12);
    head.write(mark, 'latin1');
    head.writeUInt32LE(head.length, 2);
    for (const [i, value] of [12, 0, width, rows.length, 1, bits].entries()) head.writeUInt16LE(value, HEADER + 2 * i);
    return bits === 1 ? Buffer.concat([head, PALETTE]) : head;
  });
  const pixels = bitmaps.map(({ rows }) => Buffer.concat(rows));
  let at = start + Buffer.concat(heads).length;
  for (const [i, part] of pixels.entries()) {
    heads[i]?.writeUInt32LE(at, 10);
    at += part.length;
  }
  return Buffer.concat([...heads, ...pixels]);
}

/** An array of icons: before each a header that says where the next stands. */
export function printArray(icons: readonly (readonly Bitmap[])[]): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (const [i, bitmaps] of icons.entries()) {
    const head = Buffer.alloc(HEADER);
    head.write('BA', 'latin1');
    const part = Buffer.concat([head, printBitmaps(bitmaps, at + HEADER)]);
    at += part.length;
    if (i < icons.length - 1) part.writeUInt32LE(at, 6);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** An icon of a picture in RGB, of which so many columns at the left are clear: a multiple of eight. */
export function printIcon(
  { width, height, data }: { readonly width: number; readonly height: number; readonly data: Uint8Array },
  clear = 0,
): Buffer {
  const upright = Array.from({ length: height }, (_, y) => data.subarray(3 * y * width, 3 * (y + 1) * width));
  // Blue stands first, and rows begin at the bottom.
  const rows = upright.toReversed().map((samples) => {
    const swapped = Array.from(samples, (_, i) => samples[i - (i % 3) + 2 - (i % 3)] ?? 0);
    return row(...swapped);
  });
  const mask = Array.from({ length: Math.ceil(width / 8) }, (_, i) => (i < clear / 8 ? 255 : 0));
  const masks = Array.from({ length: 2 * height }, (_, y) => row(...(y < height ? mask.map(() => 0) : mask)));
  return printBitmaps(
    [
      { mark: 'CI', width, bits: 1, rows: masks },
      { mark: 'CI', width, bits: 24, rows },
    ],
    0,
  );
}

/** Other sides in the headers of the mask and of the colours of such an icon. */
export function resizedIcon(icon: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(icon);
  const color = HEADER + 12 + PALETTE.length;
  for (const [start, tall] of [
    [0, 2 * height],
    [color, height],
  ] as const) {
    copy.writeUInt16LE(width, start + HEADER + 4);
    copy.writeUInt16LE(tall, start + HEADER + 6);
  }
  return copy;
}
