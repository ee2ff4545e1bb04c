/**
 * The first of some swatches to be seen where only `slots` of them fit, at a share of the time that all of them have: part
 * follows part, and each part is full.
 */
export function firstSeen(count: number, slots: number, share: number): number {
  if (slots >= count || slots < 1) return 0;
  const parts = Math.ceil(count / slots);
  const part = Math.min(parts - 1, Math.floor(share * parts));
  return Math.min(part * Math.ceil(count / parts), count - slots);
}
