import { Cancelled } from '../model/errors.ts';
import type { CallOptions, Event } from '../model/run/event.ts';
import { onAbort } from '../system/on-abort.ts';
import type { RunContext } from './request.ts';

/** A call from its beginning to its end. */
export class Call {
  readonly context: RunContext;
  readonly #stop = new AbortController();
  readonly #ignored: readonly (() => void)[];
  readonly #onEnd: (call: Call) => void;
  #thrown: { readonly error: unknown } | undefined;
  #ended = false;

  constructor({ onEvent, signal }: CallOptions, closing: AbortSignal, onEnd: (call: Call) => void) {
    this.#onEnd = onEnd;
    const signals = [closing, ...(signal === undefined ? [] : [signal])];
    this.#ignored = signals.map((one) => onAbort(one, () => this.#stop.abort()));
    this.context = { signal: this.#stop.signal, emit: (event) => this.#tell(event, onEvent) };
  }

  /** The result of `work`. Rejects with what the listener threw, and with Cancelled where the call was aborted. */
  async settle<T>(work: () => Promise<T>): Promise<T> {
    const { signal } = this.#stop;
    try {
      if (signal.aborted) throw new Cancelled();
      const result = await work();
      if (this.#thrown !== undefined) throw this.#thrown.error;
      return result;
    } catch (error) {
      if (this.#thrown !== undefined) throw this.#thrown.error;
      throw error === signal.reason ? new Cancelled() : error;
    }
  }

  /** Nothing more comes of it. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const ignore of this.#ignored) ignore();
    this.#onEnd(this);
  }

  #tell(event: Event, onEvent: CallOptions['onEvent']): void {
    try {
      onEvent?.(event);
    } catch (error) {
      this.#thrown ??= { error };
      this.#stop.abort();
    }
  }
}

/** The calls of a program that are in hand: each with a listener and a signal of its own, all ended by `close`. */
export class Calls {
  readonly #closing = new AbortController();
  readonly #inHand = new Map<Call, () => Promise<unknown>>();

  /** Begins a call that its holder ends; `close` ends it by `closing`. */
  open(options: CallOptions, closing: (call: Call) => Promise<unknown>): Call {
    const call = new Call(options, this.#closing.signal, (one) => this.#inHand.delete(one));
    this.#inHand.set(call, () => closing(call));
    return call;
  }

  /** Does a call to its end. */
  async do<T>(options: CallOptions, work: (context: RunContext) => Promise<T>): Promise<T> {
    const call = this.open(options, () => Promise.allSettled([result]));
    const result: Promise<T> = call.settle(() => work(call.context));
    try {
      return await result;
    } finally {
      call.end();
    }
  }

  /** Aborts every call and waits until all have ended; later calls are Cancelled. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#inHand.values()].map((end) => end()));
  }
}
