/** Rec. 601: what "brightness" means in the tools that people compare with. */
export const LUMA = { red: 0.299, green: 0.587, blue: 0.114 } as const;

/** The share of each colour in brightness; models other than RGB weigh theirs alike. */
export function lumaWeights(colors: number): readonly number[] {
  return colors === 3 ? [LUMA.red, LUMA.green, LUMA.blue] : Array.from({ length: colors }, () => 1 / colors);
}
