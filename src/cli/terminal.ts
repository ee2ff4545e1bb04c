import { wrapLine } from '../base/wrap-line.ts';
import type { Streams } from '../report/reporter.ts';

/** The destination of bytes: a terminal, a pipe or a file. */
export interface Outlet {
  write(data: string | Uint8Array): void;
  readonly isTerminal: boolean;
  /** Width of the terminal; changes with its window. */
  readonly columns: number;
}

/** Everything that a command line is given besides its words. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  readonly out: Outlet;
  readonly err: Outlet;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /**
   * Asks the person at the terminal yes or no; undefined = nobody is there. Throws the reason when aborted meanwhile.
   */
  readonly confirm?: (question: string) => Promise<boolean | undefined>;
  /** Appends to the page that a CI system shows beside the job. */
  readonly appendFile: (file: string, text: string) => void;
}

export interface TerminalOptions {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color?: boolean;
}

/** Tells whether a variable is set to anything at all: how NO_COLOR and CI are defined. */
const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

/** The streams of a command. Progress bars and colours are on only for terminals, unless options say otherwise. */
export function openStreams(
  { environment, out, err }: Surroundings,
  { quiet = false, verbose = false, color }: TerminalOptions,
): Streams {
  const plain = quiet || isSet(environment['NO_COLOR']) || isSet(environment['CI']);
  const live = err.isTerminal && !plain;
  return {
    out: (text) => out.write(text),
    err: (text) => err.write(text),
    tell: (line, hang) => out.write(`${out.isTerminal ? wrapLine(line, out.columns, hang) : line}\n`),
    live,
    color: live && color !== false && environment['TERM'] !== 'dumb',
    get width() {
      return err.columns;
    },
    quiet,
    verbose,
  };
}
