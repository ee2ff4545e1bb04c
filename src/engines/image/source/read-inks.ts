import type { Sharp } from 'sharp';
import { mayKeepInks, renderingOf } from '../../../layout/color-conversion.ts';
import { baseOf, type Frame } from '../../../layout/frame.ts';
import type { Reading } from '../../../layout/reading.ts';
import type { PictureRecipe } from '../../../model/recipe/recipe.ts';
import type { FinishedPixels } from '../../picture.ts';
import { genericInks } from '../color/generic-profile.ts';
import { COLORS } from '../color/littlecms.ts';
import type { LoadProfile } from '../color/load-profile.ts';
import { ofMaster } from '../source-error.ts';
import { type Master, openFile } from './master.ts';
import { profileOfInks } from './pixel-reader.ts';
import { turnSize, turnStored, toStored } from './orientation.ts';
import { readScaled, type Samples } from './scaled.ts';
import { extract, scale } from './source.ts';

/** Finished pixels that are inks, and their profile. */
export interface KeptInks {
  readonly pixels: FinishedPixels;
  readonly profile: Buffer;
}

// ICC.1, 7.2: what stands in front says when and by whom a profile was made.
const HEADER_BYTES = 128;

/** Tells whether two profiles mean the same by each number. */
const meanTheSame = (a: Buffer, b: Buffer): boolean => a.subarray(HEADER_BYTES).equals(b.subarray(HEADER_BYTES));

/** The profile of a file's inks. */
function targetProfile({ output }: PictureRecipe, load: LoadProfile): Promise<Buffer> {
  const name = output.profile?.name;
  return name === undefined ? genericInks() : load(name, 'cmyk');
}

const openInks = (file: string | Buffer, page?: number): Sharp =>
  openFile(file, page, { ignoreIcc: true }).pipelineColourspace('cmyk').toColourspace('cmyk');

/** Turns what a pipeline holds: another one, for sharp turns before it cuts. */
async function turnInks(pipeline: Sharp, orientation: number): Promise<Sharp> {
  return turnStored(openInks(await pipeline.tiff({ compression: 'none' }).toBuffer()), orientation);
}

/**
 * Reads the inks of the part of a master that a frame shows, at its size. undefined where something is done to them that is done in
 * RGB (see `mayKeepInks`), or they are to become those of another profile. Throws SourceError, RenditionError.
 */
export async function readInks(master: Master, frame: Frame, load: LoadProfile): Promise<KeptInks | undefined> {
  const { recipe } = frame;
  if (master.levels !== undefined || !mayKeepInks(frame, master.facts)) return undefined;
  const source = await profileOfInks(master, { rendering: renderingOf(recipe), load });
  const profile = await targetProfile(recipe, load);
  if (source === undefined || !meanTheSame(source, profile)) return undefined;
  const { facts, file, page } = master;
  const { orientation } = facts;
  const { region, reading } = baseOf(frame);
  const stored = toStored(region, facts, orientation);
  const deep = facts.depth > 8;
  const read = async ({ scaled, window, kernel }: Reading) => {
    const turned = { scaled: turnSize(scaled, orientation), window: toStored(window, scaled, orientation), kernel };
    const pipeline = scale(extract(openInks(file, page), stored, turnSize(facts, orientation)), stored, turned);
    const upright = orientation === 1 ? pipeline : await turnInks(pipeline, orientation);
    const raw = upright.raw({ depth: deep ? 'ushort' : 'uchar' });
    const { data, info } = await raw.toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const samples = deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
    return { data: samples, width, height, channels };
  };
  const pixels = await ofMaster(() => readScaled<Samples>(region, reading, read, COLORS.cmyk));
  return { pixels: { ...pixels, pixelType: 'cmyk' }, profile };
}
