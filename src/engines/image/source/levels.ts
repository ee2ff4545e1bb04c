import { levelSize } from '../../../model/level.ts';
import type { AnyPicture } from '../../picture.ts';
import type { Level } from './level.ts';
import { readHeld } from './held.ts';
import { readScaled } from './scaled.ts';
import type { Source } from './source.ts';
import { wholeOf, type Reading } from '../../../layout/reading.ts';

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
});

/** The same level with other pixels: a sharpened copy. */
export function withPicture(level: Level, picture: AnyPicture): Level {
  return inMemory(level.number, picture);
}

/**
 * Walks down the halvings of a source, lanczos3 each, and stops after the last of the `wanted` levels. Only the level in hand is
 * held; the first halving is one reading of the source and may stream from the file. `keptAt` answers a level that was made
 * before: it is brought into memory where it is wanted, else passed by.
 */
export async function* walkLevels(
  source: Source,
  wanted: ReadonlySet<number>,
  keptAt: (number: number) => Level | undefined = () => undefined,
): AsyncGenerator<Level, void, void> {
  const last = Math.max(...wanted);
  let level = streamed(0, source);
  yield level;
  while (level.number < last) {
    const number = level.number + 1;
    const kept = keptAt(number);
    const size = levelSize(source.size, number);
    const whole: Reading = { scaled: size, window: wholeOf(size), kernel: 'lanczos3' };
    level = kept && !wanted.has(number) ? kept : inMemory(number, await (kept ?? level).read(whole));
    yield level;
  }
}
