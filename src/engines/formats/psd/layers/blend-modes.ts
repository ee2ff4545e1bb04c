/** The sample that comes of one over another one, all 0…1. */
type Blend = (below: number, above: number) => number;

/** The blend mode "normal": the upper layer covers the lower one. */
export const NORMAL: Blend = (_below, above) => above;

const softLight: Blend = (b, s) => {
  if (s <= 0.5) return b - (1 - 2 * s) * b * (1 - b);
  const d = b <= 0.25 ? ((16 * b - 12) * b + 4) * b : Math.sqrt(b);
  return b + (2 * s - 1) * (d - b);
};
const hardLight: Blend = (b, s) => (s <= 0.5 ? 2 * b * s : 1 - 2 * (1 - b) * (1 - s));
const burn: Blend = (b, s) => (b >= 1 ? 1 : s <= 0 ? 0 : Math.max(0, 1 - (1 - b) / s));
const dodge: Blend = (b, s) => (b <= 0 ? 0 : s >= 1 ? 1 : Math.min(1, b / (1 - s)));
const clamp = (value: number): number => Math.min(1, Math.max(0, value));
// Vivid light is colour burn below the middle and colour dodge above it, except that pure black and white of the upper
// layer win.
const vivid: Blend = (b, s) => {
  if (s <= 0 || s >= 1) return s;
  return s <= 0.5 ? burn(b, 2 * s) : dodge(b, 2 * s - 1);
};

/**
 * Blend modes that look at one colour at a time, by Photoshop's keys. Sources: W3C Compositing and Blending Level 1; those it
 * has none of as Photoshop's manual describes them.
 */
export const SEPARABLE: Readonly<Record<string, Blend>> = {
  norm: NORMAL,
  'mul ': (b, s) => b * s,
  scrn: (b, s) => b + s - b * s,
  dark: Math.min,
  lite: Math.max,
  over: (b, s) => hardLight(s, b),
  hLit: hardLight,
  sLit: softLight,
  'div ': dodge,
  idiv: burn,
  lddg: (b, s) => Math.min(1, b + s),
  lbrn: (b, s) => Math.max(0, b + s - 1),
  diff: (b, s) => Math.abs(b - s),
  smud: (b, s) => b + s - 2 * b * s,
  vLit: vivid,
  lLit: (b, s) => clamp(b + 2 * s - 1),
  pLit: (b, s) => (s <= 0.5 ? Math.min(b, 2 * s) : Math.max(b, 2 * s - 1)),
  hMix: (b, s) => (b + s > 1 ? 1 : 0),
  fsub: (b, s) => Math.max(0, b - s),
  fdiv: (b, s) => (b <= 0 ? 0 : s <= 0 ? 1 : Math.min(1, b / s)),
};

/** Three colours, 0…1. */
export type Rgb = readonly [red: number, green: number, blue: number];

const luminance = ([r, g, b]: Rgb): number => 0.3 * r + 0.59 * g + 0.11 * b;
const saturation = (color: Rgb): number => Math.max(...color) - Math.min(...color);

function withLuminance(color: Rgb, wanted: number): Rgb {
  const shift = wanted - luminance(color);
  const moved = color.map((value) => value + shift);
  const [least, most] = [Math.min(...moved), Math.max(...moved)];
  const into = (value: number): number => {
    if (least < 0) return wanted + ((value - wanted) * wanted) / (wanted - least);
    return most > 1 ? wanted + ((value - wanted) * (1 - wanted)) / (most - wanted) : value;
  };
  return [into(moved[0] ?? 0), into(moved[1] ?? 0), into(moved[2] ?? 0)];
}

function withSaturation(color: Rgb, wanted: number): Rgb {
  const [least, range] = [Math.min(...color), saturation(color)];
  const into = (value: number): number => (range === 0 ? 0 : ((value - least) * wanted) / range);
  return [into(color[0]), into(color[1]), into(color[2])];
}

/** Blend modes that look at red, green and blue together, by Photoshop's keys (W3C Compositing and Blending Level 1). */
export const TOGETHER: Readonly<Record<string, (below: Rgb, above: Rgb) => Rgb>> = {
  'hue ': (b, s) => withLuminance(withSaturation(s, saturation(b)), luminance(b)),
  'sat ': (b, s) => withLuminance(withSaturation(b, saturation(s)), luminance(b)),
  colr: (b, s) => withLuminance(s, luminance(b)),
  'lum ': (b, s) => withLuminance(b, luminance(s)),
  dkCl: (b, s) => (luminance(s) < luminance(b) ? s : b),
  lgCl: (b, s) => (luminance(s) > luminance(b) ? s : b),
};
