import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Rendering, USUAL_RENDERING } from '../../../layout/color-conversion.ts';
import { areRowsTied, rectKey, wholeOf } from '../../../layout/reading.ts';
import { marginRegion } from '../../../layout/source-region.ts';
import { levelSize } from '../../../model/level.ts';
import type { Rect } from '../../../model/geometry.ts';
import type { PyramidRecipe } from '../../../model/recipe/recipe.ts';
import { isHeldForPyramid, isPlain } from '../../../layout/master-readings.ts';
import type { Picture } from '../../picture.ts';
import type { Level } from '../source/level.ts';
import { inMemory, streamed } from '../source/levels.ts';
import { type Master, openUntagged } from '../source/master.ts';
import { holdMaster } from '../source/open-source.ts';
import { makeSource, type StoredPixels } from '../source/source.ts';

/** The exact pixels of a level, in memory or in an uncompressed TIFF: what the next one and its own tiles are made of. */
export type LevelPixels = { readonly picture: Picture } | { readonly file: string };

/**
 * The pixels that a pyramid leaves behind for other renditions, so that the master is not decoded and halved once more: those of
 * its halvings, exact, and the master's own where it is held.
 */
export class KeptLevels {
  readonly #region: Rect;
  readonly #folder: string;
  readonly #levels = new Map<number, LevelPixels>();
  readonly #decode: (() => Promise<StoredPixels>) | undefined;
  #held: StoredPixels | undefined;

  /** `folder`: of levels that are files, absolute; made when there is one. `decode`: decodes a master that is to be held. */
  constructor(region: Rect, folder: string, decode?: () => Promise<StoredPixels>) {
    this.#region = region;
    this.#folder = folder;
    this.#decode = decode;
  }

  /** The master where it is held already. */
  get held(): StoredPixels | undefined {
    return this.#held;
  }

  /** Decodes the master if it is to be held and is not yet. Throws SourceError. */
  async hold(): Promise<StoredPixels | undefined> {
    this.#held ??= await this.#decode?.();
    return this.#held;
  }

  /**
   * Takes the pixels of a level away; a file lies on the same volume. From the first level on whose rows are others where they are
   * halved in memory, they are dropped instead.
   */
  async take(number: number, pixels: LevelPixels): Promise<void> {
    if (!this.#isSameInMemory(number)) return dropPixels(pixels);
    if ('picture' in pixels) {
      this.#levels.set(number, pixels);
      return;
    }
    const file = path.join(this.#folder, `${number}.tif`);
    await mkdir(this.#folder, { recursive: true });
    await rename(pixels.file, file);
    this.#levels.set(number, { file });
  }

  /** Tells whether a level has the bytes that halving in memory gives; the first is halved from the master either way. */
  #isSameInMemory(number: number): boolean {
    if (number === 1) return true;
    const [above, height] = [number - 1, number].map((one) => levelSize(this.#region, one).height);
    return this.#levels.has(number - 1) && !areRowsTied(above ?? 0, height ?? 0);
  }

  /** Tells whether the halvings are those of a region, and the first of them is there. */
  has(region: Rect): boolean {
    return this.#levels.has(1) && rectKey(region) === rectKey(this.#region);
  }

  /** A level of a region; undefined where it is not kept. */
  at(region: Rect, number: number): Level | undefined {
    const pixels = this.#levels.get(number);
    if (pixels === undefined || !this.has(region)) return undefined;
    if ('picture' in pixels) return inMemory(number, pixels.picture);
    const size = levelSize(region, number);
    return streamed(number, makeSource({ open: () => openUntagged(pixels.file), size, orientation: 1 }, wholeOf(size)));
  }

  /** Drops all. */
  async drop(): Promise<void> {
    this.#levels.clear();
    this.#held = undefined;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Removes what holds the pixels of a level outside of memory. */
export async function dropPixels(pixels: LevelPixels): Promise<void> {
  if ('file' in pixels) await rm(pixels.file);
}

/** The facts of a job before its pyramids are made. */
interface PyramidJob {
  readonly scratch: string;
  /** There is memory for the decoded master. */
  readonly roomy: boolean;
  /** Other things are drawn than pyramids. */
  readonly isDrawn: boolean;
}

/** The keeper of what the first of some pyramids leaves behind; undefined where nothing else can go on from it. */
export function keepLevels(
  master: Master,
  pyramids: readonly PyramidRecipe[],
  { scratch, roomy, isDrawn }: PyramidJob,
): KeptLevels | undefined {
  const { facts } = master;
  const [recipe] = pyramids;
  const isHeld = roomy && isHeldForPyramid(facts);
  if (recipe === undefined || !isPlain(facts) || !(isDrawn || isHeld)) return undefined;
  try {
    const region = marginRegion(facts, recipe.master?.margins);
    return new KeptLevels(region, path.join(scratch, '.levels'), isHeld ? () => holdMaster(master) : undefined);
  } catch {
    // Margins that leave nothing are told of where the pyramid is made.
    return undefined;
  }
}

/** The keeper, where renditions are drawn in colours in which its halvings are the pixels of the file. */
export const keptIn = (rendering: Rendering, kept: KeptLevels | undefined): KeptLevels | undefined =>
  JSON.stringify(rendering) === JSON.stringify(USUAL_RENDERING) ? kept : undefined;
