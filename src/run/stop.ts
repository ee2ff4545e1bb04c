import type { ErrorCode } from '../model/errors.ts';
import type { RunState } from '../model/run.ts';
import type { Control, History } from './history.ts';
import type { Settings } from './settings.ts';
import type { Tally } from './tally.ts';

// Another terminal's wish is asked for at most this often: a read of the catalog each.
const ASK_EVERY_MS = 500;

const ENDS: Readonly<Record<Control, RunState>> = { suspend: 'suspended', terminate: 'terminated' };

/** Everything that may stop a run before its end, in one signal. */
export class Stop {
  readonly #controller = new AbortController();
  readonly #history: History;
  readonly #settings: Settings;
  #asked = 0;
  #state: RunState = 'finished';
  #reason = '';

  constructor(outer: AbortSignal, history: History, settings: Settings) {
    this.#history = history;
    this.#settings = settings;
    const interrupt = (): void => this.#stop('interrupted', '');
    if (outer.aborted) interrupt();
    else outer.addEventListener('abort', interrupt, { once: true });
  }

  /** Aborted: start nothing more, finish what is in hand. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The state the run ends in. */
  get state(): RunState {
    return this.#state;
  }

  /** Why it was stopped, for people; '' when it was not, or when they did it themselves. */
  get reason(): string {
    return this.#reason;
  }

  /** To be asked at every job's edge. */
  async check(tally: Tally, assets: number, codes: readonly ErrorCode[]): Promise<void> {
    const { onTimeout } = this.#settings;
    const failed = tally.counts.failedAssets;
    if (this.#tooMany(failed, assets)) this.#stop('finished', `stopped after ${failed} failed assets (--max-failures)`);
    if (onTimeout === 'stop' && codes.includes('ENGINE_TIMEOUT')) {
      this.#stop('finished', 'stopped after an asset took too long (--on-timeout stop)');
    }
    if (performance.now() - this.#asked < ASK_EVERY_MS) return;
    this.#asked = performance.now();
    const control = await this.#history.control();
    if (control !== undefined) this.#stop(ENDS[control], `${ENDS[control]} from another terminal`);
  }

  #tooMany(failed: number, assets: number): boolean {
    const limit = this.#settings.maxFailures;
    if (limit === undefined) return false;
    return 'count' in limit ? failed > limit.count : failed > 0 && failed * 100 > limit.percent * assets;
  }

  #stop(state: RunState, reason: string): void {
    if (this.#controller.signal.aborted) return;
    this.#state = state;
    this.#reason = reason;
    this.#controller.abort();
  }
}
