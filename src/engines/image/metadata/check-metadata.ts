import { printBytes } from '../../../base/bytes.ts';
import { beyondLimit, type MasterLimits } from '../../../model/master-limits.ts';
import { sum } from '../../../base/sum.ts';

/** Throws SourceError (SOURCE_TOO_LARGE) where blocks of profile and metadata are more than one picture has. */
export function checkMetadata(
  blocks: readonly (Pick<Buffer, 'length'> | undefined)[],
  { maxmetadata }: Pick<MasterLimits, 'maxmetadata'>,
): void {
  const bytes = sum(blocks.map((block) => block?.length ?? 0));
  if (bytes <= maxmetadata) return;
  const most = printBytes(maxmetadata, { binary: true });
  const message = `expected at most ${most} of profile and metadata, got ${printBytes(bytes, { binary: true })}`;
  throw beyondLimit('maxmetadata', message, 'Save the master without its metadata');
}
