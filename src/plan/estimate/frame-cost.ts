import { groupBy } from '../../base/group-by.ts';
import { sum } from '../../base/sum.ts';
import type { ImageFacts } from '../../model/asset.ts';
import { levelSize } from '../../model/level.ts';
import { converterOf, mayKeepInks, meaningOf, renderingOf } from '../../layout/color-conversion.ts';
import {
  baseOf,
  type Frame,
  isDerived,
  isOfMaster,
  type LayerFrame,
  type MaskImage,
  nestedFrames,
} from '../../layout/frame.ts';
import { isAlone } from '../../layout/steps.ts';
import { canStream, isWidened, storedBytes } from '../../model/formats/stored-pixels.ts';
import { isHeldFor } from '../../layout/master-readings.ts';
import { rectKey, scaleKey } from '../../layout/reading.ts';
import { areaOf, unite } from '../../layout/rect.ts';
import { GARBAGE_BYTES, JOB_BYTES, LEAST_BYTES, PICTURE_ROWS, readingBytes } from './cost-table.ts';
import { halvingBytes, masterReading, type PictureFile, type PixelSource } from './halving-cost.ts';
import { type DrawingCost, drawingCost, type Finish, leftBehind, most } from './drawing-cost.ts';

/** Finds what recipes name, by that name; without one, the master. */
export type FindPicture = (object: string | undefined) => PictureFile;

/** The pixels that a reading is made of which is larger than these: read first, and there until it is. */
function enlargedPixels({ region, reading: { scaled, window } }: LayerFrame): number {
  const share = Math.min(1, region.width / scaled.width) * Math.min(1, region.height / scaled.height);
  return share < 1 ? areaOf(window) * share : 0;
}

// Copies of unconverted CMYK samples, upright or rotated, as measured: sharp's output, and the encoder's input.
const INK_COPIES = 2;

/** Bytes for unconverted CMYK samples, in addition to those of reading them as RGB. */
function inksBytes({ frame }: DrawingCost, { facts }: PixelSource): number {
  return mayKeepInks(frame, facts) ? INK_COPIES * areaOf(frame.view) * storedBytes(facts) : 0;
}

/** The bytes that one rendition takes once its level is there. */
function renditionBytes({ layer, ...cost }: DrawingCost, source: PixelSource): number {
  const { region, level, reading } = layer;
  const decoding = level > 0 ? 0 : masterReading(source, region, reading.scaled);
  // Stored pixels are turned upright after they were read.
  const copies = source.facts.orientation > 1 ? 2 : 1;
  const stored = level > 0 ? 0 : areaOf(reading.window) * source.convertedBytes;
  const enlarged = level > 0 ? 0 : enlargedPixels(layer) * source.pixelBytes;
  const beside = cost.warpedBytes + inksBytes({ layer, ...cost }, source) + enlarged;
  return cost.readBytes * copies + beside + Math.max(decoding + stored, cost.workingBytes);
}

/**
 * The readings that serve several windows, by the scaled picture that these are cut from; windows that are cut from pixels
 * at hand pile up like those that a mask was applied to.
 */
function sharedBytes(costs: readonly DrawingCost[], pixelBytes: number): number {
  if (costs.length < 2) return 0;
  const windows = costs.map(({ layer }) => layer.reading.window);
  const union = areaOf(unite(windows));
  const alone = sum(windows.map(areaOf));
  return union > alone ? 0 : union * pixelBytes + Math.min(GARBAGE_BYTES.masked, alone * pixelBytes);
}

/** The levels of a region, drawn one after the other: each is held until the next smaller one is there. */
function regionBytes(costs: readonly DrawingCost[], region: LayerFrame['region'], source: PixelSource): number {
  const { pixelBytes } = source;
  const bytesOf = (level: number): number => (level === 0 ? 0 : areaOf(levelSize(region, level)) * pixelBytes);
  const peaks = groupBy(costs, ({ layer }) => scaleKey(layer.reading)).flatMap((alike) => {
    const shared = sharedBytes(alike, pixelBytes);
    return alike.map((cost) => {
      const { level, levelMask } = cost.layer;
      const masked = levelMask !== undefined && level > 1;
      return bytesOf(level) * (masked ? 2 : 1) + shared + renditionBytes(cost, source);
    });
  });
  return most([...peaks, ...halvingBytes(costs, region, source)]);
}

/** Frames of one picture by the regions that they are cut from. */
type Regions = readonly (readonly DrawingCost[])[];

const byRegion = (costs: readonly DrawingCost[]): Regions => groupBy(costs, ({ layer }) => rectKey(layer.region));

function regionsBytes(regions: Regions, source: PixelSource): number {
  return most(regions.map((costs) => (costs[0] ? regionBytes(costs, costs[0].layer.region, source) : 0)));
}

/** Bytes per pixel while drawing: 16-bit samples for masters of more than 8 bits. */
const pixelBytesIn = ({ alpha, depth }: ImageFacts): number => (alpha ? 4 : 3) * (depth > 8 && depth <= 16 ? 2 : 1);

