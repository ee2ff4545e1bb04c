import { type Arena, openArena } from './simd/arena.ts';

/** Bytes of pixels, `channels` of them each. */
interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** Draws row `y` from one address of the kernels' memory at another, which is the same where its pixels are no larger. */
export type RedrawRow = (into: number, from: number, y: number) => void;

/**
 * The bytes of a picture of `channels` samples a pixel whose rows a kernel makes of those of another picture, from top to bottom:
 * new ones, or `out`, which may be that picture's own where its pixels are as large.
 */
export function redrawRows(
  picture: Pixels,
  channels: number,
  begin: (arena: Arena) => RedrawRow,
  out: Uint8Array = new Uint8Array(picture.width * picture.height * channels),
): Uint8Array {
  const { data, width, height } = picture;
  const arena = openArena();
  const [asked, drawn] = [width * picture.channels, width * channels];
  const fromAt = arena.take(asked);
  const intoAt = drawn > asked ? arena.take(drawn) : fromAt;
  const redraw = begin(arena);
  const [from, into] = [arena.bytes(fromAt, asked), arena.bytes(intoAt, drawn)];
  for (let y = 0; y < height; y++) {
    from.set(data.subarray(y * asked, (y + 1) * asked));
    redraw(intoAt, fromAt, y);
    out.set(into, y * drawn);
  }
  return out;
}
