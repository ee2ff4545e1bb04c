import type { Event } from '../model/event.ts';

/** Where a reporter writes: stdout for data, stderr for people. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
  /** Whether stderr is a terminal that may be redrawn. */
  readonly live: boolean;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** Tells a person or a program what a run does. `event` must not throw; `close` leaves the terminal as it was. */
export interface Reporter {
  event(event: Event): void;
  close(): void;
}
