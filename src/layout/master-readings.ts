import type { ImageFacts } from '../model/asset.ts';
import type { Rect, Size } from '../model/geometry.ts';
import { levelSize } from '../model/level.ts';
import { type Frame, isDerived, type LayerFrame, nestedFrames } from './frame.ts';
import { areRowsTied, readingKey, rectKey } from './reading.ts';

/** Tells whether the halvings of a region of the master are there, so that it is not read for them. */
type IsHalved = (region: Rect) => boolean;

/** EXIF orientations above this one lie on their side: their rows are stored as columns. */
const LAST_UPRIGHT = 4;

/** One or more readings of the master, as one decoding serves them. */
interface MasterReading {
  /** Readings that one decoding serves have the same text. */
  readonly key: string;
  /** The sizes from and to which it scales; absent where it does not. */
  readonly scaling?: readonly [from: Size, to: Size];
}

/**
 * The readings of the master for a layer: of a region all levels together, each reading at its full size, or all of the
 * master.
 */
function readingsOf(layer: LayerFrame, isHalved: IsHalved): readonly MasterReading[] {
  const { inner, maskImage, object, solid } = layer.source;
  const masking = maskImage && maskImage.object === undefined ? readingsFor(maskImage.frame, isHalved) : [];
  if ((inner ?? object ?? solid) !== undefined) return masking;
  if (isDerived(layer)) return [...masking, { key: 'all' }];
  const { region, level, reading } = layer;
  if (level === 0)
    return [{ key: `${rectKey(region)}/${readingKey(reading)}`, scaling: [region, reading.scaled] }, ...masking];
  if (isHalved(region)) return masking;
  return [{ key: `${rectKey(region)}/levels`, scaling: [region, levelSize(region, 1)] }];
}

function readingsFor(frame: Frame, isHalved: IsHalved): readonly MasterReading[] {
  return nestedFrames(frame).flatMap(({ composite }) =>
    composite.layers.flatMap((layer) => readingsOf(layer, isHalved)),
  );
}

/**
 * Tells whether a master is decoded once and held for frames, where there is memory for it: if it is read more than once, and
 * scaling what is held gives the bytes that scaling it from its file gives. `isHalved`: whether the halvings of a region are
 * there already.
 */
export function isHeldFor(
  frames: readonly Frame[],
  { orientation }: Pick<ImageFacts, 'orientation'>,
  isHalved: IsHalved = () => false,
): boolean {
  const readings = frames.flatMap((frame) => readingsFor(frame, isHalved));
  const rowsOf = ({ width, height }: Size): number => (orientation > LAST_UPRIGHT ? width : height);
  const areTied = readings.some(({ scaling }) => scaling && areRowsTied(rowsOf(scaling[0]), rowsOf(scaling[1])));
  return !areTied && new Set(readings.map(({ key }) => key)).size > 1;
}
