/** Width to height, whole numbers in lowest terms. */
export type Ratio = readonly [width: number, height: number];

export function lowestTerms(width: number, height: number): Ratio {
  let [divisor, rest] = [width, height];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return [width / divisor, height / divisor];
}

/** A ratio beyond this is a line, not a picture; it also keeps every side that follows from one countable. */
const MOST_SLENDER = 100;

export function parseRatio(text: string): Ratio | undefined {
  const [, width, height] = /^\s*(\d{1,5})\s*[:x/]\s*(\d{1,5})\s*$/i.exec(text) ?? [];
  const [w, h] = [Number(width), Number(height)];
  if (!(w > 0 && h > 0) || Math.max(w / h, h / w) > MOST_SLENDER) return undefined;
  return lowestTerms(w, h);
}
