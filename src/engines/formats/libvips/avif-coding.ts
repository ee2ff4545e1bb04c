import { open } from 'node:fs/promises';

import { codingOf, type ColorCoding } from '../../image/color/coded-colors.ts';

// The properties of pictures stand in the first box behind the type.
const HEAD_BYTES = 1 << 16;

/** Code points of ITU-T H.273 in a colour box (ISO/IEC 14496-12 §12.1.5); the first is the picture's. */
const NCLX = 'colrnclx';

/**
 * The coding of colours that an AVIF tells; undefined = sRGB, or nothing, or a profile that counts more (MIAF §7.3.6.4).
 * Throws the system's error.
 */
export async function readAvifCoding(file: string, tagged: boolean): Promise<ColorCoding | undefined> {
  if (tagged) return undefined;
  await using handle = await open(file, 'r');
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  const at = buffer.indexOf(NCLX, 0, 'latin1') + NCLX.length;
  if (at < NCLX.length || at + 4 > bytesRead) return undefined;
  return codingOf(buffer.readUInt16BE(at), buffer.readUInt16BE(at + 2));
}
