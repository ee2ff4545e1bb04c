import type { Picture } from '../../picture.ts';

/** Bytes of a picture with colours multiplied by alpha, rounded; a copy, so that it may be changed. */
export function premultiply({ data, channels }: Picture): Uint8ClampedArray {
  const out = new Uint8ClampedArray(data);
  if (channels === 3) return out;
  for (let i = 0; i < out.length; i += 4) {
    const opacity = out[i + 3] ?? 0;
    if (opacity === 255) continue;
    for (let c = i; c < i + 3; c++) out[c] = ((out[c] ?? 0) * opacity) / 255;
  }
  return out;
}

/** The way back, in place. */
export function unpremultiply(bytes: Uint8ClampedArray, channels: number): void {
  if (channels === 3) return;
  for (let i = 0; i < bytes.length; i += 4) {
    const opacity = bytes[i + 3] ?? 0;
    if (opacity === 0 || opacity === 255) continue;
    for (let c = i; c < i + 3; c++) bytes[c] = ((bytes[c] ?? 0) * 255) / opacity;
  }
}
