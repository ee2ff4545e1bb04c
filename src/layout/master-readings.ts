import type { ImageFacts } from '../model/asset.ts';
import type { Rect, Size } from '../model/geometry.ts';
import { levelSize } from '../model/level.ts';
import { canStream } from '../model/formats/stored-pixels.ts';
import { type Frame, isDerived, type LayerFrame, nestedFrames } from './frame.ts';
import { areRowsTied, readingKey, rectKey } from './reading.ts';
import { areaOf } from './rect.ts';

/** Tells whether the halvings of a region of the master are there, so that it is not read for them. */
type IsHalved = (region: Rect) => boolean;

/** EXIF orientations above this one lie on their side: their rows are stored as columns. */
const LAST_UPRIGHT = 4;

/** One or more readings of the master, as one decoding serves them. */
interface MasterReading {
  /** Readings that one decoding serves have the same text. */
  readonly key: string;
  /** Scaling what is held would give other bytes than scaling it from its file: it is read from there whatever is held. */
  readonly isTied: boolean;
}

type Oriented = Pick<ImageFacts, 'orientation'>;

/** The rows of a picture as they are stored. */
const rowsOf = ({ width, height }: Size, orientation: number): number => (orientation > LAST_UPRIGHT ? width : height);

/** Tells whether scaling what is held of a master may give other bytes than scaling it from its file. */
export function isTied(region: Size, scaled: Size, { orientation }: Oriented): boolean {
  return areRowsTied(rowsOf(region, orientation), rowsOf(scaled, orientation));
}

/**
 * The readings of the master for a layer: of a region all levels together, each reading at its full size, or all of the
 * master.
 */
function readingsOf(layer: LayerFrame, facts: Oriented, isHalved: IsHalved): readonly MasterReading[] {
  const { inner, maskImage, object, solid } = layer.source;
  const masking = maskImage && maskImage.object === undefined ? readingsFor(maskImage.frame, facts, isHalved) : [];
  if ((inner ?? object ?? solid) !== undefined) return masking;
  if (isDerived(layer)) return [...masking, { key: 'all', isTied: false }];
  const { region, level, reading } = layer;
  const of = (scaled: Size, what: string): MasterReading => ({
    key: `${rectKey(region)}/${what}`,
    isTied: isTied(region, scaled, facts),
  });
  if (level === 0) return [of(reading.scaled, readingKey(reading)), ...masking];
  if (isHalved(region)) return masking;
  return [of(levelSize(region, 1), 'levels'), ...masking];
}

function readingsFor(frame: Frame, facts: Oriented, isHalved: IsHalved): readonly MasterReading[] {
  return nestedFrames(frame).flatMap(({ composite }) =>
    composite.layers.flatMap((layer) => readingsOf(layer, facts, isHalved)),
  );
}

/**
 * Tells whether a master is decoded once and held for frames, where there is memory for it: if more than one of their readings
 * can be made of what is held. `isHalved`: whether the halvings of a region are there already.
 */
export function isHeldFor(frames: readonly Frame[], facts: Oriented, isHalved: IsHalved = () => false): boolean {
  const readings = frames.flatMap((frame) => readingsFor(frame, facts, isHalved));
  return new Set(readings.flatMap(({ key, isTied: tied }) => (tied ? [] : [key]))).size > 1;
}

/** Tells whether the numbers of a master are those that renditions are drawn in: nothing converts them, nothing turns them. */
export function isPlain({ colorSpace, depth, icc, profileKind, told, alpha, orientation }: ImageFacts): boolean {
  const isUsual = icc === null || profileKind === 'srgb';
  return colorSpace === 'srgb' && depth === 8 && isUsual && told === undefined && !alpha && (orientation ?? 1) === 1;
}

// Measured: photographs of 1 to 24 megapixels take a sixth less CPU where they are held, one of 101 megapixels as much.
const MOST_HELD_FOR_PYRAMID = 64_000_000;

/**
 * Tells whether a master is decoded once and held for its pyramid, where there is memory for it, with the halvings that come of it:
 * other renditions are drawn of the same pixels.
 */
export const isHeldForPyramid = (facts: ImageFacts): boolean =>
  isPlain(facts) && canStream(facts) && areaOf(facts) <= MOST_HELD_FOR_PYRAMID;
