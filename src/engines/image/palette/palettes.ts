/** Red, green and blue of each colour, 0…255. */
export type Colors = readonly (readonly [r: number, g: number, b: number])[];

/** The six steps of each component that screens of 256 colours agreed on. */
const STEPS = [0, 51, 102, 153, 204, 255] as const;

/** The web palette: every mix of the six steps, 216 colours. */
export const WEB_COLORS: Colors = STEPS.flatMap((r) => STEPS.flatMap((g) => STEPS.map((b) => [r, g, b] as const)));

/** The steps of 17 that are none of the six: what the Macintosh system has between them. */
const BETWEEN = [17, 34, 68, 85, 119, 136, 170, 187, 221, 238] as const;

/** The system palette of the Macintosh (`clut` 8): the web's colours, and a ramp each of red, green, blue and gray. */
export const MAC_COLORS: Colors = [
  ...WEB_COLORS,
  ...BETWEEN.map((v) => [v, 0, 0] as const),
  ...BETWEEN.map((v) => [0, v, 0] as const),
  ...BETWEEN.map((v) => [0, 0, v] as const),
  ...BETWEEN.map((v) => [v, v, v] as const),
];

/** `RRGGBB` as a colour. */
export function hexColor(hex: string): Colors[number] {
  const value = Number.parseInt(hex, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
