import { levelSize } from '../../../model/level.ts';
import type { AnyPicture } from '../../picture.ts';
import { redraw } from './pixels.ts';
import { scale, type Source } from './source.ts';
import { wholeOf, type Reading } from '../../../layout/reading.ts';

/** One halving of a source, in memory; level 0 is the source itself, which may be a file. */
export interface Level {
  readonly number: number;
  /** The pixels; null at level 0. */
  readonly picture: AnyPicture | null;
  /** It bears the profile's mask already: a level of a pyramid file. */
  readonly sharpened?: true;
  read(reading: Reading): Promise<AnyPicture>;
}

/** A level whose pixels are at hand. */
export function inMemory(number: number, picture: AnyPicture): Level {
  return { number, picture, read: (reading) => redraw(picture, (pipeline) => scale(pipeline, picture, reading)) };
}

/** The same level with other pixels: a sharpened copy. */
export function withPicture(level: Level, picture: AnyPicture): Level {
  return inMemory(level.number, picture);
}

/**
 * Walks down the halvings of a source, lanczos3 each, and stops after level `last`. Only the level in hand is held;
 * the first halving is one reading of the source and may stream from the file.
 */
export async function* walkLevels(source: Source, last: number): AsyncGenerator<Level, void, void> {
  let level: Level = { number: 0, picture: null, read: (reading) => source.read(reading) };
  yield level;
  while (level.number < last) {
    const size = levelSize(source.size, level.number + 1);
    const picture = await level.read({ scaled: size, window: wholeOf(size), kernel: 'lanczos3' });
    level = inMemory(level.number + 1, picture);
    yield level;
  }
}
