import { residentBelow } from './process-tree.ts';
import { readResident, resetPeak } from './resident.ts';

// Often enough to catch a decode that runs away (a gigabyte takes about half a second), cheap enough to forget: one
// reading takes 30 microseconds.
const INTERVAL_MS = 50;

/**
 * Watches the resident memory of a process and all it has started while it works; where the system does not tell, it
 * sees nothing.
 */
export class MemoryWatch {
  readonly #pid: number;
  readonly #timer: NodeJS.Timeout;
  readonly #exact: boolean;
  #peakBytes: number | undefined;

  /** Calls `onExceeded` once the process exceeds `limitBytes`. */
  constructor(pid: number, limitBytes: number, onExceeded: () => void) {
    this.#pid = pid;
    this.#exact = resetPeak(pid);
    this.#timer = setInterval(() => {
      if (this.#sample() <= limitBytes) return;
      clearInterval(this.#timer);
      onExceeded();
    }, INTERVAL_MS);
    this.#timer.unref();
  }

  /** Ends the watch and answers the most the process held meanwhile. */
  stop(): number | undefined {
    clearInterval(this.#timer);
    this.#sample();
    return this.#peakBytes;
  }

  #sample(): number {
    const resident = readResident(this.#pid);
    if (resident === undefined) return 0;
    const below = residentBelow(this.#pid);
    // The kernel keeps the peak of a single process only; that of a tree is what is seen of it.
    const peak = this.#exact && below === 0 ? resident.peakBytes : resident.bytes + below;
    this.#peakBytes = Math.max(this.#peakBytes ?? 0, peak);
    return resident.bytes + below;
  }
}
