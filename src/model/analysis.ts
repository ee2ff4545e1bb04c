import type { NormalRect } from './geometry.ts';

/** One thing that a detector found in a picture. */
export interface Subject {
  /** Inside the upright master. */
  readonly box: NormalRect;
  /** The confidence of the detector that it is there, 0…1. */
  readonly score: number;
  /** The kind of subject, in a word: `face`, `dog`, `cutout`. */
  readonly label: string;
  /** The direction in which a face looks: −1 = to the left edge, 0 = at the viewer, 1 = to the right edge. */
  readonly looks?: number;
}

/** The saliency of each part of a picture, in few cells: rows from the top, a byte each. */
export interface SubjectMap {
  readonly width: number;
  readonly height: number;
  /** Base64 of width × height bytes, 255 = most. */
  readonly cells: string;
}

/** The findings of one detector; nothing found is a finding too. Plain data: it is stored and crosses processes. */
export interface Finding {
  /** Version of the detector: findings of another version are out of date. */
  readonly version: string;
  /** The confidence that what it found is the subject of the picture, 0…1; 0 = it found nothing. */
  readonly confidence: number;
  /** The most certain first. */
  readonly subjects: readonly Subject[];
  readonly map?: SubjectMap;
  /** Findings at points in time of a clip, in order. The other fields are empty then. */
  readonly moments?: readonly Moment[];
}

/** The findings of one detector in one frame of a clip. */
export interface Moment extends Pick<Finding, 'confidence' | 'subjects' | 'map'> {
  readonly seconds: number;
  /** True if another scene begins with it. */
  readonly cut: boolean;
}

/** The findings about a picture's subject, by the name of the detector. It depends on the master's pixels alone. */
export type Analysis = Readonly<Record<string, Finding>>;
