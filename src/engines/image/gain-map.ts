import path from 'node:path';
import { USUAL_RENDERING } from '../../layout/color-conversion.ts';
import type { Frame } from '../../layout/frame.ts';
import type { Size } from '../../model/geometry.ts';
import type { PictureRecipe } from '../../model/recipe/recipe.ts';
import { makeScratch } from '../../system/scratch.ts';
import { writingError } from '../../system/storage-error.ts';
import { withGainMap } from '../formats/jpeg/ultra-hdr.ts';
import type { AnyPicture } from '../picture.ts';
import type { LoadProfile } from './color/load-profile.ts';
import { drawFrames } from './draw.ts';
import { sharp } from './libvips.ts';
import { type Master, openFile } from './source/master.ts';
import { openForFrames } from './source/open-source.ts';
import { openPicture, toBytes } from './source/pixels.ts';
import { ofMaster, toSourceError } from './source-error.ts';

/** The gain map of a master, as a picture of the master's own size. */
export interface OpenedGainMap {
  readonly master: Master;
  /** The JPEG behind the master's picture. */
  readonly original: Buffer;
  /** Pixels of it to one of the master, at most 1. */
  readonly scale: number;
  readonly isGray: boolean;
}

/** Gain maps have little detail, and their errors are visible. */
const QUALITY = 85;

const isTurned = (orientation: number): boolean => orientation >= 5;

/** Reads the gain map of a master into scratch. Throws SourceError, StorageError. */
export async function openGainMap({ file, facts }: Master, scratch: string): Promise<OpenedGainMap> {
  const { gainMap } = await ofMaster(() => openFile(file).metadata());
  if (gainMap === undefined) throw new RangeError('expected a master with a gain map, got none');
  const { image: original } = gainMap;
  const target = path.join(await makeScratch(scratch, 'gain-map'), 'map.tif');
  const { width, height } = facts;
  const stored = isTurned(facts.orientation) ? { width: height, height: width } : { width, height };
  const header = await ofMaster(() => sharp(original).metadata());
  try {
    const whole = openFile(original)
      .resize({ ...stored, fit: 'fill', kernel: 'linear' })
      .removeAlpha();
    await whole.toColourspace('srgb').tiff({ compression: 'none' }).toFile(target);
  } catch (error) {
    throw toSourceError(writingError(error, target));
  }
  const plain = { kind: 'image', mime: facts.mime, colorSpace: 'srgb', icc: null, profileKind: 'srgb' } as const;
  const { orientation } = facts;
  return {
    master: {
      file: target,
      facts: { ...plain, width, height, orientation, alpha: false, depth: 8, progressive: false, pages: 1 },
    },
    original,
    scale: Math.min(1, header.width / stored.width),
    isGray: header.channels < 3,
  };
}

/** A gain map that was drawn for a file. */
export interface GainMap {
  /** Bytes that it adds to the file, about. */
  readonly bytes: number;
  /** Puts it behind a finished JPEG. */
  readonly attach: (jpeg: Buffer) => Buffer;
}

// The words about it in the file, and a little more.
const WORDS_BYTES = 2048;

/** Draws a gain map for a picture of a size. Throws SourceError, RenditionError. */
export async function drawGainMap(
  { master, original, scale, isGray }: OpenedGainMap,
  frame: Frame,
  { view, load }: { readonly view: Size; readonly load: LoadProfile },
): Promise<GainMap> {
  const opening = await openForFrames(master, [frame], false, { rendering: USUAL_RENDERING, load });
  let drawn: AnyPicture | undefined;
  await drawFrames(opening, [frame], async (_frame, draw) => void (drawn = await draw()));
  if (drawn === undefined) throw new RangeError('expected a drawn gain map, got none');
  const sides = [view.width, view.height].map((side) => Math.max(1, Math.round(side * scale)));
  const small = openPicture(toBytes(drawn)).resize({ width: sides[0], height: sides[1], fit: 'fill' }).removeAlpha();
  const map = await small
    .toColourspace(isGray ? 'b-w' : 'srgb')
    .jpeg({ quality: QUALITY })
    .toBuffer();
  return { bytes: map.length + WORDS_BYTES, attach: (jpeg) => withGainMap(jpeg, map, original) };
}

/** The recipe of the picture in a file that is to hold a map as well, within the bytes that the file may have. */
export function leavingRoom(recipe: PictureRecipe, map: GainMap | undefined): PictureRecipe {
  const { maxKilobytes } = recipe.output;
  if (map === undefined || maxKilobytes === undefined) return recipe;
  return { ...recipe, output: { ...recipe.output, maxKilobytes: Math.max(0.001, maxKilobytes - map.bytes / 1024) } };
}
