import type { ImageFacts } from '../../model/asset.ts';
import { DmxError } from '../../model/errors.ts';
import type { Job, JobRendition } from '../../model/job.ts';
import { videoBytes } from './video-cost.ts';
import { levelSize } from '../../model/level.ts';
import type { PictureRecipe, PyramidRecipe, RecipeObject } from '../../model/recipe.ts';
import { canStream, storedBytes } from '../../model/stored-pixels.ts';
import { outputSize } from '../../layout/composite.ts';
import { masksOf } from '../../model/recipe-objects.ts';
import {
  DETECTORS_BYTES,
  encoderBytes,
  GARBAGE_BYTES,
  JOB_BYTES,
  LEAST_BYTES,
  PICTURE_ROWS,
  PYRAMID_ROWS,
  readingBytes,
  TILE_BYTES,
} from './cost-table.ts';
import { type Sketch, type Sketches, sketchPicture } from './sketch.ts';
import { stepBytes } from './step-cost.ts';

/** Resident bytes that a job adds to an idle worker: 1.0 to 2.0 times what it was measured to, see the cost table. */
export interface Estimate {
  /** With the decoded master held in memory where it is read more than once. */
  readonly preferredBytes: number;
  /** With the master streamed from its file each time it is read. */
  readonly minimumBytes: number;
}

type Derived = Sketches['derived'][number];

/** What is known of a job before it is admitted. */
export type Proposal = Omit<Job, 'memoryBytes' | 'held'>;

/** What the pictures of a job are made from. */
interface Origin {
  readonly facts: ImageFacts;
  readonly fileBytes: number;
  /** Of a decoded pixel: RGB, or RGB and alpha. */
  readonly pixelBytes: number;
  /** Of the decoded master, where it is held; else 0. */
  readonly heldBytes: number;
  /** Finished pixels not yet collected while the next ones are read. */
  readonly garbageBytes: number;
}

const most = (bytes: readonly number[]): number => Math.max(0, ...bytes);
const least = (values: readonly number[]): number => Math.min(...values);
const sum = (bytes: readonly number[]): number => bytes.reduce((all, one) => all + one, 0);

/** Pixels of a rendition as they are read, and once more where a step changes them. */
function pixelBytesOf({ recipe, readPixels, viewPixels, keepsAlpha }: Sketch, pixelBytes: number): [number, number] {
  const finished = keepsAlpha ? pixelBytes : 3;
  const changed = finished !== pixelBytes || viewPixels !== readPixels || recipe.unsharpMask !== undefined;
  return [readPixels * pixelBytes, changed ? viewPixels * finished : 0];
}

/** Pixels of all renditions but the largest, within what V8 lets pile up. */
function leftBehind(sketches: readonly Sketch[], pixelBytes: number, limit: number): number {
  const each = sketches.map((sketch) => sum(pixelBytesOf(sketch, pixelBytes)));
  return Math.min(limit, sum(each) - most(each));
}

/** What reading the master takes beside the pixels that are read: no decoder where it is held. */
function masterReading({ facts, fileBytes, heldBytes, garbageBytes }: Origin, rows = PICTURE_ROWS): number {
  return garbageBytes + (heldBytes > 0 ? 0 : readingBytes(facts, fileBytes, rows));
}

/** What one rendition takes once its level is there. */
function drawingBytes(sketch: Sketch, origin: Origin): number {
  const { recipe, level, readPixels, warpedPixels, viewPixels, canvasPixels, keepsAlpha, scales } = sketch;
  const { facts, pixelBytes } = origin;
  const [read, changed] = pixelBytesOf(sketch, pixelBytes);
  // What is not scaled passes row by row.
  const reading = level > 0 ? 0 : masterReading(origin, scales ? PICTURE_ROWS : PICTURE_ROWS / 6);
  const encoding = encoderBytes(recipe.output, viewPixels, keepsAlpha && pixelBytes === 4);
  // Free turns work on four floats a pixel, and give all an alpha channel.
  const turning = (recipe.rotate ?? 0) % 90 === 0 ? 0 : (warpedPixels || readPixels) * 16 + viewPixels * 4;
  // A perspective draws from smaller and smaller copies of what was read, tile by tile, into a layer with alpha.
  const warping = warpedPixels > 0 ? read + TILE_BYTES : 0;
  // Stored pixels are turned upright after they were read.
  const copies = facts.orientation > 1 ? 2 : 1;
  // A whole EXIF block goes in by a stored PNG, which is put together once more.
  const carrying = recipe.metadata === 'all' ? viewPixels * pixelBytes * 3 : 0;
  const stepping = canvasPixels * stepBytes(recipe, keepsAlpha ? pixelBytes : 3);
  return read * copies + warpedPixels * 4 + most([reading, turning, warping, changed + stepping + carrying + encoding]);
}

