interface Waiter<T> {
  readonly take: (one: T | undefined) => void;
}

/** Idle workers, and the callers that wait for one. */
export class Resting<T> {
  readonly #resting: T[] = [];
  readonly #waiters: Waiter<T>[] = [];

  /** Takes the one that came last: its pages are warm, and the others can be let go. Undefined = none rests. */
  take(): T | undefined {
    return this.#resting.pop();
  }

  /** The next idle worker, in the order of calls; undefined after `patienceMs`, or when none will come. */
  wait(patienceMs: number): Promise<T | undefined> {
    // Several who wait at a time use up more than there is.
    if (patienceMs <= 0) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const waiter: Waiter<T> = {
        take: (one) => {
          clearTimeout(timer);
          resolve(one);
        },
      };
      const giveUp = (): void => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        resolve(undefined);
      };
      const timer = setTimeout(giveUp, patienceMs);
      this.#waiters.push(waiter);
    });
  }

  /** Takes one in, for who waits. */
  add(one: T): void {
    const waiter = this.#waiters.shift();
    if (waiter) waiter.take(one);
    else this.#resting.push(one);
  }

  /** Forgets one that rests, if it does. */
  remove(one: T): void {
    const place = this.#resting.indexOf(one);
    if (place >= 0) this.#resting.splice(place, 1);
  }

  /** Takes those out that have rested longest, until `most` are left. */
  takeSurplus(most: number): readonly T[] {
    return this.#resting.splice(0, Math.max(0, this.#resting.length - most));
  }

  /** No worker will come any more: resolves all waiting callers with undefined. */
  dismiss(): void {
    for (const { take } of this.#waiters.splice(0)) take(undefined);
  }
}
