import { type Frame, isDerived, type LayerFrame, nestedFrames } from './frame.ts';
import { readingKey, rectKey } from './reading.ts';

/**
 * The readings of the master for a layer: of a region all levels together, each reading at its full size, or all of the
 * master.
 */
function keysOf(layer: LayerFrame): readonly string[] {
  const { inner, maskImage, object, solid } = layer.source;
  const masking = maskImage && maskImage.object === undefined ? readingKeys(maskImage.frame) : [];
  if ((inner ?? object ?? solid) !== undefined) return masking;
  if (isDerived(layer)) return [...masking, 'all'];
  return [`${rectKey(layer.region)}/${layer.level === 0 ? readingKey(layer.reading) : 'levels'}`];
}

function readingKeys(frame: Frame): readonly string[] {
  return nestedFrames(frame).flatMap(({ composite }) => composite.layers.flatMap(keysOf));
}

/** The number of times that the master has to be decoded for frames when nothing of it is held. */
export function countReadings(frames: readonly Frame[]): number {
  return new Set(frames.flatMap(readingKeys)).size;
}