/**
 * What is read once for several windows, by the scaled picture that these are cut from; windows that are cut from pixels
 * at hand pile up like those that a mask was applied to.
 */
function sharedBytes(sketches: readonly Sketch[], pixelBytes: number): ReadonlyMap<string, number> {
  const shared = new Map<string, number>();
  for (const [key, alike] of groupBy(sketches, ({ scaleKey }) => scaleKey)) {
    const [left, top] = [least(alike.map(({ shown }) => shown.x)), least(alike.map(({ shown }) => shown.y))];
    const right = most(alike.map(({ shown }) => shown.x + shown.width));
    const bottom = most(alike.map(({ shown }) => shown.y + shown.height));
    const union = (right - left) * (bottom - top);
    const alone = sum(alike.map(({ shown }) => shown.width * shown.height));
    if (alike.length < 2 || union > alone) continue;
    shared.set(key, union * pixelBytes + Math.min(GARBAGE_BYTES.masked, alone * pixelBytes));
  }
  return shared;
}

/** The levels of a region, drawn one after the other: each is held until the next smaller one is there. */
function regionBytes(sketches: readonly Sketch[], origin: Origin): number {
  const { facts, pixelBytes } = origin;
  const bytesOf = (level: number): number => {
    const [first] = sketches;
    if (level === 0 || first === undefined) return 0;
    const { width, height } = levelSize(first.region, level);
    return width * height * pixelBytes;
  };
  const shared = sharedBytes(sketches, pixelBytes);
  const peaks = sketches.map((sketch) => {
    const level = bytesOf(sketch.level);
    const masked = sketch.recipe.levelMask !== undefined && sketch.level > 1;
    return level * (masked ? 2 : 1) + (shared.get(sketch.scaleKey) ?? 0) + drawingBytes(sketch, origin);
  });
  const last = most(sketches.map(({ level }) => level));
  if (last > 0) peaks.push(masterReading(origin) + bytesOf(1) * (facts.orientation > 1 ? 2 : 1));
  if (last > 1) peaks.push(bytesOf(1) + bytesOf(2));
  return most(peaks);
}

function groupBy(
  sketches: readonly Sketch[],
  keyOf: (sketch: Sketch) => string,
): ReadonlyMap<string, readonly Sketch[]> {
  const groups = new Map<string, Sketch[]>();
  for (const sketch of sketches) {
    const group = groups.get(keyOf(sketch));
    if (group) group.push(sketch);
    else groups.set(keyOf(sketch), [sketch]);
  }
  return groups;
}

function picturesBytes(sketches: readonly Sketch[], facts: ImageFacts, fileBytes: number, held: boolean): number {
  const pixelBytes = facts.alpha ? 4 : 3;
  const pixels = facts.width * facts.height;
  const heldBytes = held ? pixels * pixelBytes : 0;
  const garbageBytes = leftBehind(sketches, pixelBytes, held ? GARBAGE_BYTES.held : GARBAGE_BYTES.plain);
  const masked = sketches.filter(({ recipe }) => recipe.unsharpMask !== undefined);
  const origin = { facts, fileBytes, pixelBytes, heldBytes, garbageBytes };
  const drawing = [...groupBy(sketches, ({ regionKey }) => regionKey).values()].map((group) =>
    regionBytes(group, origin),
  );
  const drawn = heldBytes + leftBehind(masked, pixelBytes, GARBAGE_BYTES.masked) + most(drawing);
  if (!held) return drawn;
  // Decoded as a whole, and copied once more without an alpha channel that is opaque everywhere.
  return most([
    drawn,
    heldBytes + readingBytes(facts, fileBytes, PICTURE_ROWS),
    facts.alpha ? heldBytes + pixels * 3 : 0,
  ]);
}

/** What is made of held pixels: these, once more where their mask is changed, and nothing of the master's decoder. */
function derivedBytes({ sketch, sourcePixels, copies }: Derived, facts: ImageFacts, fileBytes: number): number {
  const heldBytes = sourcePixels * 4 * copies;
  const origin = {
    facts: { ...facts, orientation: 1 },
    fileBytes,
    pixelBytes: 4,
    heldBytes,
    garbageBytes: GARBAGE_BYTES.plain,
  };
  return heldBytes + most([regionBytes([sketch], origin), readingBytes(facts, fileBytes, PICTURE_ROWS)]);
}