/** Tells whether LittleCMS converts what is read of a picture for any of these frames. */
export function areConverted(frames: readonly Frame[], facts: ImageFacts): boolean {
  return frames.some(({ recipe }) => {
    const rendering = renderingOf(recipe);
    return converterOf(meaningOf(facts, rendering), rendering) === 'littlecms';
  });
}

/** The bytes that frames of the master itself take. */
interface DirectCost {
  /** Bytes of the decoded master, where it is held. */
  readonly heldBytes: number;
  /** While they are drawn, beside that. */
  readonly drawn: (held: boolean) => number;
  /** While it is decoded to be held, beside that. */
  readonly decodingBytes: number;
}

function directCost(
  frames: readonly Frame[],
  { facts, fileBytes }: PictureFile,
  finishOf: (frame: Frame) => Finish,
): DirectCost {
  const pixelBytes = pixelBytesIn(facts);
  const costs = frames.map((frame) => drawingCost(frame, pixelBytes, finishOf(frame)));
  const regions = byRegion(costs);
  const masked = costs.filter(({ frame }) => frame.recipe.composite.unsharpMask !== undefined);
  const isConverted = areConverted(frames, facts);
  const convertedBytes = isConverted ? storedBytes(facts) * (isWidened(facts) ? 2 : 1) : 0;
  const heldBytes = areaOf(facts) * (isConverted ? storedBytes(facts) : pixelBytes);
  const drawn = (held: boolean): number => {
    // LittleCMS' output exists beside its input.
    const deeper = most([1, (pixelBytes + convertedBytes) / 4]);
    const limit = GARBAGE_BYTES[held ? 'held' : 'plain'] * deeper;
    const garbageBytes = leftBehind(costs, limit, 1 + convertedBytes / pixelBytes);
    const source = { facts, fileBytes, pixelBytes, convertedBytes, heldBytes: held ? heldBytes : 0, garbageBytes };
    return leftBehind(masked, GARBAGE_BYTES.masked) + regionsBytes(regions, source);
  };
  // Decoded as a whole, and copied once more: into a file in memory, or without an alpha channel that is opaque everywhere.
  const copy = isConverted ? heldBytes : areaOf(facts) * (facts.alpha && !isWidened(facts) ? 3 : 0);
  return { heldBytes, drawn, decodingBytes: most([readingBytes(facts, fileBytes, PICTURE_ROWS), copy]) };
}

/**
 * The bytes of what is made of held pixels: these, once more where their alpha is changed, and nothing of the master's
 * decoder.
 */
function derivedBytes(frame: Frame, { facts, fileBytes }: PictureFile, finish: Finish): number {
  const { inner, maskImage, mask, solid } = baseOf(frame).source;
  const size = solid?.size ?? inner?.view ?? { width: facts.width, height: facts.height };
  const copies = 1 + (maskImage ? 1 : 0) + (mask ? 1 : 0);
  const heldBytes = areaOf(size) * 4 * copies;
  const source = {
    facts: { ...facts, ...size, orientation: 1 },
    fileBytes,
    pixelBytes: 4,
    convertedBytes: 0,
    heldBytes,
    garbageBytes: GARBAGE_BYTES.plain,
  };
  const drawn = regionsBytes(byRegion([drawingCost(frame, 4, finish)]), source);
  return heldBytes + most([drawn, readingBytes(facts, fileBytes, PICTURE_ROWS)]);
}

/**
 * The bytes of a picture whose alpha masks others: as a job of its own while it is drawn, its pixels and its gray after
 * that.
 */
function maskImageBytes({ object, frame }: MaskImage, find: FindPicture): readonly [drawing: number, kept: number] {
  const { drawing } = frameCost([frame], find(object), find, 'pixels');
  return [Math.max(LEAST_BYTES - JOB_BYTES, drawing(false)), areaOf(frame.view) * 5];
}

/** The bytes that drawing frames takes. */
export interface FrameCost {
  /** The picture is decoded once and held for the frames, where there is memory for it. */
  readonly isHeld: boolean;
  /** Bytes beside those of a job that draws nothing, with the decoded picture held or not. */
  readonly drawing: (held: boolean) => number;
  /** The part of `drawing` that is needed in addition to an already decoded picture. */
  readonly drawn: (held: boolean) => number;
}

/** The bytes that reading what a layer is cut from takes, where that is another than the picture of the frames. */
function sourceBytes({ source: { object, inner } }: LayerFrame, find: FindPicture): number {
  if (object === undefined) return 0;
  const picture = find(object);
  if (inner) return frameCost([inner], picture, find, 'pixels').drawing(false) + areaOf(inner.view) * 4;
  // What does not stream is decoded whole.
  const { facts, fileBytes } = picture;
  const decoded = canStream(facts) ? 0 : areaOf(facts) * pixelBytesIn(facts);
  return decoded + readingBytes(facts, fileBytes, PICTURE_ROWS);
}

