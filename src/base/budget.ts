/** A share drawn from a budget; give it back exactly once (later calls do nothing). */
export interface Share {
  readonly amount: number;
  release(): void;
}

interface Waiter {
  readonly amount: number;
  grant(share: Share): void;
}

/**
 * A weighted semaphore that serves strictly in order of asking: a large request at the head holds back those behind
 * it until enough is free, so it cannot starve. Amounts above the capacity are the caller's to refuse beforehand.
 */
export class Budget {
  readonly capacity: number;
  #free: number;
  readonly #waiters: Waiter[] = [];

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#free = capacity;
  }

  get free(): number {
    return this.#free;
  }

  /** Resolves when `amount` has been set aside. */
  draw(amount: number): Promise<Share> {
    if (amount > this.capacity)
      return Promise.reject(new RangeError(`${amount} exceeds the budget of ${this.capacity}`));
    return new Promise((grant) => {
      this.#waiters.push({ amount, grant });
      this.#serve();
    });
  }

  /** Sets `amount` aside now, or answers undefined when that would overtake a waiter or overdraw. */
  tryDraw(amount: number): Share | undefined {
    return this.#waiters.length === 0 && amount <= this.#free ? this.#take(amount) : undefined;
  }

  #take(amount: number): Share {
    this.#free -= amount;
    let held = true;
    return {
      amount,
      release: () => {
        if (!held) return;
        held = false;
        this.#free += amount;
        this.#serve();
      },
    };
  }

  #serve(): void {
    for (let head = this.#waiters[0]; head !== undefined && head.amount <= this.#free; head = this.#waiters[0]) {
      this.#waiters.shift();
      head.grant(this.#take(head.amount));
    }
  }
}
