interface Page {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  /** The order of its bytes. */
  readonly order: 'II' | 'MM';
  /** As TIFF 6.0 had JPEGs: it points to the whole one, or to a place besides it. */
  readonly old?: 'right' | 'besides';
  readonly color?: boolean;
}

const [HEAD, ROW] = [8, 12];

/** A TIFF of one strip that is a JPEG. */
export function writeTiffOfJpeg(jpeg: Buffer, page: Page): Buffer {
  const { width, height, bits, order, old, color = false } = page;
  const start = HEAD + 2 + (old === undefined ? 10 : 12) * ROW + 4;
  const fields: readonly (readonly [tag: number, value: number])[] = [
    [256, width],
    [257, height],
    [258, bits],
    [259, old === undefined ? 7 : 6],
    [262, color ? 6 : 1],
    [273, start],
    [277, color ? 3 : 1],
    [278, height],
    [279, jpeg.length],
    [284, 1],
    ...(old === undefined
      ? []
      : ([
          [513, old === 'right' ? start : start + 6],
          [514, jpeg.length],
        ] as const)),
  ];
  const out = Buffer.alloc(HEAD + 2 + ROW * fields.length + 4);
  const put = (value: number, at: number, bytes: 2 | 4): number =>
    order === 'II' ? out.writeUIntLE(value, at, bytes) : out.writeUIntBE(value, at, bytes);
  out.write(order);
  put(42, 2, 2);
  put(HEAD, 4, 4);
  put(fields.length, HEAD, 2);
  for (const [i, [tag, value]] of fields.entries()) {
    const at = HEAD + 2 + ROW * i;
    put(tag, at, 2);
    put(4, at + 2, 2);
    put(1, at + 4, 4);
    put(value, at + 8, 4);
  }
  return Buffer.concat([out, jpeg]);
}
