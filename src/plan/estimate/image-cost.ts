import type { ImageFacts } from '../../model/asset.ts';
import { canStream, storedBytes } from '../../model/formats/stored-pixels.ts';
import type { Job, JobRendition } from '../../model/jobs/job.ts';
import type { PyramidRecipe, RecipeObject } from '../../model/recipe/recipe.ts';
import { drawnBy, drawnPictures, smartCropOf } from '../../model/recipe/recipe-tree.ts';
import { framesKept } from '../../layout/animation.ts';
import type { Frame } from '../../layout/frame.ts';
import { isHeldForPyramid, isPlain, isStaged } from '../../layout/master-readings.ts';
import { areaOf } from '../../layout/rect.ts';
import { placeholderFrames } from '../../layout/placeholder-frame.ts';
import { referencedImage } from '../../layout/original.ts';
import {
  DETECTORS_BYTES,
  FONT_COPIES,
  JOB_BYTES,
  LEAST_BYTES,
  LITTLECMS_BYTES,
  MIB,
  PICTURE_ROWS,
  PYRAMID_ROWS,
  readingBytes,
  rowBytes,
  scalingRows,
  STAGE_ROWS,
  TEXT_BYTES,
} from './cost-table.ts';
import { sum } from '../../base/sum.ts';
import { areConverted, type FindPicture, frameCost } from './frame-cost.ts';
import type { PictureFile } from './halving-cost.ts';
import { anyFactsOfPart, partOf } from '../../model/recipe/master-part.ts';
import { framesOf } from './job-frames.ts';
import { movingBytes, videoBytes } from './video-cost.ts';

/** Resident bytes that a job adds to an idle worker: 1.0 to 2.0 times what it was measured to, see the cost table. */
export interface Estimate {
  /** With the decoded master held in memory where it is read more than once. */
  readonly preferredBytes: number;
  /** With the master streamed from its file each time it is read. */
  readonly minimumBytes: number;
}

/** The facts of a job before it is admitted. */
export type Proposal = Omit<Job, 'memoryBytes' | 'held'>;

/** A pyramid streams the master as the file has it; one that is not upright is turned as a whole. */
function streamedPyramidBytes(
  { master: { levelMask } = {} }: PyramidRecipe,
  facts: ImageFacts,
  fileBytes: number,
): number {
  const { orientation, width, height } = facts;
  const turned = orientation > 1 ? width * height * storedBytes(facts) : 0;
  const rows = scalingRows(facts, PYRAMID_ROWS);
  const reading = isStaged(facts)
    ? Math.max(readingBytes(facts, fileBytes, STAGE_ROWS), rowBytes(facts, rows))
    : readingBytes(facts, fileBytes, turned > 0 ? rows / 4 : rows);
  // Bands of the second level and their sharpened copies, with margins on both sides that grow with the radius.
  const maskedRows = levelMask === undefined ? 0 : 2 * (512 + 8 * levelMask.radius);
  return Math.max(turned + reading, (Math.max(width, height) / 4) * storedBytes(facts) * maskedRows);
}

/** The pixels of all halvings of a picture, as a share of its own: a quarter, a sixteenth, and so on. */
const HALVINGS = 1 / 3;
/** For a streamed master, the halvings kept in memory for other renditions: those up to four megabytes. */
const SMALL_HALVINGS = (4 * MIB * 4) / 3;

/** The bytes of the halvings that a pyramid leaves in memory while other renditions are drawn. */
function keptBytes(facts: ImageFacts, held: boolean): number {
  if (!isPlain(facts)) return 0;
  const all = areaOf(facts) * storedBytes(facts) * HALVINGS;
  return held && isHeldForPyramid(facts) ? all : Math.min(all, SMALL_HALVINGS);
}

/**
 * Bytes of a pyramid. Of a held master it is built from the pixels and their halvings, the small ones being tiled side
 * by side.
 */
function pyramidBytes(recipe: PyramidRecipe, facts: ImageFacts, fileBytes: number, held: boolean): number {
  if (!held || !isHeldForPyramid(facts)) return streamedPyramidBytes(recipe, facts, fileBytes);
  const heldBytes = areaOf(facts) * storedBytes(facts);
  const levels = keptBytes(facts, true) + 2 * Math.min(keptBytes(facts, true), SMALL_HALVINGS);
  // The largest level that is sharpened, once more.
  const masked = recipe.master?.levelMask === undefined ? 0 : heldBytes / 16;
  return heldBytes + Math.max(levels + masked, readingBytes(facts, fileBytes, PICTURE_ROWS));
}

/** Tells whether detectors run: a smart crop is asked for, and no person has set its position. */
export function looksForSubject(recipes: readonly JobRendition['recipe'][]): boolean {
  return recipes.some((recipe) => {
    const crop = smartCropOf(recipe);
    return crop !== undefined && !('override' in crop && crop.override !== undefined);
  });
}

function subjectBytes(recipes: readonly JobRendition['recipe'][]): number {
  return looksForSubject(recipes) ? DETECTORS_BYTES : 0;
}

/** A picture that recipes name beside the master. Throws RenditionError where it is not there. */
function referenceIn({ references = [] }: Proposal, object: string): PictureFile {
  const { facts, stat } = referencedImage(object, references);
  return { facts, fileBytes: stat.bytes };
}

