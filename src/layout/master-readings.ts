import type { ImageFacts } from '../model/asset.ts';
import { masterFormat } from '../model/formats/master-formats.ts';
import { canStream, isWidened } from '../model/formats/stored-pixels.ts';
import type { Rect, Size } from '../model/geometry.ts';
import { levelSize } from '../model/level.ts';
import { type Frame, isDerived, type LayerFrame, nestedFrames } from './frame.ts';
import { readingKey, rectKey } from './reading.ts';
import { areaOf } from './rect.ts';

/** Tells whether the halvings of a region of the master are there, so that it is not read for them. */
type IsHalved = (region: Rect) => boolean;

/**
 * The readings of the master for a layer: of a region all levels together, each reading at its full size, or all of the
 * master. Those that one decoding serves have the same text.
 */
function readingsOf(layer: LayerFrame, isHalved: IsHalved): readonly string[] {
  const { inner, maskImage, object, solid } = layer.source;
  const masking = maskImage && maskImage.object === undefined ? readingsFor(maskImage.frame, isHalved) : [];
  if ((inner ?? object ?? solid) !== undefined) return masking;
  if (isDerived(layer)) return [...masking, 'all'];
  const { region, level, reading } = layer;
  if (level === 0) return [`${rectKey(region)}/${readingKey(reading)}`, ...masking];
  return isHalved(region) ? masking : [`${rectKey(region)}/levels`, ...masking];
}

function readingsFor(frame: Frame, isHalved: IsHalved): readonly string[] {
  return nestedFrames(frame).flatMap(({ composite }) =>
    composite.layers.flatMap((layer) => readingsOf(layer, isHalved)),
  );
}

/**
 * Tells whether a master is decoded once and held for frames, where there is memory for it: if it is read more than once, or scaled
 * in 16 bits. Measured: what is held is so scaled in a third of the CPU that libvips takes while it streams.
 * `isHalved`: whether the halvings of a region are there already.
 */
export function isHeldFor(facts: ImageFacts, frames: readonly Frame[], isHalved: IsHalved = () => false): boolean {
  const most = isWidened(facts) ? 0 : 1;
  return new Set(frames.flatMap((frame) => readingsFor(frame, isHalved))).size > most;
}

/** Tells whether the numbers of a master are those that renditions are drawn in: nothing converts them, nothing turns them. */
export function isPlain({ colorSpace, depth, icc, profileKind, told, alpha, orientation }: ImageFacts): boolean {
  const isUsual = icc === null || profileKind === 'srgb';
  return colorSpace === 'srgb' && depth === 8 && isUsual && told === undefined && !alpha && (orientation ?? 1) === 1;
}

// Measured: photographs of 1 to 24 megapixels take a sixth less CPU where they are held, one of 101 megapixels as much.
const MOST_HELD_FOR_PYRAMID = 64_000_000;

/**
 * Tells whether a master is decoded once and held in memory with its halvings for the pyramid; other renditions are
 * drawn from the same pixels.
 */
export const isHeldForPyramid = (facts: ImageFacts): boolean =>
  isPlain(facts) && canStream(facts) && areaOf(facts) <= MOST_HELD_FOR_PYRAMID;

// From here on the pixels of a row take longer than the file that they are written into: measured with 429 megapixels, whose file
// of pixels takes the CPU that a second decoding does, and 60 MB less. Pixels.
const LEAST_STAGED = 150_000_000;

/**
 * Tells whether a reading of a master that is streamed may go into a file: it is neither turned in memory, nor looked at for alpha
 * that is opaque everywhere.
 */
export const isStageable = ({ alpha, orientation }: ImageFacts): boolean => !alpha && orientation === 1;

// Smaller halvings take less memory than what they are made of.
const LEAST_HALVED_INTO_FILE = 10_000_000;

/**
 * Tells whether a halving of a region of a master that is streamed is left in a file, of which the next one is made, where no
 * rendition is drawn of it.
 */
export const isHalvedIntoFile = (region: Size, number: number): boolean =>
  areaOf(region) >= LEAST_STAGED && areaOf(levelSize(region, number)) >= LEAST_HALVED_INTO_FILE;

/**
 * Tells whether the pixels of a master that is streamed are brought into a file of their own first, of which its pyramid is made:
 * while its decoder works, all of what it reads counts as memory of the worker. What lies on its side is held as a whole anyway.
 */
export const isStaged = (facts: ImageFacts): boolean =>
  areaOf(facts) >= LEAST_STAGED &&
  canStream(facts) &&
  facts.orientation === 1 &&
  facts.rewriteBytes === undefined &&
  masterFormat(facts.mime)?.decoding?.wholeFile === true;
