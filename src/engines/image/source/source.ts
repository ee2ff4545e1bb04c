import path from 'node:path';
import type { Sharp } from 'sharp';
import type { Rect, Size } from '../../../model/geometry.ts';
import type { SetText } from '../../../model/text/set-text.ts';
import type { AnyPicture, Picture } from '../../picture.ts';
import { dropScratch, makeScratch } from '../../../system/scratch.ts';
import type { Level, Source, StagedReading } from './level.ts';
import { type Held, readHeld } from './held.ts';
import { dropOpaqueAlpha, openPicture, toPicture } from './pixels.ts';
import { toStored, turnSize, turnUpright } from './orientation.ts';
import type { PyramidLevel } from './pyramid-level.ts';
import { ofMaster } from '../source-error.ts';
import type { PixelReader, StagedPixels } from './pixel-reader.ts';
import { isReadApart } from '../../../layout/placeholder-frame.ts';
import { type Reading, sameSize, wholeOf } from '../../../layout/reading.ts';
import { readScaled } from './scaled.ts';
import type { Widening } from './widening.ts';

/** Cuts a part out of what a pipeline holds. */
export function extract(pipeline: Sharp, { x, y, width, height }: Rect, of: Size): Sharp {
  return sameSize({ width, height }, of) ? pipeline : pipeline.extract({ left: x, top: y, width, height });
}

/** Decoders of JPEG and WebP shrink what is scaled to a quarter and less, even where sharp is told not to be fast. */
const SHRUNK = 4;

/**
 * Cuts a part out of a picture as it is stored, for a reading of some size. Shrinking while loading stays off: it saves hardly any
 * time, and what is held in memory would come out otherwise; of the largest masters, which are read by themselves, it saves half.
 * A part that is named is not shrunk, even if it is all.
 */
function extractFor({ width, height }: Size, pipeline: Sharp, part: Rect, of: Size): Sharp {
  const isShrunk = width * SHRUNK <= part.width || height * SHRUNK <= part.height;
  if (!isShrunk || isReadApart(of)) return extract(pipeline, part, of);
  return pipeline.extract({ left: part.x, top: part.y, width: part.width, height: part.height });
}

/**
 * Scales what a pipeline holds down, and cuts a window out of it. libvips computes only the pixels of the window. `widen` is done
 * to a pipeline that scales.
 */
export function scale(
  pipeline: Sharp,
  size: Size,
  { scaled, window, kernel }: Reading,
  widen: Widening = (as) => as,
): Sharp {
  const resized = sameSize(scaled, size)
    ? pipeline
    : widen(pipeline).resize(scaled.width, scaled.height, { fit: 'fill', kernel, fastShrinkOnLoad: false });
  return extract(resized, window, scaled);
}

/** Stored pixels that are decoded anew for each reading. */
interface OpenedPixels {
  /** Starts a pipeline over the whole stored picture. */
  readonly open: () => Sharp;
  readonly held?: undefined;
  /** Runs a pipeline that began so; absent = its samples are those that are drawn with. */
  readonly toPicture?: PixelReader['toPicture'];
  /** Lets a pipeline that began so scale in other samples; absent = it scales in its own. */
  readonly widen?: PixelReader['widen'];
  /** Runs one whose samples go into a file. */
  readonly stage?: PixelReader['stage'];
}

/** The stored pixels: what decodes them anew for each reading, or where they are held as they are drawn with. */
export type StoredPixels = OpenedPixels | { readonly held: Held };

/** Starts a pipeline over stored pixels, held or not. */
export const openStored = (pixels: StoredPixels): Sharp =>
  pixels.held ? openPicture(pixels.held.picture) : pixels.open();

/** The way in which a source is opened. */
export type Opening = StoredPixels & OpenedFacts;

/** The facts about a source that was opened. */
interface OpenedFacts {
  /** Of the whole picture, upright. */
  readonly size: Size;
  /** EXIF orientation of the stored pixels, 1…8. */
  readonly orientation: number;
  /** The file in which the halvings of the picture are there already. */
  readonly pyramid?: { readonly reader: PixelReader; readonly levels: readonly PyramidLevel[] };
  /** Pixels that are there already: those of the picture, where they are held, and the halvings of a region of it. */
  readonly kept?: {
    readonly held?: StoredPixels | undefined;
    readonly has: (region: Rect) => boolean;
    readonly at: (region: Rect, number: number) => Level | undefined;
  };
  /** The existing folder for halvings that are too large to be held; absent = they are. */
  readonly scratch?: string;
  /** Opens a picture that a recipe names; without a name, the master. Throws RenditionError, SourceError. */
  readonly references?: (object: string | undefined) => Promise<Opening>;
  /** Draws a part of a text. Throws RenditionError. */
  readonly drawText?: (text: SetText, reading: Pick<Reading, 'scaled' | 'window'>) => Promise<Picture>;
}

/**
 * The part `region` of an opened master. Everything is done on the pixels as stored and the result is turned upright:
 * so a file can be streamed whatever its orientation, and gives the bytes that its decoded pixels give.
 */
export function makeSource(opening: Opening, region: Rect): Source {
  const { size, orientation } = opening;
  const stored = toStored(region, size, orientation);
  const own = { width: region.width, height: region.height };
  const run = ({ open, widen }: OpenedPixels, reading: Reading): Sharp =>
    scale(extractFor(reading.scaled, open(), stored, turnSize(size, orientation)), stored, reading, widen);
  const readStored = async (reading: Reading): Promise<AnyPicture> => {
    if (opening.held) return readHeld(opening.held, stored, reading);
    const { toPicture: finish = toPicture } = opening;
    return ofMaster(() => finish(run(opening, reading)));
  };
  const read = async ({ scaled, window, kernel }: Reading): Promise<AnyPicture> => {
    const turned = { scaled: turnSize(scaled, orientation), window: toStored(window, scaled, orientation), kernel };
    return turnUpright(await dropOpaqueAlpha(await readStored(turned)), orientation);
  };
  const source: Source = { size: own, read: (reading) => readScaled(own, reading, read) };
  if (opening.held || !opening.stage) return source;
  const { stage } = opening;
  return {
    ...source,
    stage: (reading, scratch) => stageReading(reading, scratch, (file) => stage(run(opening, reading), file)),
  };
}

/** Lets a file be written of a reading, in a folder of its own. */
async function stageReading(
  { window }: Reading,
  scratch: string,
  write: (file: string) => Promise<StagedPixels>,
): Promise<StagedReading> {
  const folder = await makeScratch(scratch, 'level');
  const drop = (): Promise<void> => dropScratch(folder);
  try {
    const opened = await ofMaster(() => write(path.join(folder, 'pixels.tif')));
    const { width, height } = window;
    const size = { width, height };
    return { source: makeSource({ ...opened, size, orientation: 1 }, wholeOf(size)), drop };
  } catch (error) {
    await drop();
    throw error;
  }
}
