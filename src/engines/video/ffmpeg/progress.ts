import { Lines } from '../lines.ts';

/** ffmpeg's filter `metadata` on the time of a frame that comes past: `frame:3 pts:3 pts_time:30`. */
const FRAME_TIME = /^frame:.* pts_time:([\d.]+)/;

/**
 * Reads what ffmpeg tells with `-progress`: lines `key=value`, a block of them twice a second once all its files have begun;
 * and the times of frames that it prints (`tellTimes`).
 */
export class Progress {
  readonly #seconds: number;
  readonly #onShare: (share: number) => void;
  readonly #onLine: ((line: string) => void) | undefined;
  readonly #lines = new Lines((line) => this.#read(line));
  #share = 0;
  #frame = '';
  #time = '';

  /** `seconds`: how long the finished file will be; `onLine` is told every line. */
  constructor(seconds: number, onShare: (share: number) => void, onLine?: (line: string) => void) {
    this.#seconds = seconds;
    this.#onShare = onShare;
    this.#onLine = onLine;
  }

  /** The last progress block; ffmpeg repeats the same one while it stalls. '' before the first. */
  get told(): string {
    return `${this.#frame} ${this.#time}`.trim();
  }

  readonly add = this.#lines.add;

  #read(line: string): void {
    this.#onLine?.(line);
    const time = FRAME_TIME.exec(line)?.[1];
    if (time !== undefined) return this.#grow(Number(time));
    const [key = '', value = ''] = line.split('=', 2);
    if (key === 'frame') this.#frame = value;
    if (key === 'out_time') this.#time = value;
    // Microseconds, in spite of the name that some versions give it; N/A before the first frame.
    const written = key === 'out_time_us' || key === 'out_time_ms' ? Number(value) / 1e6 : Number.NaN;
    this.#grow(written);
  }

  /** `seconds`: how far it has come; where that is no number it is passed over. */
  #grow(seconds: number): void {
    if (!(seconds > 0)) return;
    const share = Math.min(1, seconds / Math.max(this.#seconds, 0.001));
    if (share <= this.#share) return;
    this.#share = share;
    this.#onShare(share);
  }
}
