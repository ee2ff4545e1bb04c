import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type Rendering, USUAL_RENDERING } from '../../../layout/color-conversion.ts';
import { rectKey } from '../../../layout/reading.ts';
import { marginRegion } from '../../../layout/source-region.ts';
import type { Rect } from '../../../model/geometry.ts';
import type { PyramidRecipe } from '../../../model/recipe/recipe.ts';
import type { AnyPicture } from '../../picture.ts';
import type { Master } from '../source/master.ts';
import { openPicture } from '../source/pixels.ts';
import { CLASSIC_LIMIT } from '../tiff/write-directories.ts';

/**
 * The exact pixels of a master's first halving, which a pyramid goes on from and other renditions come past: what those
 * have drawn is kept as a file, so that the master is not decoded and halved once more.
 */
export class KeptHalf {
  readonly #region: string;
  readonly #file: string;
  #state: 'open' | 'kept' | 'lost' = 'open';

  /** `file`: where it is to lie, absolute. */
  constructor(region: Rect, file: string) {
    this.#region = rectKey(region);
    this.#file = file;
  }

  /** The file; undefined where nothing was kept. */
  get file(): string | undefined {
    return this.#state === 'kept' ? this.#file : undefined;
  }

  /** Takes the first halving of a region. Where it cannot be kept, the pyramid makes its own. */
  async take(region: Rect, picture: AnyPicture): Promise<void> {
    if (this.#state !== 'open' || rectKey(region) !== this.#region || picture.channels !== 3) return;
    try {
      const bigtiff = picture.data.byteLength >= CLASSIC_LIMIT / 2;
      await openPicture(picture).tiff({ compression: 'none', bigtiff }).toFile(this.#file);
      this.#state = 'kept';
    } catch {
      await this.drop();
    }
  }

  /** Removes the file, if it is there. */
  async drop(): Promise<void> {
    this.#state = 'lost';
    await rm(this.#file, { force: true });
  }
}

/** Tells whether the numbers of a master are those that renditions are drawn in: nothing converts them, nothing turns them. */
function isPlain({ colorSpace, depth, icc, told, alpha, orientation }: Master['facts']): boolean {
  return (
    colorSpace === 'srgb' && depth === 8 && icc === null && told === undefined && !alpha && (orientation ?? 1) === 1
  );
}

/** The keeper of the first halving, for the first of some pyramids; undefined where renditions do not come past what it needs. */
export function keepHalf(master: Master, pyramids: readonly PyramidRecipe[], scratch: string): KeptHalf | undefined {
  const [recipe] = pyramids;
  if (recipe === undefined || !isPlain(master.facts)) return undefined;
  try {
    return new KeptHalf(marginRegion(master.facts, recipe.master?.margins), path.join(scratch, '.half.tif'));
  } catch {
    // Margins that leave nothing are told of where the pyramid is made.
    return undefined;
  }
}

/** The keeper, where halvings are drawn in colours in which they are the pixels of the file. */
export const halfIn = (rendering: Rendering, half: KeptHalf | undefined): KeptHalf | undefined =>
  JSON.stringify(rendering) === JSON.stringify(USUAL_RENDERING) ? half : undefined;