/** Bytes for an animation: one frame of the master, and all frames of the largest rendition, drawn, stacked, and as libvips takes them. */
function framesBytes(frames: readonly Frame[], facts: ImageFacts): number {
  const bytes = frames.map(({ recipe, view }) => {
    const count = framesKept(recipe, facts);
    return count > 1 ? 4 * (areaOf(facts) + 4 * areaOf(view) * count) : 0;
  });
  return Math.max(0, ...bytes);
}

/**
 * The bytes of the pictures that are put into drawings before these are drawn: one after the other, each kept as text until
 * its drawing is written.
 */
function picturesBytes(recipes: readonly JobRendition['recipe'][], proposal: Proposal, find: FindPicture): number {
  const bytes = recipes.flatMap((recipe) => {
    const drawn = drawnBy(recipe);
    return drawn === undefined
      ? []
      : [...drawnPictures(drawn).values()].map((pictures) => puttingBytes(pictures, proposal, find));
  });
  return Math.max(0, ...bytes);
}

function puttingBytes(pictures: readonly RecipeObject[], { references = [] }: Proposal, find: FindPicture): number {
  const costs = pictures.flatMap(({ path, request }) => {
    const found = references.find(({ object }) => object === path);
    if (!found || 'got' in found || !request) return [];
    const frames = framesOf([request], { facts: found.facts, references });
    return frames.map((frame) => ({ frame, bytes: frameCost([frame], find(path), find).drawing(false) }));
  });
  // As PNG and as base64, of which the text is put together once more.
  const kept = sum(costs.map(({ frame }) => areaOf(frame.view) * 4 * 4));
  return kept + Math.max(0, ...costs.map(({ bytes }) => bytes));
}

/** The bytes of texts and of their fonts. */
function textBytes({ fonts = [] }: Proposal): number {
  if (fonts.length === 0) return 0;
  const files = new Map(fonts.flatMap((font) => ('bytes' in font ? [[font.sha256, font.bytes] as const] : [])));
  return TEXT_BYTES + FONT_COPIES * sum([...files.values()]);
}

/** The largest of the pages that recipes are about: they are read one after the other. One that is not there takes nothing. */
function largestPart(recipes: readonly JobRendition['recipe'][], facts: ImageFacts): ImageFacts {
  return recipes
    .flatMap((recipe) => ('master' in recipe ? [anyFactsOfPart(facts, partOf(recipe.master))] : []))
    .reduce((most, one) => (areaOf(one) > areaOf(most) ? one : most), facts);
}

function estimateImage(proposal: Proposal, whole: ImageFacts): Estimate {
  const fileBytes = proposal.master.stat.bytes;
  const recipes = proposal.renditions.map(({ recipe }) => recipe);
  const facts = largestPart(recipes, whole);
  const find = (object: string | undefined): PictureFile =>
    object === undefined ? { facts, fileBytes } : referenceIn(proposal, object);
  const { apart, beside } = placeholderFrames(facts, proposal.placeholders);
  const frames = [...framesOf(recipes, proposal), ...beside];
  const { drawing, isHeld } = frameCost(frames, { facts, fileBytes }, find);
  const apartBytes = apart.length > 0 ? frameCost(apart, { facts, fileBytes }, find).drawing(!canStream(facts)) : 0;
  const pyramids = recipes.filter((recipe) => recipe.kind === 'pyramid');
  const pyramidal = (held: boolean): number[] => pyramids.map((recipe) => pyramidBytes(recipe, facts, fileBytes, held));
  const pictured = picturesBytes(recipes, proposal, find);
  const moving = framesBytes(frames, facts) + movingBytes(recipes, proposal);
  const convertingBytes = areConverted([...frames, ...apart], facts) ? LITTLECMS_BYTES : 0;
  const bytes = (held: boolean): number => {
    const drawn = frames.length > 0 ? drawing(held) + (pyramids.length > 0 ? keptBytes(facts, held) : 0) : 0;
    const peak = Math.max(drawn, apartBytes, pictured, ...pyramidal(held));
    return Math.ceil(
      Math.max(LEAST_BYTES, JOB_BYTES + subjectBytes(recipes) + textBytes(proposal) + convertingBytes + moving + peak),
    );
  };
  const always = frames.length > 0 && !canStream(facts);
  // What is read but once is never held.
  const held = always || isHeld || (pyramids.length > 0 && isHeldForPyramid(facts));
  const preferredBytes = bytes(held);
  // Now and then holding is the cheaper way: streaming finds what was finished before not yet collected.
  const minimumBytes = held === always ? preferredBytes : Math.min(preferredBytes, bytes(always));
  return { minimumBytes, preferredBytes };
}

/** Estimates a job from facts and recipes alone. */
export function estimateJob(proposal: Proposal): Estimate {
  const { facts, renditions } = proposal;
  if (facts.kind === 'image') return estimateImage(proposal, facts);
  const recipes = renditions.map(({ recipe }) => recipe);
  const { minimumBytes, preferredBytes } = videoBytes(renditions, facts);
  const beside = JOB_BYTES + subjectBytes(recipes);
  return { minimumBytes: beside + minimumBytes, preferredBytes: beside + preferredBytes };
}
