import { damaged } from '../ffmpeg/ffmpeg-error.ts';
import { hasIndex, type Ends, type EndsTold } from './ends.ts';
import type { ProbeAnswer } from './probe-answer.ts';
import type { ReadThrough } from './read-through.ts';

/** The length of a clip. Seconds. */
export interface Length {
  readonly durationSeconds: number;
  /** Length of the picture alone, where it was measured. */
  readonly pictureSeconds?: number;
  /** `false`: times in the file do not grow, or its header claims too little. */
  readonly seekable?: false;
}

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;

// Bits a second of a still slide show with silence; a file that claims less claims a length that it does not have.
const LEAST_BITRATE = 500;

// Rounding, and sound that goes on for a moment: no header that is wrong.
const SAME_SECONDS = 0.5;
const SAME_SHARE = 0.05;

// Headers count in milliseconds. Many leave out how long the last picture stands, or count from where times are zero and not from
// the first picture: whatever is more than rounding is a picture that would be lost.
const ROUNDING_SECONDS = 0.005;

function isCredible(seconds: number, { format = {} }: ProbeAnswer): boolean {
  return seconds > 0 && (Number(format.size ?? 0) * 8) / seconds >= LEAST_BITRATE;
}

/** The latest end of the picture and all sounds. */
const endOf = ({ picture, sound }: Ends): number => Math.max(picture, sound);

/** The end of the picture where the last one stands for so many seconds, or for fewer: how long it does is often a guess. */
const leastEnds = (ends: Ends, lastSeconds: number): Ends => ({
  ...ends,
  picture: Math.min(ends.picture, ends.lastPicture + lastSeconds),
});

const measured = (ends: Ends): Length => ({ durationSeconds: round(endOf(ends)), pictureSeconds: round(ends.picture) });

/** The length that a header claims, and what it leaves out of the picture, whose end is `least` at the earliest. */
function toPictureEnd(claimed: number, ends: Ends | undefined, least = ends?.picture ?? 0): Length {
  const isCut = ends !== undefined && claimed < least - ROUNDING_SECONDS;
  return isCut ? measured(ends) : { durationSeconds: round(claimed) };
}

/** A file that lists its frames may list more than its header claims. */
async function ofIndex(claimed: number, told: EndsTold): Promise<Length> {
  const ends = await told();
  return ends !== undefined && claimed < endOf(ends) - SAME_SECONDS ? measured(ends) : toPictureEnd(claimed, ends);
}

/** The length of the pictures where sound goes on behind them: headers tell of the longer of both, or say it of each stream. */
function beforeSound(claimed: number, { picture, sound }: Ends): Pick<Length, 'pictureSeconds'> {
  const goesOn = picture < claimed - SAME_SECONDS && sound >= claimed - SAME_SECONDS;
  return goesOn ? { pictureSeconds: round(picture) } : {};
}

/** Compares the measured length with the one in the header. */
async function ofReading(claimed: number, read: Ends, told: EndsTold, frameSeconds: number): Promise<Length> {
  // Where frames come at any time ffmpeg takes the last to stand as long as the average one, and the header knows better.
  const least = leastEnds(read, frameSeconds);
  const isShort = claimed < endOf(least) - SAME_SECONDS;
  const isLong = claimed > endOf(read) + Math.max(SAME_SECONDS, claimed * SAME_SHARE);
  // A file that was cut off ends before the time that its header claims; one whose times leap does not.
  const stored = isLong ? await told() : undefined;
  const leaps = stored !== undefined && endOf(stored) >= claimed * (1 - SAME_SHARE);
  if (isShort || leaps) return { ...measured(read), seekable: false };
  return { ...beforeSound(claimed, read), ...toPictureEnd(claimed, read, least.picture) };
}

/**
 * The length of a clip: what its header claims where that can be believed, else what it holds. Headers of other forms than
 * MP4 tell of a first part alone, or of times that leap; an index may hold more than its header says. `read`: what reading
 * it to its end told; times of a clip behind the first one (`joined`) are among them. Throws SourceError where nothing tells, EngineError where that took too long.
 */
export async function findLength(
  answer: ProbeAnswer,
  { ends, gaveUp, joined, frameSeconds }: ReadThrough & { readonly joined?: boolean; readonly frameSeconds: number },
  told: EndsTold,
): Promise<Length> {
  const claimed = Number(answer.format?.duration ?? 0);
  if (isCredible(claimed, answer)) {
    if (hasIndex(answer)) return ofIndex(claimed, told);
    if (ends === undefined || joined === true) return { durationSeconds: round(claimed) };
    return ofReading(claimed, ends, told, frameSeconds);
  }
  const held = ends ?? (await told());
  if (held !== undefined && isCredible(endOf(held), answer)) return measured(held);
  throw gaveUp ?? damaged('a file that does not say how long it is');
}
