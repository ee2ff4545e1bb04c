import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { OutputInfo, Sharp, TiffOptions } from 'sharp';
import { SourceError } from '../../../model/errors.ts';
import type { Rect, Size } from '../../../model/geometry.ts';
import type { PyramidRecipe } from '../../../model/recipe/recipe.ts';
import { levelSize } from '../../../model/level.ts';
import { writingError } from '../../../system/storage-error.ts';
import type { Picture } from '../../picture.ts';
import { type Master, openFile } from '../source/master.ts';
import { isStaged } from '../../../layout/master-readings.ts';
import { type Reading, wholeOf } from '../../../layout/reading.ts';
import { areaOf } from '../../../layout/rect.ts';
import { readHeld } from '../source/held.ts';
import { toStored, turnSize } from '../source/orientation.ts';
import { writePixelFile } from '../source/pixel-file.ts';
import { openPicture, toBytes, toPicture } from '../source/pixels.ts';
import { makeSource, openStored, type StoredPixels } from '../source/source.ts';
import { isPicture, pixelBytes, type PyramidFormat, wideningFor } from './sample-format.ts';
import { dropPixels, type KeptLevels, type LevelPixels } from './kept-levels.ts';
import { encodeTogether, type LevelTiles } from './level-tiles.ts';
import { maskLevel } from './sharpen-level.ts';
import { sharpenPicture } from '../steps/unsharp-mask.ts';
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
  /** The pixels of the master, where they are held: then those of all levels are. */
  readonly held?: StoredPixels | undefined;
  /** The file of the exact pixels of the full level, where they were brought there. */
  readonly staged?: string;
}

// Levels up to this size are halved in memory and encoded together: of each, calls of libvips and files take longer than pixels do.
const SMALL_BYTES = 4 * 1024 * 1024;

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

function openRegion({ master: { file, facts }, region, format, held, staged }: PyramidSource): Sharp {
  if (staged !== undefined) return keepColors(openFile(staged), format);
  const stored = toStored(region, facts, facts.orientation);
  const whole = turnSize(facts, facts.orientation);
  const pipeline = keepColors(held ? openStored(held) : openFile(file), format);
  const { x: left, y: top, width, height } = stored;
  return width === whole.width && height === whole.height ? pipeline : pipeline.extract({ left, top, width, height });
}

/** Halves with lanczos3: colours premultiplied by alpha meanwhile. Size and result are upright. */
function halve(pipeline: Sharp, { width, height }: Size, format: PyramidFormat): Sharp {
  return wideningFor(format)(pipeline).resize(width, height, {
    fit: 'fill',
    kernel: 'lanczos3',
    fastShrinkOnLoad: false,
  });
}

async function writeTiff(pipeline: Sharp, options: TiffOptions, file: string): Promise<OutputInfo> {
  try {
    return await pipeline.tiff(options).toFile(file);
  } catch (error) {
    throw writingError(error, path.dirname(file), file);
  }
}

/** The way in which a level stands in the pyramid. */
function tiling(size: Size, { format, recipe }: PyramidSource): TiffOptions {
  // TIFF counts pixels a millimetre here.
  const resolution = format.density / 25.4;
  return {
    compression: format.compression,
    quality: recipe.quality,
    tile: true,
    tileWidth: recipe.tile,
    tileHeight: recipe.tile,
    xres: resolution,
    yres: resolution,
    bigtiff: needsBigTiff(size, format),
  };
}

/** Writes a level as it will stand in the pyramid. */
const writeLevel = (pipeline: Sharp, size: Size, level: number, source: PyramidSource): Promise<OutputInfo> =>
  writeTiff(pipeline, tiling(size, source), levelFile(source.folder, level));

/** Writes the exact pixels of a level into a file. */
async function writeStage(pipeline: Sharp, level: number, { folder }: PyramidSource): Promise<string> {
  const file = stageFile(folder, level);
  await writePixelFile(pipeline, file);
  return file;
}

function checkSize(expected: Size, got: Size, { file }: Master): void {
  if (expected.width === got.width && expected.height === got.height) return;
  throw new SourceError(
    'SOURCE_CHANGED',
    `expected ${expected.width}×${expected.height} pixels of the master, got ${got.width}×${got.height}`,
    { place: file, hint: 'Wait until the master is no longer written to, and run the same command again.' },
  );
}

const halving = (size: Size): Reading => ({ scaled: size, window: wholeOf(size), kernel: 'lanczos3' });

/** The exact pixels that a pipeline gives: those of a small level are held, as pictures. */
async function takePixels(pipeline: Sharp, size: Size, level: number, source: PyramidSource): Promise<LevelPixels> {
  const isHeld = isPicture(source.format) && areaOf(size) * pixelBytes(source.format) <= SMALL_BYTES;
  if (isHeld) return { picture: await toPicture(pipeline) };
  return { file: await writeStage(pipeline, level, source) };
}

