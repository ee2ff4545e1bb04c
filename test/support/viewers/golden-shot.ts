import { sharp } from '../../../src/engines/image/libvips.ts';

/** The side of the squares whose means are compared. Pixels. */
const CELL = 16;

interface Cells {
  readonly levels: Buffer;
  readonly size: string;
}

async function cellsOf(file: Uint8Array): Promise<Cells> {
  // Decoded whole first: formats that shrink as they decode have other means.
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const whole = sharp(data, { raw: { width, height, channels } });
  const cells = whole.resize(Math.round(width / CELL), Math.round(height / CELL), { fit: 'fill', kernel: 'linear' });
  return { levels: await cells.raw().toBuffer(), size: `${width}×${height}` };
}

/**
 * The difference of two pictures of a page, as the worst of all squares of 16 pixels, in levels of 255: what fonts, their
 * smoothing and the golden's compression change lies within a square, and a button, a mark or a colour fills one. Infinity
 * where they have other sizes.
 */
export async function shotDifference(seen: Uint8Array, golden: Uint8Array): Promise<number> {
  const [a, b] = [await cellsOf(seen), await cellsOf(golden)];
  if (a.size !== b.size) return Infinity;
  return a.levels.reduce((worst, level, i) => Math.max(worst, Math.abs(level - (b.levels[i] ?? 0))), 0);
}
