import type { Finding } from '../../model/analysis.ts';
import type { Picture } from '../picture.ts';

/** Finds the subject of a picture. The same look gives the same finding, on every machine of a platform. */
export interface Detector {
  /** What `smartCrop.strategy` and the manifest's `by` call it. */
  readonly name: string;
  /** Raised whenever the same look may give another finding. */
  readonly version: string;
  /** `look`: the whole upright master, its longer side at most LOOK_SIDE. */
  readonly detect: (look: Picture) => Promise<Omit<Finding, 'version'>>;
  /** Packages that it needs and that are not installed here. Absent: it needs none. */
  readonly missing?: () => readonly string[];
}

/** Longer side of what detectors look at, in pixels: the largest that any of them makes use of. */
export const LOOK_SIDE = 512;

/** The finding of a detector that found nothing. */
export const NOTHING = { confidence: 0, subjects: [] } as const;
