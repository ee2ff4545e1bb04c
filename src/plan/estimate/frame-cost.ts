import { groupBy } from '../../base/group-by.ts';
import type { ImageFacts } from '../../model/asset.ts';
import { levelSize } from '../../model/level.ts';
import { type Frame, isDerived, type LayerFrame, type MaskImage } from '../../layout/frame.ts';
import { countReadings } from '../../layout/master-readings.ts';
import { rectKey, sameSize, scaleKey, wholeOf } from '../../layout/reading.ts';
import { areaOf, common, covers, unite } from '../../layout/rect.ts';
import {
  encoderBytes,
  GARBAGE_BYTES,
  JOB_BYTES,
  LEAST_BYTES,
  PICTURE_ROWS,
  readingBytes,
  TILE_BYTES,
} from './cost-table.ts';
import { framePixels } from './frame-pixels.ts';
import { stepBytes } from './step-cost.ts';

/** A picture that frames are drawn of: the master, or one that recipes name beside it. */
export interface Subject {
  readonly facts: ImageFacts;
  readonly fileBytes: number;
}

/** Finds what recipes name, by that name; without one, the master. */
export type FindSubject = (object: string | undefined) => Subject;

/** What the pictures of a job are made from. */
interface Origin extends Subject {
  /** Of a decoded pixel: RGB, or RGB and alpha. */
  readonly pixelBytes: number;
  /** Of the decoded master, where it is held; else 0. */
  readonly heldBytes: number;
  /** Finished pixels not yet collected while the next ones are read. */
  readonly garbageBytes: number;
}

const most = (bytes: readonly number[]): number => Math.max(0, ...bytes);
const sum = (bytes: readonly number[]): number => bytes.reduce((all, one) => all + one, 0);

/** The layer by whose reading a frame is drawn: the only one, until there are more. */
const baseOf = ({ composite }: Frame): LayerFrame => composite.layers[0];

/** A frame and those of the requests that it is made of. */
function nestedFrames(frame: Frame): readonly Frame[] {
  return [frame, ...frame.composite.layers.flatMap(({ source: { inner } }) => (inner ? nestedFrames(inner) : []))];
}

/** Pixels of a rendition as they are read, and once more where a step changes them. */
function pixelBytesOf(frame: Frame, pixelBytes: number): [number, number] {
  const { read, view } = framePixels(frame);
  const finished = frame.format.alpha ? pixelBytes : 3;
  const changed = finished !== pixelBytes || view !== read || frame.recipe.composite.unsharpMask !== undefined;
  return [read * pixelBytes, changed ? view * finished : 0];
}

/** Pixels of all renditions but the largest, within what V8 lets pile up. */
function leftBehind(frames: readonly Frame[], pixelBytes: number, limit: number): number {
  const each = frames.map((frame) => sum(pixelBytesOf(frame, pixelBytes)));
  return Math.min(limit, sum(each) - most(each));
}

/** What reading the master takes beside the pixels that are read: no decoder where it is held. */
function masterReading({ facts, fileBytes, heldBytes, garbageBytes }: Origin, rows = PICTURE_ROWS): number {
  return garbageBytes + (heldBytes > 0 ? 0 : readingBytes(facts, fileBytes, rows));
}

/** What one rendition takes once its level is there. */
function drawingBytes(frame: Frame, origin: Origin): number {
  const { recipe, format } = frame;
  const { region, level, reading, turn } = baseOf(frame);
  const { facts, pixelBytes } = origin;
  const pixels = framePixels(frame);
  const [read, changed] = pixelBytesOf(frame, pixelBytes);
  // What is not scaled passes row by row.
  const rows = sameSize(reading.scaled, region) ? PICTURE_ROWS / 6 : PICTURE_ROWS;
  const decoding = level > 0 ? 0 : masterReading(origin, rows);
  const encoding = encoderBytes(recipe.output, pixels.view, format.alpha && pixelBytes === 4);
  // Free turns work on four floats a pixel, and give all an alpha channel.
  const turning = turn?.free === true ? (pixels.warped || pixels.read) * 16 + pixels.view * 4 : 0;
  // A perspective draws from smaller and smaller copies of what was read, tile by tile, into a layer with alpha.
  const warping = pixels.warped > 0 ? read + TILE_BYTES : 0;
  // Stored pixels are turned upright after they were read.
  const copies = facts.orientation > 1 ? 2 : 1;
  // A whole EXIF block goes in by a stored PNG, which is put together once more.
  const carrying = recipe.metadata === 'all' ? pixels.view * pixelBytes * 3 : 0;
  const stepping = pixels.canvas * stepBytes(frame, format.alpha ? pixelBytes : 3);
  const drawing = most([decoding, turning, warping, changed + stepping + carrying + encoding]);
  return read * copies + pixels.warped * 4 + drawing;
}

/**
 * What is read once for several windows, by the scaled picture that these are cut from; windows that are cut from pixels
 * at hand pile up like those that a mask was applied to.
 */
function sharedBytes(frames: readonly Frame[], pixelBytes: number): number {
  const windows = frames.map((frame) => baseOf(frame).reading.window);
  const union = areaOf(unite(windows));
  const alone = sum(windows.map(areaOf));
  if (windows.length < 2 || union > alone) return 0;
  return union * pixelBytes + Math.min(GARBAGE_BYTES.masked, alone * pixelBytes);
}

