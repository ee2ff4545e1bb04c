import type { Rect } from '../../../model/geometry.ts';
import type { Level, Source } from '../source/level.ts';
import { inMemory } from '../source/levels.ts';
import { readRegion } from './read-region.ts';
import { choosePyramidLevel } from './open-pyramid.ts';
import type { Opening } from '../source/source.ts';

type Pyramid = NonNullable<Opening['pyramid']>;

/**
 * The wanted halvings of a region as a pyramid file has them, each read by itself: only the tiles under the region. Level
 * 0 is `source`. Where the file halves less often, its smallest level stands for all below. Throws SourceError.
 */
export async function* walkPyramid(
  { reader, levels }: Pyramid,
  source: Source,
  region: Rect,
  wanted: ReadonlySet<number>,
): AsyncGenerator<Level, void, void> {
  for (const number of [...wanted].toSorted((a, b) => a - b)) {
    const level = choosePyramidLevel(levels, number);
    if (level.index === 0) {
      yield { number, picture: null, sharpened: true, read: (reading) => source.read(reading) };
    } else {
      const picture = await readRegion(reader, level, region, choosePyramidLevel(levels, 0));
      yield { ...inMemory(number, picture), sharpened: true };
    }
  }
}
