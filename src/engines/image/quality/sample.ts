import type { AnyPicture } from '../../picture.ts';

/** Tiles and their sides: together under half a megapixel, with few seams, which cost bytes and score of their own. */
const TILES = 4;
// A multiple of the blocks that encoders work in, up to 64.
const SIDE = 320;

/** Pictures of at most so many pixels are looked at as a whole. */
const WHOLE_PIXELS = 700_000;

/** Pixels of one place in a picture. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** The tiles of a picture as one of their own, from the same places of every picture of its size. */
export interface Sample {
  /** False if it is the whole picture. */
  readonly isPart: boolean;
  readonly of: <P extends AnyPicture>(picture: P) => P;
}

const spread = (count: number, length: number, side: number): readonly number[] =>
  Array.from({ length: count }, (_, at) =>
    Math.round(count === 1 ? (length - side) / 2 : (at * (length - side)) / (count - 1)),
  );

function cut<P extends AnyPicture>(picture: P, rows: readonly (readonly Place[])[], width: number, height: number): P {
  const { channels } = picture;
  const across = (rows[0]?.length ?? 0) * width;
  const data =
    picture.data instanceof Uint16Array
      ? new Uint16Array(across * rows.length * height * channels)
      : new Uint8Array(across * rows.length * height * channels);
  for (const [down, places] of rows.entries()) {
    for (const [right, { x, y }] of places.entries()) {
      for (let line = 0; line < height; line++) {
        const from = ((y + line) * picture.width + x) * channels;
        const to = ((down * height + line) * across + right * width) * channels;
        data.set(picture.data.subarray(from, from + width * channels), to);
      }
    }
  }
  return { ...picture, data, width: across, height: rows.length * height };
}

/**
 * The part of pictures of a size from which a search begins: four tiles spread over it evenly, at full resolution, because a
 * smaller copy has other detail. Their scores are some points off; all of it where it is hardly larger.
 */
export function sampleOf({ width, height }: Pick<AnyPicture, 'width' | 'height'>): Sample {
  if (width * height <= WHOLE_PIXELS) return { isPart: false, of: (picture) => picture };
  const [w, h] = [Math.min(SIDE, width), Math.min(SIDE, height)];
  const most = (length: number, side: number): number => Math.max(1, Math.floor(length / side));
  const columns = Math.min(most(width, w), Math.max(1, Math.round(Math.sqrt((TILES * width) / height))), TILES);
  const lines = Math.min(most(height, h), Math.max(1, Math.round(TILES / columns)));
  const rows = spread(lines, height, h).map((y) => spread(columns, width, w).map((x) => ({ x, y })));
  return { isPart: true, of: (picture) => cut(picture, rows, w, h) };
}