async function halveMaster(source: PyramidSource, half: Size): Promise<LevelPixels> {
  const { held, region, master } = source;
  if (!held) return takePixels(halve(openRegion(source), half, source.format).autoOrient(), half, 1, source);
  const opened = makeSource({ ...held, size: master.facts, orientation: 1 }, region);
  return { picture: toBytes(await opened.read(halving(half))) };
}

/** The source of the two passes: the file of its pixels where that takes less memory than to decode it twice. */
async function stageMaster(source: PyramidSource): Promise<PyramidSource> {
  const { held, master } = source;
  if (held || !isStaged(master.facts)) return source;
  return { ...source, staged: await writeStage(openRegion(source), 0, source) };
}

/** The two passes over the master, or what is held of it: the full size, and the exact pixels of the first halving. */
async function readMaster(unstaged: PyramidSource, sizes: readonly Size[]): Promise<LevelPixels | undefined> {
  const [full = unstaged.region, half] = sizes;
  try {
    const source = await stageMaster(unstaged);
    // `autoOrient` comes last, so that libvips turns the result and streams what goes before.
    const written = await writeLevel(openRegion(source).autoOrient(), full, 0, source);
    checkSize(full, written, source.master);
    const halved = half && (await halveMaster(source, half));
    if (source.staged !== undefined) await rm(source.staged);
    return halved;
  } catch (error) {
    throw toSourceError(error);
  }
}

const openPixels = (pixels: LevelPixels, format: PyramidFormat): Sharp =>
  keepColors('picture' in pixels ? openPicture(pixels.picture) : openFile(pixels.file), format);

/** The exact pixels of the next level: those that are held as a file of them would be halved. */
async function halvePixels(
  pixels: LevelPixels,
  size: Size,
  level: number,
  source: PyramidSource,
): Promise<LevelPixels> {
  const { format } = source;
  if ('file' in pixels) return takePixels(halve(openPixels(pixels, format), size, format), size, level, source);
  const held = { picture: pixels.picture, strips: 'file' } as const;
  return { picture: readHeld(held, wholeOf(pixels.picture), halving(size)) };
}

/** The pixels of a level as they are shown: sharpened where its scale is under one half. */
async function sharpenPixels(
  pixels: LevelPixels,
  size: Size,
  level: number,
  { format, recipe }: PyramidSource,
): Promise<LevelPixels> {
  const mask = recipe.master?.levelMask;
  if (mask === undefined || level < 2) return pixels;
  if ('picture' in pixels) return { picture: toBytes(sharpenPicture(pixels.picture, mask)) };
  return { file: await maskLevel(pixels.file, size, format, mask) };
}

/** The levels below the full one: the files of large ones, and the pictures of those that are encoded together. */
async function writeHalvings(
  source: PyramidSource,
  sizes: readonly Size[],
  half: LevelPixels,
): Promise<{ readonly files: readonly string[]; readonly small: readonly Picture[] }> {
  const { folder, format, kept } = source;
  const files: string[] = [];
  const small: Picture[] = [];
  // Of others libvips leaves the rest of a tile as the one before it was.
  const isSheeted = format.compression === 'jpeg';
  let pixels = half;
  for (let level = 1; level < sizes.length; level++) {
    const size = sizes[level] ?? source.region;
    const below = sizes[level + 1];
    const next = below && (await halvePixels(pixels, below, level + 1, source));
    const shown = await sharpenPixels(pixels, size, level, source);
    if ('picture' in shown && isSheeted && shown.picture.data.length <= SMALL_BYTES) {
      small.push(shown.picture);
    } else {
      await writeLevel(openPixels(shown, format), size, level, source);
      files.push(levelFile(folder, level));
    }
    if ('file' in shown && 'file' in pixels && shown.file !== pixels.file) await rm(shown.file);
    await (kept ? kept.take(level, pixels) : dropPixels(pixels));
    pixels = next ?? pixels;
  }
  return { files, small };
}

/**
 * Makes every level of a pyramid as a tiled TIFF, and answers them, the largest first: files in the source's folder, and
 * small ones opened. Each level is half of the next larger one before sharpening, by lanczos3: libvips' own pyramid takes
 * means of 2 × 2 pixels, which loses up to 19 dB against lanczos3 from the full size (34 where this keeps 53, on
 * photographs) and mixes the hidden colour of clear pixels in. Nothing larger than a few rows of a master that is not held is,
 * but of masters that are progressive or stand on their side, which libvips holds as a whole.
 */
export async function writeLevels(source: PyramidSource): Promise<(string | LevelTiles)[]> {
  const { folder, format, recipe } = source;
  const sizes = pyramidSizes(source.region, recipe.tile);
  const half = await readMaster(source, sizes);
  const { files, small } = half ? await writeHalvings(source, sizes, half) : { files: [], small: [] };
  const together = await encodeTogether(small, recipe.tile, (sheet) =>
    keepColors(openPicture(sheet), format).tiff(tiling(sheet, source)).toBuffer(),
  );
  return [levelFile(folder, 0), ...files, ...together];
}
