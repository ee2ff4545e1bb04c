import { marginRegion } from '../../../layout/source-region.ts';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { PyramidRecipe } from '../../../model/recipe/recipe.ts';
import { dropScratch, makeScratch } from '../../../system/scratch.ts';
import { storageError } from '../../../system/storage-error.ts';
import { openFile, type Master } from '../source/master.ts';
import { pyramidFormat } from './sample-format.ts';
import { pyramidMetadata } from '../metadata/tiff-metadata.ts';
import type { KeptLevels } from './kept-levels.ts';
import { writeLevels } from './write-levels.ts';
import { linkPyramid } from './link-levels.ts';
import { decoderOf } from '../../formats/index.ts';
import { toSourceError } from '../source-error.ts';

/** A finished pyramid: the size of its full level. */
interface PyramidFile {
  readonly width: number;
  readonly height: number;
  readonly mime: string;
}

async function writePyramid(
  master: Master,
  recipe: PyramidRecipe,
  target: string,
  { folder, kept }: { readonly folder: string; readonly kept: KeptLevels | undefined },
): Promise<PyramidFile> {
  const region = marginRegion(master.facts, recipe.master?.margins);
  const metadata = await openFile(master.file)
    .metadata()
    .catch((error: unknown) => {
      throw toSourceError(error);
    });
  // A file that was written anew is whole, and of another format than the master's.
  if (master.facts.rewriteBytes === undefined) await decoderOf(master.facts.mime).check?.(master.file);
  const format = pyramidFormat(metadata, region, recipe);
  const carried = await pyramidMetadata(master.file, metadata, recipe.metadata ?? 'copyright');
  const levels = await writeLevels({ master, region, format, recipe, folder, kept, held: await kept?.hold() });
  await linkPyramid(levels, target, carried, { profile: format.icc });
  return { width: region.width, height: region.height, mime: 'image/tiff' };
}

/**
 * Makes the pyramid TIFF of a master at `target`: tiled, each level half of the one before, down to one tile, in the
 * master's own colour space, depth and ICC profile, upright, without its margins. It works in a folder of its own
 * beside `target`, which it removes; of a master that is not held the two largest levels are streamed. `kept` holds it, and is given what levels are made of. Throws SourceError where the
 * master can not be decoded, RenditionError where the margins leave nothing, StorageError where the disk is full; then
 * nothing is left.
 */
export async function renderPyramid(
  master: Master,
  recipe: PyramidRecipe,
  target: string,
  kept?: KeptLevels,
): Promise<PyramidFile> {
  const parent = path.dirname(target);
  const folder = await makeScratch(parent, `${path.basename(target)}.levels`);
  try {
    return await writePyramid(master, recipe, target, { folder, kept });
  } catch (error) {
    await rm(target, { force: true });
    throw storageError(error, parent, target);
  } finally {
    await dropScratch(folder);
  }
}
