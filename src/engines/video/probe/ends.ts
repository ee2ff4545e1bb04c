import { SourceError } from '../../../model/errors.ts';
import { askFfprobe, readingSeconds } from './ask-ffprobe.ts';
import { Lines } from '../lines.ts';
import type { ProbeAnswer } from './probe-answer.ts';

/** The ends of a clip. Seconds from its start. */
export interface Ends {
  readonly picture: number;
  /** The time at which the last picture begins: how long it stands is often a guess of ffmpeg. */
  readonly lastPicture: number;
  /** The latest end of all sounds; 0 = there is none. */
  readonly sound: number;
}

/** Collects where packets of streams end. */
class LastEnds {
  readonly #starts = new Map<number, number>();
  readonly #seconds = new Map<number, number>();

  note(stream: number, start: number, length: number): void {
    const end = start + length;
    // A line that is damaged may tell no number.
    if (!(end > 0)) return;
    this.#starts.set(stream, Math.max(start, this.#starts.get(stream) ?? 0));
    this.#seconds.set(stream, Math.max(end, this.#seconds.get(stream) ?? 0));
  }

  /** The ends of a clip by the stream index of its picture; undefined where that had no packets. */
  of(picture: number): Ends | undefined {
    const [lastPicture, seconds] = [this.#starts.get(picture), this.#seconds.get(picture)];
    if (lastPicture === undefined || seconds === undefined) return undefined;
    const sounds = [...this.#seconds].flatMap(([stream, end]) => (stream === picture ? [] : [end]));
    return { picture: seconds, lastPicture, sound: Math.max(0, ...sounds) };
  }
}

/** ffmpeg's words for a time that a packet does not have. */
const NO_TIME = -9_223_372_036_854_775_808;

/** Reads where streams end, as ffmpeg's `framecrc` prints packets: `0, 714422, 718022, 3600, 899, 0x4428…`. */
export class WrittenEnds {
  readonly #units: number[] = [];
  readonly #ends = new LastEnds();

  readonly take = (line: string): void => {
    const [, unitOf, over, under] = /^#tb (\d+): (\d+)\/(\d+)/.exec(line) ?? [];
    if (unitOf !== undefined) this.#units[Number(unitOf)] = Number(over) / Number(under);
    if (line.startsWith('#')) return;
    const [stream = -1, dts = NO_TIME, pts = NO_TIME, length = 0] = line.split(',', 4).map(Number);
    const unit = this.#units[stream];
    if (unit === undefined || dts <= NO_TIME) return;
    // A packet without a time of its own is shown after its turn to be decoded.
    this.#ends.note(stream, (pts <= NO_TIME ? dts + length : pts) * unit, length * unit);
  };

  /** `picture`: the number of its stream among those written. */
  of(picture: number): Ends | undefined {
    return this.#ends.of(picture);
  }
}

/** Reads where streams end, as ffprobe prints packets: `0,1.040000,0.040000,K_`; any part may be `N/A`. */
export class StoredEnds {
  readonly #start: number;
  readonly #ends = new LastEnds();

  /** `start`: the time in the file that is the clip's zero. */
  constructor(start: number) {
    this.#start = start;
  }

  readonly take = (line: string): void => {
    const [stream, start = Number.NaN, length = Number.NaN] = line.split(',', 3).map(Number.parseFloat);
    // D: an edit list leaves it out.
    if (stream === undefined || !Number.isFinite(start) || line.split(',', 4)[3]?.includes('D') === true) return;
    this.#ends.note(stream, start - this.#start, Number.isFinite(length) ? length : 0);
  };

  of(picture: number): Ends | undefined {
    return this.#ends.of(picture);
  }
}

/** MP4 and its kin list every frame with its time and place: the end is found without what lies before it. */
export const hasIndex = ({ format = {} }: ProbeAnswer): boolean =>
  (format.format_name ?? '').split(',').includes('mp4');

// A position beyond the end of any clip: ffprobe seeks back to the last packets before it.
const LAST_PACKETS = '99999999%';

/** Reads the end times from a file's last packets; undefined where they have none. */
export type EndsTold = () => Promise<Ends | undefined>;

/**
 * Reads the ends of the last packets of a clip. Only its last part is read, where the form lets that be found. Undefined where the
 * picture has no packets there. Throws EngineError.
 */
async function storedEnds(
  ffprobe: string,
  file: string,
  answer: ProbeAnswer,
  picture: number,
): Promise<Ends | undefined> {
  const entries = ['-show_entries', 'packet=stream_index,pts_time,duration_time,flags', '-of', 'csv=p=0'];
  const ends = new StoredEnds(Number(answer.format?.start_time) || 0);
  const lines = new Lines(ends.take);
  const args = ['-read_intervals', LAST_PACKETS, ...entries];
  try {
    await askFfprobe(ffprobe, file, args, lines.add, readingSeconds(answer));
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
  }
  lines.finish();
  return ends.of(picture);
}

/** The ends of a clip, for who wants them: of a file with an index, where everybody does, they are looked for at once. */
export function endsTold(
  ffprobe: string,
  file: string,
  answer: ProbeAnswer,
  picture: number,
): { readonly ends: EndsTold; readonly looking: Promise<unknown> } {
  const ends: EndsTold = () => storedEnds(ffprobe, file, answer, picture);
  if (!hasIndex(answer)) return { ends, looking: Promise.resolve() };
  const found = ends();
  // Errors surface where the result is awaited.
  return { ends: () => found, looking: found.catch(() => undefined) };
}
