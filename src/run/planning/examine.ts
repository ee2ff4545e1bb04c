import pLimit from 'p-limit';
import { sum } from '../../base/sum.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { type MasterStat, PROBE_REVISION, sameStat, type ScannedFile } from '../../model/asset.ts';
import type { Emit } from '../../model/run/event.ts';
import type { Examination } from '../../model/jobs/job.ts';
import { type ErrorCode, ERRORS } from '../../model/errors.ts';

/**
 * Reads a master's digest, kind and facts. Errors of the master are part of the result; throws errors that every master
 * would meet (EngineError).
 */
export type Examine = (file: ScannedFile) => Promise<Examination>;

/** Reasons that the next run may not meet, though the file is the same: bounds are settings. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['SOURCE_UNREADABLE', 'SOURCE_CHANGED', 'SOURCE_TOO_LARGE']);

/**
 * Tells whether a master need not be read: its stat is unchanged, and the catalog has its facts, or a permanent error,
 * from the current probe revision.
 */
export function isKnown(record: AssetRecord, stat: MasterStat, retryFailed: boolean): boolean {
  if (!sameStat(record.stat, stat) || record.probed !== PROBE_REVISION) return false;
  if (record.facts !== null) return true;
  const lasting = record.errors.filter(({ code, rendition }) => {
    const { class: errorClass } = ERRORS[code];
    return rendition === null && errorClass === 'source' && !PASSING.has(code);
  });
  return lasting.length > 0 && !retryFailed;
}

/** Examines masters, `width` at a time; the answers by file. */
export async function examineAll(
  files: readonly ScannedFile[],
  examine: Examine,
  { width, emit, signal }: { readonly width: number; readonly emit: Emit; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, Examination>> {
  const found = new Map<string, Examination>();
  const limit = pLimit(width);
  const bytes = sum(files.map(({ stat }) => stat.bytes));
  let bytesDone = 0;
  await Promise.all(
    files.map((file) =>
      limit(async () => {
        signal.throwIfAborted();
        found.set(file.file, await examine(file));
        bytesDone += file.stat.bytes;
        emit({ type: 'examined', done: found.size, total: files.length, bytesDone, bytes });
      }),
    ),
  );
  return found;
}
