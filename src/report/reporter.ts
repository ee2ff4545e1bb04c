import type { Event } from '../model/run/event.ts';

/** The streams of a reporter: stdout for data, stderr for people. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
  /**
   * A line for people on stdout, broken between words where that is a terminal; `hang`: the columns that further rows leave
   * free. What programs read, or people copy, goes to `out` as it is.
   */
  tell(line: string, hang?: number): void;
  /** True if stderr is a terminal that may be redrawn. */
  readonly live: boolean;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** Options of a reporter beside its streams. */
export interface ReportSetting {
  readonly streams: Streams;
  /** Absolute; paths are shown relative to it where that is shorter. */
  readonly cwd: string;
  /** Absolute: the folder of the checkout, from which a CI system counts files; absent = `cwd`. */
  readonly root?: string;
  /** Takes the Markdown that a CI system shows beside the job; absent = there is no such place. */
  readonly jobSummary?: (markdown: string) => void;
}

/** Shows the events of a run to a person or program. `event` must not throw; `close` restores the terminal. */
export interface Reporter {
  event(event: Event): void;
  /** One line for people on stderr, whatever else is being drawn there. */
  say(line: string): void;
  /** May be called more than once. */
  close(): void;
}
