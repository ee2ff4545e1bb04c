import type { Emit } from '../model/run/event.ts';
import type { RunOptions, SelectionOptions } from '../profiles/options/options.ts';

export type { RunOutcome } from '../model/run/run.ts';

/** The values of command line and environment. Absent = not said: dmx.yaml decides, then the default. */
export interface Request extends RunOptions {
  /** The command's name, for people: recorded with the run, and steering nothing. */
  readonly command: string;
  /** Absolute. */
  readonly cwd: string;
  /** Folders as given, relative to `cwd`. */
  readonly folders: readonly string[];
  /** ISO time: `force` means only what was recorded before it, for a run that is resumed. */
  readonly forceBefore?: string;
  /** Which of the catalogued assets, several narrowing together; absent = whatever lies in the library. */
  readonly select?: Selection;
  /** The intent: what its use case asks of the run. */
  readonly intent?: Intent;
}

/** The ways in which the runs of one use case differ from those of another; false where it is not said. */
interface Intent {
  /** Assets that kept the processing of their old folder are given that of their own. */
  readonly settleMoves?: boolean;
  /** The output stays the part of a sharded run that it is. */
  readonly keepShard?: boolean;
}

/** Which assets and renditions a run works on. */
export type Selection = SelectionOptions;

/** The context of a use case beside its request. */
export interface RunContext {
  readonly emit: Emit;
  /** Aborted by the first Ctrl-C: finish what is in hand, record it. */
  readonly signal: AbortSignal;
}
