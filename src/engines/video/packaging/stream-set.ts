import type { FrameRate } from '../../../model/recipe/video-geometry.ts';
import type { Size } from '../../../model/geometry.ts';
import { languageName, UNDETERMINED } from '../../../model/language.ts';
import type { TrackPurpose } from '../../../model/track.ts';
import { LEAST_SEGMENT_SECONDS } from '../mp4/join-short-end.ts';
import type { SegmentedFile } from '../mp4/read-segments.ts';

/** A file of a packaged set, in its folder. */
export interface StreamFile extends SegmentedFile {
  readonly name: string;
  readonly file: string;
}

export interface PictureFile extends StreamFile {
  readonly size: Size;
  readonly rate: FrameRate;
}

/** Something that players choose by its language and purpose. */
export interface Choice {
  /** BCP 47; `und` = not said. */
  readonly language: string;
  /** `main`: the clip's own sound. */
  readonly purpose: TrackPurpose | 'main';
}

export interface SoundFile extends StreamFile, Choice {
  readonly channels: number;
  readonly sampleRate: number;
}

/** A file of captions, whole. */
export interface TextFile extends Choice {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
}

/** All files of a packaged set. */
export interface StreamSet {
  readonly pictures: readonly PictureFile[];
  /** The one that plays unless another is chosen first; none where the clip is silent. */
  readonly sounds: readonly SoundFile[];
  readonly texts: readonly TextFile[];
}

function secondsOf({ segments }: Pick<SegmentedFile, 'segments'>): number {
  return segments.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** The length of a set: as its longest file. */
export function setSeconds({ pictures, sounds }: StreamSet): number {
  return Math.max(...[...pictures, ...sounds].map(secondsOf));
}

/** Bits a second. */
interface Bitrates {
  /** In the worst fragment. */
  readonly peak: number;
  readonly average: number;
}

export function bitrates({ segments }: SegmentedFile): Bitrates {
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const average = Math.ceil((bytes * 8) / secondsOf({ segments }));
  // A file that is one short fragment has no burst.
  const whole = segments.filter(({ seconds }) => seconds >= LEAST_SEGMENT_SECONDS);
  const peak = Math.max(average, ...whole.map((segment) => Math.ceil((segment.bytes * 8) / segment.seconds)));
  return { peak, average };
}

/** Bandwidth of a rung with its most expensive audio, as players need it to choose. */
export function bandwidth(picture: PictureFile, { sounds }: StreamSet): Bitrates {
  const [seen, heard] = [bitrates(picture), sounds.map(bitrates)];
  return {
    peak: seen.peak + Math.max(0, ...heard.map(({ peak }) => peak)),
    average: seen.average + Math.max(0, ...heard.map(({ average }) => average)),
  };
}

/** RFC 6381 names of what a rung plays. Sounds of a set share one codec. */
export function codecsOf(picture: PictureFile, { sounds }: StreamSet): string {
  return [picture.codecs, ...new Set(sounds.map(({ codecs }) => codecs))].join(',');
}

/**
 * A file of a set as its lists refer to it: one segment of a URL, in which nothing that a name may hold means anything.
 */
export const addressOf = (file: string): string => encodeURIComponent(file);

/** The part that a purpose adds to the name of a language. */
const REMARKS: Readonly<Partial<Record<Choice['purpose'], string>>> = {
  captions: 'CC',
  forced: 'forced',
  description: 'audio description',
};

const UNNAMED: Readonly<Record<Choice['purpose'], string>> = {
  ...{ main: 'Main', audio: 'Other', description: 'Audio description' },
  ...{ subtitles: 'Subtitles', captions: 'Captions', forced: 'Forced' },
  ...{ chapters: 'Chapters', swatches: 'Swatches' },
};

function labelOf({ language, purpose }: Choice): string {
  if (language === UNDETERMINED) return UNNAMED[purpose];
  const remark = REMARKS[purpose];
  return remark === undefined ? languageName(language) : `${languageName(language)} (${remark})`;
}

/** The labels that people read in a player's menu, each once. */
export function labelsOf(choices: readonly Choice[]): readonly string[] {
  const taken = new Map<string, number>();
  return choices.map((choice) => {
    const label = labelOf(choice);
    const count = (taken.get(label) ?? 0) + 1;
    taken.set(label, count);
    return count === 1 ? label : `${label} ${count}`;
  });
}
