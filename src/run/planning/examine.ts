import pLimit from 'p-limit';
import { sum } from '../../base/sum.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { type MasterStat, PROBE_REVISION, sameStat, type ScannedFile } from '../../model/asset.ts';
import type { Emit } from '../../model/run/event.ts';
import type { Examination } from '../../model/jobs/job.ts';
import { type ErrorCode, ERRORS } from '../../model/errors.ts';

/**
 * Reads a master: digest, kind and facts. What is wrong with it stands in the examination; throws what every other would meet
 * too (EngineError).
 */
export type Examine = (file: ScannedFile) => Promise<Examination>;

/** Reasons that the next run may not meet, though the file is the same: bounds are settings. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['SOURCE_UNREADABLE', 'SOURCE_CHANGED', 'SOURCE_TOO_LARGE']);

/**
 * Tells whether what the catalog knows of a master spares reading it: same stat, and its facts, or a lasting reason for
 * none, as probing tells them today.
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
