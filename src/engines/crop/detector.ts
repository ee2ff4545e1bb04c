import type { NormalPoint } from '../../model/geometry.ts';
import type { Size } from '../../model/geometry.ts';

/** What a detector looks at: a part of an upright master. */
export interface Scene {
  /** In pixels of the master. */
  readonly size: Size;
}

/** Where the subject is, as fractions of the scene, and how sure that is (0…1). */
export interface Subject {
  readonly focus: NormalPoint;
  readonly confidence: number;
}

/** Finds the subject of a picture. The same scene gives the same answer, on every machine. */
export interface Detector {
  /** What `smartCrop.strategy` and the manifest's `by` call it. */
  readonly name: string;
  /** Raised whenever the same scene may get another answer. */
  readonly version: string;
  /** The subject, or null where this detector finds none: the next is asked. */
  detect(scene: Scene): Promise<Subject | null>;
}
