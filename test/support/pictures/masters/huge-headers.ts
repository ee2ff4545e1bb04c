/** A billion pixels and more. */
export const HUGE = { width: 40_000, height: 30_000 } as const;

/** A copy with a number written over. */
export function patched(bytes: Buffer, write: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  write(copy);
  return copy;
}

/** Sides of big-endian numbers of four bytes. */
export const sized = (bytes: Buffer, width: number, height: number): Buffer =>
  patched(bytes, (copy) => {
    copy.writeUInt32BE(HUGE.width, width);
    copy.writeUInt32BE(HUGE.height, height);
  });

/** A JPEG XL of these sides, each of 30 bits, and nothing more. */
export function hugeJxl(): Buffer {
  const bits = [
    [0, 1],
    [3, 2],
    [HUGE.height - 1, 30],
    [0, 3],
    [3, 2],
    [HUGE.width - 1, 30],
    [1, 1],
  ] as const;
  let [value, at] = [0n, 0n];
  for (const [number, count] of bits) {
    value |= BigInt(number) << at;
    at += BigInt(count);
  }
  const bytes = Array.from({ length: 64 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
  return Buffer.from([0xff, 0x0a, ...bytes]);
}

/** A WebP whose canvas has these sides, around a picture that has not. */
export function hugeWebp(good: Buffer): Buffer {
  const canvas = Buffer.alloc(18);
  canvas.write('VP8X\n', 'latin1');
  canvas.writeUIntLE(HUGE.width - 1, 12, 3);
  canvas.writeUIntLE(HUGE.height - 1, 15, 3);
  return Buffer.concat([good.subarray(0, 12), canvas, good.subarray(12)]);
}

/** A page of 300,000 by 300,000 points of 150 to the inch. */
export const HUGE_PDF = `%PDF-1.6
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 14400]/UserUnit 10>> endobj
trailer <</Root 1 0 R/Size 4>>
%%EOF
`;

/** Numbers of fields in the first directory of a little-endian TIFF that is written anew. */
export function withFields(tiff: Buffer, values: Readonly<Record<number, number>>): Buffer {
  return patched(tiff, (copy) => {
    const first = copy.readUInt32LE(4);
    for (let at = first + 2; at < first + 2 + 12 * copy.readUInt16LE(first); at += 12) {
      const value = values[copy.readUInt16LE(at)];
      if (value === undefined) continue;
      copy.writeUInt16LE(4, at + 2);
      copy.writeUInt32LE(value, at + 8);
    }
  });
}

/** Fields of a TIFF of these sides. */
export const HUGE_TIFF = { 256: HUGE.width, 257: HUGE.height, 278: HUGE.height } as const;
