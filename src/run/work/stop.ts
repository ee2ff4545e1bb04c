import { plural } from '../../base/text.ts';
import type { ErrorCode } from '../../model/errors.ts';
import type { Control, RunState } from '../../model/run/run.ts';
import { onAbort } from '../../system/on-abort.ts';
import type { OpenRun } from '../history/open-run.ts';
import type { Settings } from '../project/settings.ts';
import type { Tally } from './tally.ts';

// How often another terminal's wish is asked for: a read of the catalog each, and nobody waits longer unawares.
const ASK_EVERY_MS = 500;

const ENDS: Readonly<Record<Control, RunState>> = { suspend: 'suspended', terminate: 'terminated' };

/** Everything that may stop a run before its end, in one signal. */
export class Stop {
  readonly #controller = new AbortController();
  readonly #run: OpenRun;
  readonly #settings: Settings;
  readonly #timer: NodeJS.Timeout;
  readonly #ignore: () => void;
  #assets = 0;
  #failedBefore = 0;
  #state: RunState = 'finished';
  #reason = '';

  constructor(outer: AbortSignal, run: OpenRun, settings: Settings) {
    this.#run = run;
    this.#settings = settings;
    this.#ignore = onAbort(outer, () => this.#stop('interrupted', ''));
    this.#timer = setInterval(() => void this.#listen(), ASK_EVERY_MS).unref();
  }

  /** Ends listening to whoever may stop it. */
  close(): void {
    this.#ignore();
    clearInterval(this.#timer);
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

  /**
   * The count that `--max-failures` is held against: the assets to work on, and what failed earlier and is left alone.
   */
  begin(assets: number, failedBefore: number): void {
    this.#assets = assets;
    this.#failedBefore = failedBefore;
  }

  /** To be asked at every job's edge. */
  check(tally: Tally, codes: readonly ErrorCode[]): void {
    const { onTimeout } = this.#settings;
    const failed = tally.counts.failedAssets - this.#failedBefore;
    if (this.#tooMany(failed))
      this.#stop('finished', `stopped after ${plural(failed, 'failed asset')} (\`maxFailures\`)`);
    if (onTimeout === 'stop' && codes.includes('ENGINE_TIMEOUT')) {
      this.#stop('finished', 'stopped after an asset took too long (`onTimeout`)');
    }
  }

  async #listen(): Promise<void> {
    // A catalog that cannot be read is for the run itself to meet.
    const control = await this.#run.asked().catch(() => undefined);
    if (control !== undefined) this.#stop(ENDS[control], `${ENDS[control]} from another terminal`);
  }

  #tooMany(failed: number): boolean {
    const limit = this.#settings.maxFailures;
    if (limit === undefined) return false;
    return 'count' in limit ? failed > limit.count : failed > 0 && failed * 100 > limit.percent * this.#assets;
  }

  #stop(state: RunState, reason: string): void {
    if (this.#controller.signal.aborted) return;
    this.#state = state;
    this.#reason = reason;
    this.#controller.abort();
  }
}
