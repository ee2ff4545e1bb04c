import type { Lock, LockHolder, OutputLock } from './lock.ts';

/** The lock of an output that is known to this process alone. */
export class MemoryLock implements OutputLock {
  readonly output: string;
  #holder: LockHolder | undefined;

  constructor(output: string) {
    this.output = output;
  }

  take(holder: LockHolder): Lock | undefined {
    if (this.#holder !== undefined) return undefined;
    this.#holder = holder;
    return {
      release: () => {
        if (this.#holder === holder) this.#holder = undefined;
      },
    };
  }

  holder(): Partial<LockHolder> {
    return this.#holder ?? {};
  }
}
