import { sharp } from '../../../../src/engines/image/libvips.ts';

/** A grainy JPEG, whose pixels fill its file. */
export async function grainyJpeg({
  progressive = false,
  width = 200,
}: { readonly progressive?: boolean; readonly width?: number } = {}): Promise<Buffer> {
  const samples = Uint8Array.from({ length: width * 160 * 3 }, (_, i) => (i * i * 7 + (i >> 3)) % 251);
  const raw = { width, height: 160, channels: 3 } as const;
  return sharp(samples, { raw }).jpeg({ quality: 80, progressive }).toBuffer();
}

/** A file with other bytes in its middle, `of` of them. */
export function scratched(bytes: Buffer, value = 0x55, of = 64): Buffer {
  const middle = Math.floor(bytes.length / 2);
  return Buffer.from(bytes).fill(value, middle, middle + of);
}
