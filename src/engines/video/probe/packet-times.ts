import { Lines } from './lines.ts';

/** Reads the times of packets as ffprobe prints them, a line each: `1.040000,0.040000`; either may be `N/A`. */
export class PacketTimes {
  readonly #lines = new Lines((line) => this.#take(line));
  #first = Infinity;
  #last = -Infinity;

  /** Takes a piece of the text: lines may be cut anywhere. */
  readonly add = this.#lines.add;

  /** From the start of the first to the end of the last; 0 where there are none. */
  finish(): number {
    this.#lines.finish();
    return Math.max(0, this.#last - this.#first);
  }

  #take(line: string): void {
    const [start, length] = line.split(',').map(Number.parseFloat);
    if (start === undefined || !Number.isFinite(start)) return;
    this.#first = Math.min(this.#first, start);
    this.#last = Math.max(this.#last, start + (length !== undefined && Number.isFinite(length) ? length : 0));
  }
}
