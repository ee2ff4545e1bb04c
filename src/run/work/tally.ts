import { keysOf, makeTable } from '../../base/table.ts';
import { type ErrorCode, type ErrorData, isFailure, isUnsupported } from '../../model/errors.ts';
import { NO_COUNTS, type RunCounts } from '../../model/run/run.ts';
import type { Settlement } from './settle.ts';

/** The share of a stored asset in the counts, its errors left out. */
function countsOf({ record, commits, carries, removed }: Settlement): Partial<RunCounts> {
  if (record.gone) return { gone: 1 };
  const made = new Set(commits.map(({ path }) => path));
  return {
    assets: 1,
    made: commits.length,
    carried: carries.length,
    kept: record.renditions.length - commits.length - carries.length,
    removed,
    madeBytes: record.renditions.reduce((sum, { path, bytes }) => sum + (made.has(path) ? bytes : 0), 0),
  };
}

/** Running counts of a run and the codes of all that failed. */
export class Tally {
  #counts: RunCounts = NO_COUNTS;
  readonly #codes = new Set<ErrorCode>();
  readonly #strict: boolean;

  /** `strict`: a format that is not read counts as a failure. */
  constructor({ strict }: { readonly strict: boolean }) {
    this.#strict = strict;
  }

  get counts(): RunCounts {
    return this.#counts;
  }

  get codes(): readonly ErrorCode[] {
    return [...this.#codes];
  }

  add(change: Partial<RunCounts>): void {
    const before = this.#counts;
    this.#counts = makeTable(keysOf(before), (key) => before[key] + (change[key] ?? 0));
  }

  /** Counts an asset that is stored, or taken out of the manifest. */
  addSettled(settlement: Settlement): void {
    this.add(countsOf(settlement));
    if (!settlement.record.gone) this.addErrors(settlement.record.errors);
  }

  /** Notes what is wrong with something that is no asset. */
  addCodes(codes: readonly ErrorCode[]): void {
    for (const code of codes) this.#codes.add(code);
  }

  /** Counts what is wrong with one asset: once as an asset, and each rendition. */
  addErrors(errors: readonly ErrorData[]): void {
    const unsupported = errors.some(isUnsupported);
    const counting = errors.filter((error) => isFailure(error, this.#strict));
    for (const { code } of errors) this.#codes.add(code);
    this.add({
      failedAssets: counting.length > 0 ? 1 : 0,
      failedRenditions: counting.filter(({ rendition }) => rendition !== null).length,
      unsupported: unsupported ? 1 : 0,
    });
  }
}
