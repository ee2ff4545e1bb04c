import type { Detector } from '../detector.ts';
import { center } from './center.ts';

/** The REGISTRY of detectors, the last resort last: it always answers. */
export const DETECTORS: readonly Detector[] = [center];
