import type { Picture } from '../picture.ts';

/** IEC 61966-2-1: light of each of the 256 values, 0…1. */
const LIGHT = Float64Array.from({ length: 256 }, (_, value) => {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});

function toHex(light: number): string {
  const value = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(value * 255)
    .toString(16)
    .padStart(2, '0');
}

/**
 * The one colour that stands for a swatch, `#rrggbb`: the mean of its light, weighed by alpha. That is what the eye
 * makes of a weave or a print from afar; a median would name one of its threads, and a mean of the stored values is
 * darker than what is seen. A picture that is clear everywhere is black.
 */
export function swatchColor({ data, channels }: Picture): string {
  let [r, g, b, weight] = [0, 0, 0, 0];
  for (let i = 0; i < data.length; i += channels) {
    const alpha = channels === 4 ? (data[i + 3] ?? 0) : 255;
    r += alpha * (LIGHT[data[i] ?? 0] ?? 0);
    g += alpha * (LIGHT[data[i + 1] ?? 0] ?? 0);
    b += alpha * (LIGHT[data[i + 2] ?? 0] ?? 0);
    weight += alpha;
  }
  const mean = (sum: number): string => toHex(weight === 0 ? 0 : sum / weight);
  return `#${mean(r)}${mean(g)}${mean(b)}`;
}
