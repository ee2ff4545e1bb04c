import { plural } from '../base/text.ts';
import { UsageError } from '../model/errors.ts';

/** Of the assets of one selected folder that the catalog knew; those moved within the library or newly excluded not counted. */
export interface FolderLoss {
  /** '' = the whole library. */
  readonly folder: string;
  readonly known: number;
  readonly vanished: number;
  /** Assets found by the walk. */
  readonly found: number;
}

// Below ten known assets a share means nothing, and a fifth is more than people delete at once unawares.
const MIN_KNOWN = 10;
const MAX_LOST = 0.2;

/** The error that stops a run when a folder lost so much that a disk may be missing; undefined when all is well. */
export function shrinkError({ folder, known, vanished, found }: FolderLoss): UsageError | undefined {
  const emptied = found === 0 && known > 0;
  const lost = known >= MIN_KNOWN && vanished > known * MAX_LOST;
  if (!emptied && !lost) return undefined;
  const where = folder === '' ? 'the library' : `the folder ${folder}`;
  const what = emptied
    ? `is empty, ${plural(known, 'asset')} known`
    : `has lost ${vanished} of ${plural(known, 'known asset')}`;
  return new UsageError('LIBRARY_SHRUNK', `${where} ${what}; nothing was changed`, {
    place: folder === '' ? undefined : folder,
    hint: 'Check that the disk is mounted; if the masters are really gone, run again with `allowGone`.',
  });
}