/** A region that overhangs what it is cut from is held with its clear margins, and what it has of that once more. */
function overhangBytes(region: LayerFrame['region'], { facts, pixelBytes }: Origin): number {
  const inside = covers(facts, region) ? undefined : common(region, wholeOf(facts));
  return inside ? areaOf(region) * 4 + areaOf(inside) * pixelBytes : 0;
}

/** The levels of a region, drawn one after the other: each is held until the next smaller one is there. */
function regionBytes(frames: readonly Frame[], region: LayerFrame['region'], origin: Origin): number {
  const { facts, pixelBytes } = origin;
  const bytesOf = (level: number): number => (level === 0 ? 0 : areaOf(levelSize(region, level)) * pixelBytes);
  const peaks = groupBy(frames, (frame) => scaleKey(baseOf(frame).reading)).flatMap((alike) => {
    const shared = sharedBytes(alike, pixelBytes);
    return alike.map((frame) => {
      const { level, levelMask } = baseOf(frame);
      const masked = levelMask !== undefined && level > 1;
      return bytesOf(level) * (masked ? 2 : 1) + shared + drawingBytes(frame, origin);
    });
  });
  const last = most(frames.map((frame) => baseOf(frame).level));
  if (last > 0) peaks.push(masterReading(origin) + bytesOf(1) * (facts.orientation > 1 ? 2 : 1));
  if (last > 1) peaks.push(bytesOf(1) + bytesOf(2));
  return overhangBytes(region, origin) + most(peaks);
}

function regionsBytes(frames: readonly Frame[], origin: Origin): number {
  const groups = groupBy(frames, (frame) => rectKey(baseOf(frame).region));
  return most(groups.map((group) => (group[0] ? regionBytes(group, baseOf(group[0]).region, origin) : 0)));
}

const pixelBytesIn = ({ alpha }: ImageFacts): number => (alpha ? 4 : 3);

/** What frames of the master itself take. */
function directBytes(frames: readonly Frame[], { facts, fileBytes }: Subject, held: boolean): number {
  const pixelBytes = pixelBytesIn(facts);
  const heldBytes = held ? areaOf(facts) * pixelBytes : 0;
  const garbageBytes = leftBehind(frames, pixelBytes, held ? GARBAGE_BYTES.held : GARBAGE_BYTES.plain);
  const masked = frames.filter(({ recipe }) => recipe.composite.unsharpMask !== undefined);
  const origin = { facts, fileBytes, pixelBytes, heldBytes, garbageBytes };
  const drawn = heldBytes + leftBehind(masked, pixelBytes, GARBAGE_BYTES.masked) + regionsBytes(frames, origin);
  if (!held) return drawn;
  // Decoded as a whole, and copied once more without an alpha channel that is opaque everywhere.
  const decoding = heldBytes + readingBytes(facts, fileBytes, PICTURE_ROWS);
  return most([drawn, decoding, facts.alpha ? heldBytes + areaOf(facts) * 3 : 0]);
}

/** What is made of held pixels: these, once more where their alpha is changed, and nothing of the master's decoder. */
function derivedBytes(frame: Frame, { facts, fileBytes }: Subject): number {
  const { inner, maskImage, mask } = baseOf(frame).source;
  const source = inner ? inner.view : { width: facts.width, height: facts.height };
  const copies = 1 + (maskImage ? 1 : 0) + (mask ? 1 : 0);
  const heldBytes = areaOf(source) * 4 * copies;
  const origin = {
    facts: { ...facts, ...source, orientation: 1 },
    fileBytes,
    pixelBytes: 4,
    heldBytes,
    garbageBytes: GARBAGE_BYTES.plain,
  };
  return heldBytes + most([regionsBytes([frame], origin), readingBytes(facts, fileBytes, PICTURE_ROWS)]);
}

/**
 * What a picture whose alpha masks others takes: as a job of its own while it is drawn, its pixels and its gray after
 * that.
 */
function maskImageBytes({ object, frame }: MaskImage, find: FindSubject): readonly [drawing: number, kept: number] {
  const { drawing } = frameCost([frame], find(object), find);
  return [Math.max(LEAST_BYTES - JOB_BYTES, drawing(false)), areaOf(frame.view) * 5];
}

/** What drawing frames takes. */
export interface FrameCost {
  /** True if the subject is read more than once, where none of it is held. */
  readonly readsAgain: boolean;
  /** Bytes beside those of a job that draws nothing, with the decoded subject held or not. */
  readonly drawing: (held: boolean) => number;
}

/** The cost of frames, which are all of one subject. */
export function frameCost(frames: readonly Frame[], subject: Subject, find: FindSubject): FrameCost {
  const all = frames.flatMap(nestedFrames);
  const direct = all.filter((frame) => !isDerived(baseOf(frame)));
  const derived = all.filter((frame) => isDerived(baseOf(frame))).map((frame) => derivedBytes(frame, subject));
  const masks = all.flatMap((frame) => baseOf(frame).source.maskImage ?? []).map((one) => maskImageBytes(one, find));
  const kept = most(masks.map(([, bytes]) => bytes));
  const masking = masks.map(([bytes]) => bytes);
  return {
    readsAgain: countReadings(frames) > 1,
    drawing: (held) => {
      const heldBytes = held ? areaOf(subject.facts) * pixelBytesIn(subject.facts) : 0;
      const beside = [...derived.map((bytes) => bytes + kept), ...masking].map((bytes) => heldBytes + bytes);
      return most([directBytes(direct, subject, held), ...beside]);
    },
  };
}
