import { toPixels, type NormalPoint, type NormalRect, type Rect, type Size } from '../../model/geometry.ts';
import type { SmartCrop } from '../../model/recipe.ts';
import type { SmartCropRecord } from '../../model/rendition.ts';
import type { Subject } from './detector.ts';
import { center, MIDDLE } from './detectors/center.ts';
import { DETECTORS } from './detectors/index.ts';
import { windowAround } from './window.ts';

/** A smart crop's window in pixels of the upright master, and what the manifest says of it. */
export interface FoundWindow {
  readonly window: Rect;
  readonly record: Omit<SmartCropRecord, 'name'>;
}

interface Sighting extends Subject {
  readonly by: string;
}

/** Six digits tell pixels of 500,000 apart and read well. */
const round = (fraction: number): number => Math.round(fraction * 1e6) / 1e6;

/** A rectangle as fractions of the upright master. */
function normalize({ x, y, width, height }: Rect, of: Size): NormalRect {
  return [round(x / of.width), round(y / of.height), round(width / of.width), round(height / of.height)];
}

/** A point given as fractions of `part`, as fractions of the master. */
function lift([x, y]: NormalPoint, part: Rect, of: Size): NormalPoint {
  return [round((part.x + x * part.width) / of.width), round((part.y + y * part.height) / of.height)];
}

/** Asks the detectors in the order of the strategy; whoever answers first is believed, and the middle always answers. */
async function lookFor(strategy: readonly string[], size: Size): Promise<Sighting> {
  for (const name of strategy) {
    const subject = await DETECTORS.find((known) => known.name === name)?.detect({ size });
    if (subject) return { ...subject, by: name };
  }
  return { ...MIDDLE, by: center.name };
}

/**
 * The window of a smart crop inside `base`, a part of an upright master of size `of`: a person's rectangle as it is,
 * else the largest of its ratio, divided by its zoom, around a person's focus or the subject that was found.
 */
export async function findWindow(crop: SmartCrop, base: Rect, of: Size): Promise<FoundWindow> {
  const { override, ratio, zoom } = crop;
  if (override && 'rect' in override) {
    const window = toPixels(override.rect, of);
    const focus = lift([0.5, 0.5], window, of);
    return { window, record: { rect: normalize(window, of), focus, by: 'manual', confidence: 1 } };
  }
  const sighting: Sighting = override
    ? { focus: within(override.focus, base, of), confidence: 1, by: 'manual' }
    : await lookFor(crop.strategy, base);
  const window = windowAround(base, ratio, zoom, sighting.focus);
  const { by, confidence } = sighting;
  return { window, record: { rect: normalize(window, of), focus: lift(sighting.focus, base, of), by, confidence } };
}

/** A point of the master as fractions of a part of it. */
function within([x, y]: NormalPoint, part: Rect, of: Size): NormalPoint {
  return [(x * of.width - part.x) / part.width, (y * of.height - part.y) / part.height];
}
