import type { Budget } from '../base/budget.ts';
import { onAbort } from '../system/on-abort.ts';
import { JobQueue, type Sized } from './job-queue.ts';

/** One place among the workers, with the memory drawn for it. */
export interface Pass {
  /** Gives both back; later calls do nothing. */
  leave(): void;
}

interface Entry extends Sized {
  grant(pass: Pass | undefined): void;
}

/**
 * Admits work as slots and memory become free, first come first served; small work may overtake large work as long as
 * it does not delay it. All users of one budget share one admission.
 */
export class Admission {
  readonly #budget: Budget;
  readonly #queue: JobQueue<Entry>;
  readonly #allPlaces: number;
  #places: number;
  #isHeld = false;

  /** `places` = work side by side at most, at least 1. Nobody else may draw from `budget`. */
  constructor(budget: Budget, places: number) {
    this.#budget = budget;
    this.#queue = new JobQueue(budget.capacity);
    this.#allPlaces = places;
    this.#places = places;
  }

  /** While held, nothing is admitted: results arrive faster than they are processed. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#serve();
  }

  /** Nothing waits, and there is a place for more. */
  get hasRoom(): boolean {
    return this.#queue.isEmpty && this.#places > 0;
  }

  /**
   * Cores that one who is inside may want to keep busy: those of all places where nothing waits for one, whoever is beside it:
   * who leaves then leaves a core to it. Else its own.
   */
  get cores(): number {
    return this.#queue.isEmpty ? this.#allPlaces : 1;
  }

  /** Bytes that nobody has drawn. */
  get freeBytes(): number {
    return this.#budget.free;
  }

  /** Bytes that one may draw at most. */
  get capacityBytes(): number {
    return this.#budget.capacity;
  }

  /** Resolves to a pass when it is this one's turn; to undefined when `signal` is aborted before that. */
  enter(memoryBytes: number, signal: AbortSignal): Promise<Pass | undefined> {
    if (memoryBytes > this.capacityBytes) {
      return Promise.reject(new RangeError(`expected at most ${this.capacityBytes} bytes, got ${memoryBytes}`));
    }
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const entry: Entry = {
        memoryBytes,
        grant: (pass) => {
          ignore();
          resolve(pass);
        },
      };
      const ignore = onAbort(signal, () => {
        this.#queue.remove(entry);
        entry.grant(undefined);
        this.#serve();
      });
      this.#queue.add([entry]);
      this.#serve();
    });
  }

  #serve(): void {
    while (this.#places > 0 && !this.#isHeld) {
      const entry = this.#queue.take(this.#budget.free);
      if (entry === undefined) return;
      entry.grant(this.#admit(entry));
    }
  }

  #admit(entry: Entry): Pass {
    const share = this.#budget.tryDraw(entry.memoryBytes);
    if (share === undefined) throw new Error('expected memory that the queue saw to be free, got none');
    this.#places--;
    let inside = true;
    return {
      leave: () => {
        if (!inside) return;
        inside = false;
        this.#places++;
        this.#queue.finished(entry);
        share.release();
        this.#serve();
      },
    };
  }
}
