import type { MasterStat } from './asset.ts';

/** The purpose of a track beside the picture. `forced`: shows only what is foreign to the sound. */
export type TrackPurpose = 'subtitles' | 'captions' | 'forced' | 'chapters' | 'swatches' | 'audio' | 'description';

interface PurposeRow {
  /** Its marks in sidecar file names. */
  readonly words: readonly string[];
  readonly medium: 'text' | 'sound';
  /** The role that DASH gives it (ISO/IEC 23009-1 §5.8.5.5); null = it is not listed for players. */
  readonly role: string | null;
}

export const PURPOSES: Readonly<Record<TrackPurpose, PurposeRow>> = {
  subtitles: { words: ['subtitles', 'subtitle', 'subs'], medium: 'text', role: 'subtitle' },
  // For the deaf and hard of hearing.
  captions: { words: ['captions', 'caption', 'cc', 'sdh'], medium: 'text', role: 'caption' },
  forced: { words: ['forced'], medium: 'text', role: 'forced-subtitle' },
  chapters: { words: ['chapters', 'chapter', 'navigation'], medium: 'text', role: null },
  // Written down in the sidecar of the clip, and in no file of their own.
  swatches: { words: [], medium: 'text', role: null },
  audio: { words: ['audio'], medium: 'sound', role: 'dub' },
  // For people who cannot see the picture (audio description).
  description: { words: ['description', 'ad'], medium: 'sound', role: 'description' },
};

/** The reading of a file beside a master: captions of two kinds, or sound. */
export type SidecarForm = 'vtt' | 'srt' | 'sound';

/** A file beside a master that adds a track to it. */
export interface Sidecar {
  /** Below the library, as the file system spells it. */
  readonly file: string;
  readonly stat: MasterStat;
  readonly sha256: string;
  readonly form: SidecarForm;
  readonly purpose: TrackPurpose;
  /** BCP 47; `und` = not said. */
  readonly language: string;
}

/** The description of a finished track for those who list it. */
export interface TrackFacts {
  readonly purpose: TrackPurpose;
  readonly language: string;
}

export const isText = ({ purpose }: Pick<TrackFacts, 'purpose'>): boolean => PURPOSES[purpose].medium === 'text';
