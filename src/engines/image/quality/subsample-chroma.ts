import type { Picture } from '../../picture.ts';

/** The picture after 4:2:0 chroma subsampling at best: Cb and Cr of each 2 × 2 pixels are their mean, luma is unchanged. */
export function subsampleChroma(picture: Picture): Picture {
  const { data, width, height, channels } = picture;
  const out = new Uint8ClampedArray(data);
  for (let y = 0; y + 1 < height; y += 2) {
    for (let x = 0; x + 1 < width; x += 2) {
      const at = (y * width + x) * channels;
      const four = [at, at + channels, at + width * channels, at + (width + 1) * channels] as const;
      const mean = [0, 1, 2].map((c) => four.reduce((sum, one) => sum + (data[one + c] ?? 0), 0) / 4);
      for (const one of four) {
        // Brightness stays, the difference from it is that of the mean.
        const change =
          luma(data[one] ?? 0, data[one + 1] ?? 0, data[one + 2] ?? 0) - luma(mean[0] ?? 0, mean[1] ?? 0, mean[2] ?? 0);
        for (const c of [0, 1, 2] as const) out[one + c] = (mean[c] ?? 0) + change;
      }
    }
  }
  return { ...picture, data: new Uint8Array(out.buffer) };
}

/** Y′ of JPEG (BT.601). */
const luma = (r: number, g: number, b: number): number => 0.299 * r + 0.587 * g + 0.114 * b;
