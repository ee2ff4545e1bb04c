import type { Sharp } from 'sharp';
import { mayKeepInks, renderingOf } from '../../../layout/color-conversion.ts';
import { baseOf, type Frame } from '../../../layout/frame.ts';
import type { PictureRecipe } from '../../../model/recipe/recipe.ts';
import type { FinishedPixels } from '../../picture.ts';
import { genericInks } from '../color/generic-profile.ts';
import type { LoadProfile } from '../color/load-profile.ts';
import { ofMaster } from '../source-error.ts';
import { type Master, openFile } from './master.ts';
import { profileOfInks } from './pixel-reader.ts';
import { turnSize, turnStored, toStored } from './orientation.ts';
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
  const turned = {
    scaled: turnSize(reading.scaled, orientation),
    window: toStored(reading.window, reading.scaled, orientation),
    kernel: reading.kernel,
  };
  const scaled = scale(extract(openInks(file, page), stored, turnSize(facts, orientation)), stored, turned);
  const deep = facts.depth > 8;
  const { data, info } = await ofMaster(async () => {
    const upright = orientation === 1 ? scaled : await turnInks(scaled, orientation);
    return upright.raw({ depth: deep ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true });
  });
  const { width, height, channels } = info;
  const samples = deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  return { pixels: { data: samples, width, height, channels, pixelType: 'cmyk' }, profile };
}
