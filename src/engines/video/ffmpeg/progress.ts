import { Lines } from '../lines.ts';

/** Reads what ffmpeg tells with `-progress`: lines `key=value`, a block of them twice a second. */
export class Progress {
  readonly #seconds: number;
  readonly #onShare: (share: number) => void;
  readonly #lines = new Lines((line) => this.#read(line));
  #share = 0;
  #frame = '';
  #time = '';

  /** `seconds`: how long the finished file will be. */
  constructor(seconds: number, onShare: (share: number) => void) {
    this.#seconds = seconds;
    this.#onShare = onShare;
  }

  /** The progress that it told last: whoever stands still tells the same again and again. '' before the first. */
  get told(): string {
    return `${this.#frame} ${this.#time}`.trim();
  }

  readonly add = this.#lines.add;

  #read(line: string): void {
    const [key = '', value = ''] = line.split('=', 2);
    if (key === 'frame') this.#frame = value;
    if (key === 'out_time') this.#time = value;
    // Microseconds, in spite of the name that some versions give it; N/A before the first frame.
    const written = key === 'out_time_us' || key === 'out_time_ms' ? Number(value) / 1e6 : Number.NaN;
    if (!(written > 0)) return;
    const share = Math.min(1, written / Math.max(this.#seconds, 0.001));
    if (share <= this.#share) return;
    this.#share = share;
    this.#onShare(share);
  }
}
