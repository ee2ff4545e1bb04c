import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { OutputInfo, Sharp, TiffOptions } from 'sharp';
import { SourceError } from '../../../model/errors.ts';
import type { Rect, Size } from '../../../model/geometry.ts';
import type { PyramidRecipe } from '../../../model/recipe/recipe.ts';
import { levelSize } from '../../../model/level.ts';
import { writingError } from '../../../system/storage-error.ts';
import { openFile, type Master } from '../source/master.ts';
import { toStored, turnSize } from '../source/orientation.ts';
import { pixelBytes, type PyramidFormat } from './sample-format.ts';
import type { KeptLevels } from './kept-levels.ts';
import { maskLevel } from './sharpen-level.ts';
import { toSourceError } from '../source-error.ts';
import { CLASSIC_LIMIT } from '../tiff/write-directories.ts';

/** The source of the levels. */
interface PyramidSource {
  readonly master: Master;
  /** The part that is left of the upright master without its margins. */
  readonly region: Rect;
  readonly format: PyramidFormat;
  readonly recipe: PyramidRecipe;
  /** An existing folder of the pyramid's own. */
  readonly folder: string;
  /** The keeper of the exact pixels of halvings, for who goes on from them. */
  readonly kept?: KeptLevels | undefined;
}

// Noise of black and white pixels as JPEG of quality 100 takes 1.9 times the bytes of its pixels, the most that was
// found for any compression; a level file that may pass 4 GiB is written as BigTIFF from the start.
const WORST_COMPRESSION = 2;
/** The sizes of all levels: the full one, then halves down to the first that one tile holds. */
export function pyramidSizes(size: Size, tile: number): Size[] {
  const sizes = [levelSize(size, 0)];
  for (let last = size; last.width > tile || last.height > tile; sizes.push(last)) last = levelSize(size, sizes.length);
  return sizes;
}

/** Tells whether a level file of this size may pass what 32-bit offsets reach. */
export function needsBigTiff({ width, height }: Size, format: PyramidFormat): boolean {
  return width * height * pixelBytes(format) * WORST_COMPRESSION > CLASSIC_LIMIT;
}

const levelFile = (folder: string, level: number): string => path.join(folder, `level-${level}.tif`);
const stageFile = (folder: string, level: number): string => path.join(folder, `stage-${level}.tif`);

/** Keeps colour space, depth and ICC profile; nothing else of the metadata. */
function keepColors(pipeline: Sharp, { space }: PyramidFormat): Sharp {
  return pipeline.pipelineColourspace(space).toColourspace(space).keepIccProfile();
}

function openRegion({ master: { file, facts }, region, format }: PyramidSource): Sharp {
  const stored = toStored(region, facts, facts.orientation);
  const whole = turnSize(facts, facts.orientation);
  const pipeline = keepColors(openFile(file), format);
  const { x: left, y: top, width, height } = stored;
  return width === whole.width && height === whole.height ? pipeline : pipeline.extract({ left, top, width, height });
}

/** Halves with lanczos3: colours premultiplied by alpha meanwhile. Size and result are upright. */
function halve(pipeline: Sharp, { width, height }: Size): Sharp {
  return pipeline.resize(width, height, { fit: 'fill', kernel: 'lanczos3', fastShrinkOnLoad: false });
}

async function writeTiff(pipeline: Sharp, options: TiffOptions, file: string): Promise<OutputInfo> {
  try {
    return await pipeline.tiff(options).toFile(file);
  } catch (error) {
    throw writingError(error, path.dirname(file), file);
  }
}

/** Writes a level as it will stand in the pyramid. */
function writeLevel(pipeline: Sharp, size: Size, level: number, source: PyramidSource): Promise<OutputInfo> {
  const { format, recipe, folder } = source;
  // TIFF counts pixels a millimetre here.
  const resolution = format.density / 25.4;
  const options: TiffOptions = {
    compression: format.compression,
    quality: recipe.quality,
    tile: true,
    tileWidth: recipe.tile,
    tileHeight: recipe.tile,
    xres: resolution,
    yres: resolution,
    bigtiff: needsBigTiff(size, format),
  };
  return writeTiff(pipeline, options, levelFile(folder, level));
}

/** Writes the exact pixels of a level: what the next one, and the sharpened one, are made from. */
function writeStage(pipeline: Sharp, size: Size, level: number, source: PyramidSource): Promise<OutputInfo> {
  const options: TiffOptions = { compression: 'none', bigtiff: needsBigTiff(size, source.format) };
  return writeTiff(pipeline, options, stageFile(source.folder, level));
}

function checkSize(expected: Size, got: Size, { file }: Master): void {
  if (expected.width === got.width && expected.height === got.height) return;
  throw new SourceError(
    'SOURCE_CHANGED',
    `expected ${expected.width}×${expected.height} pixels of the master, got ${got.width}×${got.height}`,
    { place: file, hint: 'Wait until the master is no longer written to, and run the same command again.' },
  );
}

/** The two passes over the master: the full size, and the exact pixels of the first halving. */
async function readMaster(source: PyramidSource, sizes: readonly Size[]): Promise<void> {
  const [full = source.region, half] = sizes;
  try {
    // `autoOrient` comes last, so that libvips turns the result and streams what goes before.
    const written = await writeLevel(openRegion(source).autoOrient(), full, 0, source);
    checkSize(full, written, source.master);
    if (half !== undefined) await writeStage(halve(openRegion(source), half).autoOrient(), half, 1, source);
  } catch (error) {
    throw toSourceError(error);
  }
}

/** Level ≥ 1 from its exact pixels, sharpened where its scale is under one half, and the exact pixels of the next. */
async function finishLevel(source: PyramidSource, sizes: readonly Size[], level: number): Promise<void> {
  const { folder, format, recipe, kept } = source;
  const stage = stageFile(folder, level);
  const open = (file: string): Sharp => keepColors(openFile(file), format);
  const size = sizes[level] ?? source.region;
  const next = sizes[level + 1];
  if (next !== undefined) await writeStage(halve(open(stage), next), next, level + 1, source);
  const mask = recipe.master?.levelMask;
  const shown = mask !== undefined && level > 1 ? await maskLevel(stage, size, format, mask) : stage;
  await writeLevel(open(shown), size, level, source);
  if (shown !== stage) await rm(shown);
  if (kept) await kept.take(level, stage);
  else await rm(stage);
}

/**
 * Writes every level of a pyramid as a tiled TIFF of its own into the source's folder and answers their paths, the
 * largest first. Each level is half of the next larger one before sharpening, by lanczos3: libvips' own pyramid takes
 * means of 2 × 2 pixels, which loses up to 19 dB against lanczos3 from the full size (34 where this keeps 53, on
 * photographs) and mixes the hidden colour of clear pixels in. Nothing larger than a few rows of the master is held,
 * but of masters that are progressive or stand on their side, which libvips holds as a whole.
 */
export async function writeLevels(source: PyramidSource): Promise<string[]> {
  const sizes = pyramidSizes(source.region, source.recipe.tile);
  await readMaster(source, sizes);
  for (let level = 1; level < sizes.length; level++) await finishLevel(source, sizes, level);
  return sizes.map((_, level) => levelFile(source.folder, level));
}
