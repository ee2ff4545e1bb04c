import { printBytes } from '../base/bytes.ts';
import { UsageError } from '../model/errors.ts';

/** The assets that are planned and told of together: how many, and why so many. */
export interface BatchChoice {
  /** 10…1000. */
  readonly size: number;
  /** Why dmx chose it, which is printed; '' = it was asked for. */
  readonly reason: string;
}

// Megabytes as people and Dynamic Media count them.
const SMALLEST = 50;
const LARGEST = 1000;
const SMALLEST_OF_HUGE = 10;
const HUGE_BYTES = 100e6;

// What a batch under way reads at most about: as much as is done again after a power loss. It gives 1,000 masters of
// 1 MB, 250 photographs of 4 MB, and 10 where masters have hundreds of MB, as Dynamic Media advises.
const BATCH_BYTES = 1e9;

const isWhole = (size: number, least: number): boolean => Number.isInteger(size) && size >= least && size <= LARGEST;

function choose(averageBytes: number): BatchChoice {
  const least = averageBytes >= HUGE_BYTES ? SMALLEST_OF_HUGE : SMALLEST;
  const wanted = Math.floor(BATCH_BYTES / Math.max(averageBytes, 1) / 10) * 10;
  const size = Math.min(LARGEST, Math.max(least, wanted));
  return { size, reason: `chosen for masters of ${printBytes(averageBytes)} on average` };
}

function refuse(size: number, averageBytes: number): UsageError {
  const range = `${SMALLEST} to ${LARGEST}`;
  if (!isWhole(size, SMALLEST_OF_HUGE)) {
    const hint = `Choose ${range}, or \`auto\`.`;
    return new UsageError('OPTION_RANGE', `expected a whole number from ${range} for \`batch\`, got ${size}`, { hint });
  }
  const [huge, average] = [HUGE_BYTES, averageBytes].map((bytes) => printBytes(bytes));
  return new UsageError('OPTION_RANGE', `expected at least ${SMALLEST} for \`batch\`, got ${size}`, {
    hint: `Fewer are for masters of ${huge} and more on average; these have ${average}. Choose ${range}, or \`auto\`.`,
  });
}

/**
 * The size of batches for masters of `averageBytes` on average; 0 = there is nothing to work on. Throws UsageError
 * (OPTION_RANGE) where what is wanted is out of range: below 50 only huge masters allow.
 */
export function chooseBatch(wanted: number | 'auto', averageBytes: number): BatchChoice {
  if (wanted === 'auto') return choose(averageBytes);
  const huge = averageBytes === 0 || averageBytes >= HUGE_BYTES;
  if (!isWhole(wanted, huge ? SMALLEST_OF_HUGE : SMALLEST)) throw refuse(wanted, averageBytes);
  return { size: wanted, reason: '' };
}

/** Cuts a list into batches of `size` (the last may be smaller), order kept. */
export function makeBatches<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
