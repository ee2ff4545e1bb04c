/** Something that draws memory while it runs. */
export interface Sized {
  readonly memoryBytes: number;
}

/**
 * Decides who runs next within `capacityBytes`: the first that waits, as soon as enough is free for it. Meanwhile those
 * behind it may run in what is left over, but only where they leave room for it beside them: when everything older has
 * finished, it starts, whatever has overtaken it. So a large one cannot starve and nothing idles that need not.
 */
export class JobQueue<T extends Sized> {
  readonly #capacityBytes: number;
  readonly #waiting: T[] = [];
  /** Jobs that overtook the one at the head. */
  readonly #ahead = new Set<T>();

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Lines jobs up behind those that wait, in their order; each needs the capacity at most. */
  add(jobs: readonly T[]): void {
    this.#waiting.push(...jobs);
  }

  /** Takes one that waits out of the line. */
  remove(job: T): void {
    const place = this.#waiting.indexOf(job);
    if (place >= 0) this.#waiting.splice(place, 1);
    // Whoever overtook the head did so for the one that was it.
    if (place === 0) this.#ahead.clear();
  }

  /** Takes the one that may start now, with `freeBytes` free; undefined = wait for one to finish. */
  take(freeBytes: number): T | undefined {
    const head = this.#waiting[0];
    if (head === undefined) return undefined;
    if (head.memoryBytes <= freeBytes) {
      this.#ahead.clear();
      return this.#waiting.shift();
    }
    return this.#overtake(Math.min(freeBytes, this.#capacityBytes - head.memoryBytes - this.#aheadBytes()));
  }

  /** To be called for each job that was taken, once it has finished. */
  finished(job: T): void {
    this.#ahead.delete(job);
  }

  #aheadBytes(): number {
    let bytes = 0;
    for (const { memoryBytes } of this.#ahead) bytes += memoryBytes;
    return bytes;
  }

  #overtake(roomBytes: number): T | undefined {
    const place = this.#waiting.findIndex(({ memoryBytes }) => memoryBytes <= roomBytes);
    const [job] = place < 0 ? [] : this.#waiting.splice(place, 1);
    if (job) this.#ahead.add(job);
    return job;
  }
}
