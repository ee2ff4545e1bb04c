import type { Rect, Size } from '../../model/geometry.ts';
import { inMemory, type Level } from './levels.ts';
import { choosePyramidLevel, readPyramidLevel } from './pyramid-source.ts';
import type { Opening, Source } from './source.ts';

type Pyramid = NonNullable<Opening['pyramid']>;

/** A region of the full size on a level: whole pixels, at least one a side, inside the level. */
export function regionOnLevel({ x, y, width, height }: Rect, full: Size, level: Size): Rect {
  const span = (from: number, length: number, of: number, to: number): readonly [number, number] => {
    const start = Math.min(Math.round((from * to) / of), to - 1);
    return [start, Math.max(Math.round(((from + length) * to) / of), start + 1) - start];
  };
  const [left, across] = span(x, width, full.width, level.width);
  const [top, down] = span(y, height, full.height, level.height);
  return { x: left, y: top, width: across, height: down };
}

/**
 * The wanted halvings of a region as a pyramid file has them, each read by itself: only the tiles under the region. Level
 * 0 is `source`. Where the file halves less often, its smallest level stands for all below. Throws SourceError.
 */
export async function* walkPyramid(
  { file, levels }: Pyramid,
  source: Source,
  region: Rect,
  wanted: ReadonlySet<number>,
): AsyncGenerator<Level, void, void> {
  for (const number of [...wanted].toSorted((a, b) => a - b)) {
    const level = choosePyramidLevel(levels, number);
    if (level.index === 0) {
      yield { number, picture: null, sharpened: true, read: (reading) => source.read(reading) };
    } else {
      const picture = await readPyramidLevel(file, level, regionOnLevel(region, choosePyramidLevel(levels, 0), level));
      yield { ...inMemory(number, picture), sharpened: true };
    }
  }
}
