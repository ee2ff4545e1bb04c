import type { Rect, Size } from '../../../model/geometry.ts';
import type { Picture } from '../../picture.ts';
import { openPicture, toPicture } from '../source/pixels.ts';
import { premultiply, unpremultiply } from '../kernels/premultiplied.ts';
import type { PixelReader } from '../source/pixel-reader.ts';
import type { PyramidLevel } from '../source/pyramid-level.ts';
import { readPyramidLevel } from './open-pyramid.ts';
import { common, within } from '../../../layout/rect.ts';
import { wholeOf } from '../../../layout/reading.ts';

/** Pixels around a place between pixels that bicubic interpolation looks at. */
const REACH = 2;
/** Shares of a pixel that nobody sees: what multiplication leaves of whole numbers. */
const WHOLE_PIXEL_SLACK = 1e-6;

/** A region of the full size in pixels of a level, as fractions of pixels where they do not meet. */
function regionOnLevel({ x, y, width, height }: Rect, full: Size, level: Size): Rect {
  const across = level.width / full.width;
  const down = level.height / full.height;
  return { x: x * across, y: y * down, width: width * across, height: height * down };
}

/** The whole pixels around a rectangle, with a margin. */
function pixelsAround({ x, y, width, height }: Rect, margin: number): Rect {
  const left = Math.floor(x + WHOLE_PIXEL_SLACK) - margin;
  const top = Math.floor(y + WHOLE_PIXEL_SLACK) - margin;
  const right = Math.ceil(x + width - WHOLE_PIXEL_SLACK) + margin;
  const bottom = Math.ceil(y + height - WHOLE_PIXEL_SLACK) + margin;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

const isWhole = (rect: Rect): boolean =>
  Object.values(rect).every((value: number) => Math.abs(value - Math.round(value)) < WHOLE_PIXEL_SLACK);

/** Reads a rectangle that may leave the level: there its edge goes on. */
async function readAround(reader: PixelReader, level: PyramidLevel, around: Rect): Promise<Picture> {
  const inside = common(around, wholeOf(level)) ?? wholeOf(level);
  const { x: left, y: top } = within(inside, around);
  const picture = await readPyramidLevel(reader, level, inside);
  const right = around.width - left - inside.width;
  const bottom = around.height - top - inside.height;
  if (left + top + right + bottom === 0) return picture;
  return toPicture(openPicture(picture).extend({ left, top, right, bottom, extendWith: 'copy' }));
}

/**
 * The pixels that a picture shows in a rectangle between its pixels, brought to the nearest whole size; colours weigh
 * by alpha.
 */
async function interpolate(picture: Picture, { x, y, width, height }: Rect): Promise<Picture> {
  const size = { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
  const [across, down] = [size.width / width, size.height / height];
  const matrix: [[number, number], [number, number]] = [
    [across, 0],
    [0, down],
  ];
  const moved = await toPicture(
    openPicture(premultiply(picture)).affine(matrix, {
      idx: -x,
      idy: -y,
      interpolator: 'bicubic',
    }),
  );
  const cut = await toPicture(openPicture(moved).extract({ left: 0, top: 0, ...size }));
  unpremultiply(cut);
  return cut;
}

/**
 * Reads the part of a level that shows `region` of the full size, at the nearest whole size. Where its edges fall between
 * pixels it is interpolated: moved to the nearest pixel instead, small renditions lie a quarter of a pixel beside those of
 * the master (29 instead of 47 dB at 3001 to 100 pixels). Throws SourceError.
 */
export async function readRegion(reader: PixelReader, level: PyramidLevel, region: Rect, full: Size): Promise<Picture> {
  const exact = regionOnLevel(region, full, level);
  if (isWhole(exact)) return readPyramidLevel(reader, level, pixelsAround(exact, 0));
  const around = pixelsAround(exact, REACH);
  return interpolate(await readAround(reader, level, around), within(exact, around));
}
