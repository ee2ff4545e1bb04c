import type { Finding, Subject } from '../../model/analysis.ts';
import type { DetectorName } from '../../model/detectors.ts';
import type { Picture } from '../picture.ts';

/** The things to know of a master. Each is read when it is asked for first, and then at hand. */
export interface DetectorInput {
  /** All of it, upright, its longer side at most LOOK_SIDE. */
  readonly picture: () => Promise<Picture>;
  /** The regions that people marked on it, in its metadata. */
  readonly regions: () => Promise<readonly Subject[]>;
}

/** Finds the subject of a picture. The same input gives the same finding, on every machine of a platform. */
export interface Detector {
  /** Its name in `model/detectors.ts`. */
  readonly name: DetectorName;
  /** Raised whenever the same input may give another finding. */
  readonly version: string;
  /** Versions whose findings, made elsewhere, are believed here too: of better means, which are not installed here. */
  readonly believed?: readonly string[];
  readonly detect: (input: DetectorInput) => Promise<Omit<Finding, 'version'>>;
  /** Packages that it needs and that are not installed here. Absent: it needs none. */
  readonly missing?: () => readonly string[];
}

/** Longer side of what detectors look at, in pixels: the largest that any of them makes use of. */
export const ANALYSIS_SIZE = 512;

/** The finding of a detector that found nothing. */
export const NOTHING = { confidence: 0, subjects: [] } as const;
