/** IEC 61966-2-1: the light of a stored value, both 0…1. */
export const fromSrgb = (value: number): number =>
  value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

/** IEC 61966-2-1: the value that stands for light, both 0…1. */
export const toSrgb = (light: number): number =>
  light <= 0.003_130_8 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
