// Truevision TGA 2.0: depths of a pixel or of a colour of the palette, by kind of picture; packed kinds are 8 higher.
const KINDS: Readonly<Record<number, { readonly palette: 0 | 1; readonly depths: readonly number[] }>> = {
  1: { palette: 1, depths: [8] },
  2: { palette: 0, depths: [15, 16, 24, 32] },
  3: { palette: 0, depths: [8, 16] },
};

const HEADER_BYTES = 18;

const COLOR_DEPTHS: ReadonlySet<number> = new Set([15, 16, 24, 32]);

/** Tells whether a file is a TGA. The format has no signature, so all header fields are checked. */
export function isTga(head: string): boolean {
  const byte = (at: number): number => head.codePointAt(at) ?? 255;
  const kind = KINDS[byte(2) & ~8];
  // Pictures of colours may have a palette that they do not use.
  if (head.length < HEADER_BYTES || kind === undefined || byte(1) > 1 || kind.palette > byte(1)) return false;
  // Writers leave the depth of its colours there where there is none.
  const depth = byte(7);
  const bare = /^\0{4}$/.test(head.slice(3, 7)) && (depth === 0 || COLOR_DEPTHS.has(depth));
  const colors = byte(1) === 0 ? bare : COLOR_DEPTHS.has(depth);
  const sides = byte(12) + byte(13) > 0 && byte(14) + byte(15) > 0;
  return colors && sides && kind.depths.includes(byte(16)) && byte(17) < 0x40;
}
