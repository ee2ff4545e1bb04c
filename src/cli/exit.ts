import { ERRORS, type ErrorCode, isUnsupported } from '../model/errors.ts';
import type { RunState } from '../model/run/run.ts';
import type { RunOutcome } from '../run/request.ts';

/** One thing a process may end with. */
export interface ExitRow {
  readonly code: number;
  readonly meaning: string;
}

/** THE TABLE of exit codes: where several apply, the one further up wins. 2 and 6 stop before any work. */
export const EXIT_CODES = [
  { code: 70, meaning: 'a bug in dmx (stack trace, please report)' },
  {
    code: 130,
    meaning: 'interrupted, suspended or terminated; what was finished is recorded, the same command continues',
  },
  { code: 6, meaning: 'another run holds the lock on this output' },
  { code: 5, meaning: 'storage or catalog failed (disk full, no permission, damaged catalog)' },
  { code: 4, meaning: 'a needed engine is missing (video in the plan, no ffmpeg); everything else was done' },
  {
    code: 3,
    meaning:
      'finished, or stopped by `--max-failures` or `--on-timeout stop`, with assets or renditions failed; the rest is complete and recorded (`merge`: a part has failed ones)',
  },
  { code: 2, meaning: 'usage or configuration error; nothing was processed' },
  {
    code: 1,
    meaning:
      '`--check`, `verify`, `profiles check`: differences or problems were found (`--check` = plan, 1 if anything would change, else 3 if assets or renditions have failed)',
  },
  { code: 0, meaning: 'done, nothing failed' },
] as const satisfies readonly ExitRow[];

export type ExitCode = (typeof EXIT_CODES)[number]['code'];

/** The exit code of `--check`, `verify` and `profiles check` that found something. */
export const FOUND: ExitCode = 1;

/** The exit code of what was done, with assets or renditions failed. */
export const FAILED: ExitCode = 3;

/** Codes that end a run before everything was looked at, though nothing went wrong. */
const CUT_SHORT: readonly RunState[] = ['interrupted', 'suspended', 'terminated'];

/** The one that wins of several. */
export function worst(codes: Iterable<ExitCode>): ExitCode {
  const present = new Set(codes);
  return EXIT_CODES.find(({ code }) => present.has(code))?.code ?? 0;
}

/** The exit code of one error. `strict`: a format that is not read fails the run too. */
export function exitOfError(code: ErrorCode, { strict = false } = {}): ExitCode {
  return strict && isUnsupported({ code }) ? FAILED : ERRORS[code].exit;
}

/** The exit code of a run. */
export function exitOf({ state, codes }: Pick<RunOutcome, 'state' | 'codes'>, { strict = false } = {}): ExitCode {
  const cut: ExitCode = CUT_SHORT.includes(state) ? 130 : 0;
  return worst([cut, ...codes.map((code) => exitOfError(code, { strict }))]);
}
