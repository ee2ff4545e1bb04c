import { DETECTOR_ROWS, type DetectorName } from '../../../model/detectors.ts';
import type { Detector } from '../detector.ts';
import { cutout } from './cutout.ts';
import { faces } from './faces.ts';
import { objects } from './objects.ts';
import { regions } from './regions.ts';
import { saliency } from './saliency.ts';

const BY_NAME: Readonly<Record<DetectorName, Detector>> = { regions, cutout, faces, objects, saliency };

/**
 * The REGISTRY of detectors, in the order of their rows. Where none finds anything, a crop is taken from the middle.
 */
export const DETECTORS: readonly Detector[] = DETECTOR_ROWS.map(({ name }) => BY_NAME[name]);

/** The detectors whose packages are installed. */
export function usableDetectors(): readonly Detector[] {
  return DETECTORS.filter(({ missing }) => (missing?.() ?? []).length === 0);
}

/** Why the others cannot: by name, the packages that are missing. */
export function missingDetectors(): Readonly<Record<string, readonly string[]>> {
  const lacking = DETECTORS.map(({ name, missing }) => [name, missing?.() ?? []] as const);
  return Object.fromEntries(lacking.filter(([, packages]) => packages.length > 0));
}
