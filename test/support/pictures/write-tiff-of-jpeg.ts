interface Page {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  /** The order of its bytes. */
  readonly order: 'II' | 'MM';
}

const [HEAD, ROW] = [8, 12];

/** A gray TIFF of one strip that is a JPEG. */
export function writeTiffOfJpeg(jpeg: Buffer, { width, height, bits, order }: Page): Buffer {
  const fields = [
    [256, width],
    [257, height],
    [258, bits],
    [259, 7],
    [262, 1],
    [273, HEAD + 2 + 10 * ROW + 4],
    [277, 1],
    [278, height],
    [279, jpeg.length],
    [284, 1],
  ] as const;
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