/** A pyramid streams the master as the file has it; one that is not upright is turned as a whole. */
function pyramidBytes({ levelMask }: PyramidRecipe, facts: ImageFacts, fileBytes: number): number {
  const { orientation, width, height } = facts;
  const turned = orientation > 1 ? width * height * storedBytes(facts) : 0;
  const reading = readingBytes(facts, fileBytes, turned > 0 ? PYRAMID_ROWS / 4 : PYRAMID_ROWS);
  // Bands of the second level and their sharpened copies, with margins on both sides that grow with the radius.
  const rows = levelMask === undefined ? 0 : 2 * (512 + 8 * levelMask.radius);
  return most([turned + reading, (Math.max(width, height) / 4) * storedBytes(facts) * rows]);
}

/** What is held for finding the subject, where a smart crop is asked for and no person said where it lies. */
function subjectBytes(recipes: readonly JobRendition['recipe'][]): number {
  const looks = recipes.some((recipe) => {
    const crop = 'smartCrop' in recipe ? recipe.smartCrop : undefined;
    return crop !== undefined && !('override' in crop && crop.override !== undefined);
  });
  return looks ? DETECTORS_BYTES : 0;
}

/** All of a picture at its own size. */
const FULL_SIZE: PictureRecipe = { kind: 'picture', view: { scale: 1 }, output: { format: 'png-alpha' } };

/** What a picture that masks others takes: as a job of its own while it is drawn, its pixels and its gray after that. */
function maskImageBytes(
  { path, request = FULL_SIZE }: RecipeObject,
  proposal: Proposal,
): readonly [drawing: number, kept: number] {
  const { facts, master, references = [] } = proposal;
  const found = path === undefined ? { facts, ...master } : references.find(({ object }) => object === path);
  if (found === undefined || 'got' in found || found.facts.kind !== 'image') return [0, 0];
  const rendition = { name: '', role: 'preset', extension: 'png', recipe: request } as const;
  const { minimumBytes } = estimateJob({ ...proposal, facts: found.facts, master: found, renditions: [rendition] });
  return [minimumBytes - JOB_BYTES, replyPixels(request, found.facts) * 5];
}

/** 0 where the recipe leaves nothing of it: then nothing is drawn. */
function replyPixels(recipe: PictureRecipe, facts: ImageFacts): number {
  try {
    const { width, height } = outputSize(recipe, facts);
    return width * height;
  } catch (error) {
    if (error instanceof DmxError) return 0;
    throw error;
  }
}

/** What all masks of a job take: each is drawn before what it masks. */
function maskCost(proposal: Proposal): { readonly drawing: number; readonly kept: number } {
  const recipes = proposal.renditions.flatMap(({ recipe }) => (recipe.kind === 'picture' ? [recipe] : []));
  const masks = recipes.flatMap(masksOf).map((maskImage) => maskImageBytes(maskImage, proposal));
  return { drawing: most(masks.map(([drawing]) => drawing)), kept: most(masks.map(([, kept]) => kept)) };
}

/** Estimates a job from facts and recipes alone. */
export function estimateJob(proposal: Proposal): Estimate {
  const { facts, renditions } = proposal;
  const { stat } = proposal.master;
  const recipes = renditions.map(({ recipe }) => recipe);
  if (facts.kind === 'video') {
    const bytes = JOB_BYTES + subjectBytes(recipes) + videoBytes(renditions, facts);
    return { minimumBytes: bytes, preferredBytes: bytes };
  }
  const drawn = recipes.flatMap((recipe) => (recipe.kind === 'picture' ? sketchPicture(recipe, facts) : []));
  const sketches = drawn.flatMap(({ direct }) => direct);
  const derived = drawn.flatMap((one) => one.derived).map((one) => derivedBytes(one, facts, stat.bytes));
  const pyramids = recipes.flatMap((recipe) =>
    recipe.kind === 'pyramid' ? [pyramidBytes(recipe, facts, stat.bytes)] : [],
  );
  const masks = maskCost(proposal);
  const bytes = (held: boolean): number => {
    const heldBytes = held ? facts.width * facts.height * (facts.alpha ? 4 : 3) : 0;
    const beside = [...derived.map((one) => heldBytes + one + masks.kept), heldBytes + masks.drawing];
    const peak = most([picturesBytes(sketches, facts, stat.bytes, held), ...beside, ...pyramids]);
    return Math.ceil(Math.max(LEAST_BYTES, JOB_BYTES + subjectBytes(recipes) + peak));
  };
  const always = sketches.length + derived.length > 0 && !canStream(facts);
  // What is read but once is never held.
  const again = new Set(sketches.map(({ readingKey }) => readingKey)).size > 1;
  const preferredBytes = bytes(always || again);
  // Now and then holding is the cheaper way: streaming finds what was finished before not yet collected.
  return { minimumBytes: Math.min(preferredBytes, bytes(always)), preferredBytes };
}

// Ten minutes: AVIF of 100 megapixels at the slowest setting we use takes about two on one slow core.