/** Bytes of a sample of four channels while layers are laid on each other. */
const GROUND_BYTES = 8;
/** Copies of a layer: as it is read, and as its steps leave it. */
const LAYER_COPIES = 2;
/** Bytes of a pixel of an effect: two planes of opacity, and the colour, as it is painted and as operations leave it. */
const EFFECT_BYTES = 2 + 2 * 4;

/** The picture of frames, the look-up of referenced images, and whether the picture is held. */
interface Pictures {
  readonly picture: PictureFile;
  readonly find: FindPicture;
  readonly held: boolean;
}

/** The bytes that a request about the picture itself takes while it is drawn for a layer, those below being there. */
function innerBytes({ source: { object, inner } }: LayerFrame, { picture, find, held }: Pictures): number {
  if (object !== undefined || !inner) return 0;
  return frameCost([inner], picture, find, 'pixels').drawn(held);
}

/** The bytes of one layer above the base while it is read and drawn, its halvings among them. */
function aboveBytes(layer: LayerFrame, pictures: Pictures): number {
  const { find } = pictures;
  const { reading, laid, region, level, effects, source } = layer;
  const levels = level === 0 ? 0 : areaOf(levelSize(region, 1)) + areaOf(levelSize(region, 2));
  const masking = source.maskImage ? maskImageBytes(source.maskImage, find)[0] : 0;
  const drawnFirst = isDerived(layer) && (!source.solid || source.maskImage !== undefined);
  const derived = drawnFirst ? areaOf(region) * (source.mask ? 2 : 1) : 0;
  const drawn = (areaOf(reading.window) + areaOf(laid)) * LAYER_COPIES;
  const reads = (levels + derived + drawn) * 4 + most([sourceBytes(layer, find), masking]) + effectBytes(effects);
  return most([reads, innerBytes(layer, pictures)]);
}

/** Bytes for an effect: its shape, the blurred shape, and the result. */
function effectBytes(effects: LayerFrame['effects']): number {
  return most(effects.map(({ operated: { canvas } }) => areaOf(canvas) * EFFECT_BYTES));
}

/** The bytes that laying layers on each other takes beside the base as it was read; 0 for one that is alone. */
function composingBytes(frame: Frame, pictures: Pictures): number {
  const { picture, held: isHeld } = pictures;
  const { composite } = frame;
  if (isAlone(composite)) return 0;
  const [base, ...above] = composite.layers;
  const readBytes = areaOf(base.reading.window) * (isOfMaster(base) ? pixelBytesIn(picture.facts) : 4);
  const held = readBytes + areaOf(base.laid) * 4 + effectBytes(base.effects);
  const own = !isHeld && above.some(isOfMaster) ? readingBytes(picture.facts, picture.fileBytes, PICTURE_ROWS) : 0;
  const layers = most(above.map((layer) => aboveBytes(layer, pictures)));
  // What the layers before left behind, of which some is not collected yet.
  const left = above.length > 1 ? sum(above.map(({ laid }) => areaOf(laid) * 4)) : 0;
  // The finished picture is there when the layers are gone.
  const ground = areaOf(composite.canvas) * GROUND_BYTES;
  const drawn = most([own + layers, areaOf(composite.canvas) * 4]);
  return held + ground + drawn + GARBAGE_BYTES[isHeld ? 'held' : 'plain'] + Math.min(GARBAGE_BYTES.masked, left);
}

/** The cost of frames, which are all of one picture. What they are drawn of is not finished as a file. */
export function frameCost(
  frames: readonly Frame[],
  picture: PictureFile,
  find: FindPicture,
  finish: Finish = 'file',
): FrameCost {
  const all = frames.flatMap(nestedFrames);
  const finishOf = (frame: Frame): Finish => (frames.includes(frame) ? finish : 'pixels');
  const ofMaster = all.filter((frame) => isOfMaster(baseOf(frame)));
  const direct = directCost(ofMaster, picture, finishOf);
  const others = all.filter((frame) => !isOfMaster(baseOf(frame)));
  const derived = others.map((frame) => {
    const [base] = frame.composite.layers;
    const about = base.source.object === undefined ? picture : find(base.source.object);
    return derivedBytes(frame, about, finishOf(frame)) + sourceBytes(base, find);
  });
  const masks = all.flatMap((frame) => baseOf(frame).source.maskImage ?? []).map((one) => maskImageBytes(one, find));
  const kept = most(masks.map(([, bytes]) => bytes));
  const besides = [...derived.map((bytes) => bytes + kept), ...masks.map(([bytes]) => bytes)];
  const drawn = (held: boolean): number => {
    const composing = all.map((frame) => composingBytes(frame, { picture, find, held }));
    return most([direct.drawn(held), ...besides, ...composing]);
  };
  const { heldBytes, decodingBytes } = direct;
  return {
    isHeld: isHeldFor(picture.facts, frames),
    drawn,
    drawing: (held) => (held ? heldBytes + most([drawn(true), decodingBytes]) : drawn(false)),
  };
}
