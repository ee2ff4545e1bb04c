/** Frames that are fetched at once: more would keep what else a page needs waiting. */
const AT_ONCE = 4;

/** Fetches the frames of a spin, in the order in which they are wanted last. */
export class FrameLoader {
  readonly #images: readonly HTMLImageElement[];
  readonly #onLoad: (index: number) => void;
  readonly #begun = new Set<number>();
  #waiting: readonly number[] = [];
  #running = 0;

  constructor(images: readonly HTMLImageElement[], onLoad: (index: number) => void, signal: AbortSignal) {
    this.#images = images;
    this.#onLoad = onLoad;
    signal.addEventListener('abort', () => (this.#waiting = []));
  }

  /** Wants these frames, the first of them soonest. */
  want(order: readonly number[]): void {
    this.#waiting = order.filter((index) => !this.#begun.has(index));
    while (this.#running < AT_ONCE && this.#waiting.length > 0) void this.#next();
  }

  async #next(): Promise<void> {
    const [index, ...rest] = this.#waiting;
    this.#waiting = rest;
    const image = index === undefined ? undefined : this.#images[index];
    if (index === undefined || image === undefined) return;
    this.#begun.add(index);
    this.#running += 1;
    image.loading = 'eager';
    try {
      await image.decode();
      this.#onLoad(index);
    } catch {
      // A frame that cannot be fetched is passed over; the others turn without it.
    }
    this.#running -= 1;
    if (this.#waiting.length > 0) await this.#next();
  }
}
