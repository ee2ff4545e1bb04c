import type { Size } from '../../../model/geometry.ts';
import { levelSize } from '../../../model/level.ts';
import type { AnyPicture } from '../../picture.ts';
import type { Level, Source } from './level.ts';
import { readHeld } from './held.ts';
import { readScaled } from './scaled.ts';
import { isPassedBy, wholeOf, type Reading } from '../../../layout/reading.ts';

/** Scales pixels at hand, of which a window is wanted. */
export function scalePicture<P extends AnyPicture>(picture: P, reading: Reading): Promise<P> {
  const held = { picture, strips: 'memory' } as const;
  return readScaled(picture, reading, async (lesser) => readHeld(held, wholeOf(picture), lesser));
}

/** A level whose pixels are at hand. */
export function inMemory(number: number, picture: AnyPicture): Level {
  return { number, picture, read: (reading) => scalePicture(picture, reading) };
}

/** A level that is read from its source each time. */
export const streamed = (number: number, source: Source): Level => ({
  number,
  picture: null,
  read: (reading) => source.read(reading),
  ...(source.stage && { stage: source.stage }),
});

/** The same level with other pixels: a sharpened copy. */
export function withPicture(level: Level, picture: AnyPicture): Level {
  return inMemory(level.number, picture);
}

/** The places of levels: where they are before they are walked, and where one may be left. */
interface LevelPlaces {
  /** A level that was made before. */
  readonly keptAt?: (number: number) => Level | undefined;
  /** The existing folder for a halving that is too large to be held while nothing is drawn of it. */
  readonly scratchFor?: (number: number) => string | undefined;
}

/** The level below another one of a picture of `full` size, as it is wanted: in memory, or where it lies outside of it. */
async function below(
  above: Level,
  full: Size,
  wanted: ReadonlySet<number>,
  { keptAt, scratchFor }: LevelPlaces,
): Promise<Level> {
  const number = above.number + 1;
  const kept = keptAt?.(number);
  const size = levelSize(full, number);
  const whole: Reading = { scaled: size, window: wholeOf(size), kernel: 'lanczos3' };
  if (!isPassedBy(full, number, wanted)) return inMemory(number, await (kept ?? above).read(whole));
  if (kept) return kept;
  const scratch = scratchFor?.(number);
  const staged = scratch === undefined ? undefined : await above.stage?.(whole, scratch);
  return staged ? { ...streamed(number, staged.source), drop: staged.drop } : inMemory(number, await above.read(whole));
}

/**
 * Walks down the halvings of a source, lanczos3 each, and stops after the last of the `wanted` levels. Only the level in hand is
 * held; the first halving is one reading of the source and may stream from the file. What was made before, or is left in a file, is
 * brought into memory where it is wanted, else passed by.
 */
export async function* walkLevels(
  source: Source,
  wanted: ReadonlySet<number>,
  places: LevelPlaces = {},
): AsyncGenerator<Level, void, void> {
  const last = Math.max(...wanted);
  let level = streamed(0, source);
  try {
    yield level;
    while (level.number < last) {
      const above: Level = level;
      level = await below(above, source.size, wanted, places);
      await above.drop?.();
      yield level;
    }
  } finally {
    await level.drop?.();
  }
}
