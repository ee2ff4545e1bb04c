import type { Picture } from '../../picture.ts';
import { redrawRows } from './redraw-rows.ts';

/** A copy of a picture, which may be changed, with its colours multiplied by alpha, rounded. */
export function premultiply(picture: Picture): Picture {
  const { data, width, channels } = picture;
  if (channels === 3) return { ...picture, data: new Uint8Array(data) };
  const copy = redrawRows(
    picture,
    channels,
    ({ kernels }) =>
      (row) =>
        kernels.premultiplyBytes(row, width),
  );
  return { ...picture, data: copy };
}

/** The way back, in place. */
export function unpremultiply(picture: Picture): void {
  const { data, width, channels } = picture;
  if (channels === 3) return;
  redrawRows(
    picture,
    channels,
    ({ kernels }) =>
      (row) =>
        kernels.unpremultiplyBytes(row, width),
    data,
  );
}
