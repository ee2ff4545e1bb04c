import { plural } from '../base/text.ts';
import type { Seeming } from '../model/seeming.ts';
import { UsageError } from '../model/errors.ts';

/**
 * Of the assets of one selected folder that the catalog knew; those moved within the library or newly excluded not
 * counted.
 */
export interface FolderLoss {
  /** '' = the whole library. */
  readonly folder: string;
  readonly known: number;
  readonly vanished: number;
  /** Known assets whose masters still exist but no longer hold a picture or clip. */
  readonly damaged: number;
  /** One of the damaged masters. */
  readonly example?: { readonly path: string; readonly seeming: Seeming } | undefined;
  /** Assets found by the walk. */
  readonly found: number;
}

// Below ten known assets a share means nothing, and a fifth is more than people delete at once unawares.
const MIN_KNOWN = 10;
const MAX_LOST = 0.2;

/** The error that stops a run when a folder lost so much that a disk may be missing; undefined when all is well. */
export function shrinkError(loss: FolderLoss): UsageError | undefined {
  const { folder, known, vanished, damaged, found } = loss;
  const emptied = found === 0 && known > 0;
  const lost = known >= MIN_KNOWN && vanished + damaged > known * MAX_LOST;
  if (!emptied && !lost) return undefined;
  const where = folder === '' ? 'the library' : `the folder ${folder}`;
  const what = emptied ? `is empty, ${plural(known, 'asset')} known` : printLost(loss);
  return new UsageError('LIBRARY_SHRUNK', `${where} ${what}; nothing was changed`, {
    place: folder === '' ? undefined : folder,
    hint: hintOf(loss),
  });
}

function printLost({ known, vanished, damaged }: FolderLoss): string {
  const parts = [
    ...(vanished > 0 || damaged === 0 ? [`has lost ${vanished}`] : []),
    ...(damaged > 0 ? [`has ${damaged} that hold no picture or clip any more`] : []),
  ];
  return `${parts.join(' and ')} of ${plural(known, 'known asset')}`;
}

function hintOf({ example }: FolderLoss): string {
  if (example === undefined) {
    return 'Check that the disk is mounted; if the masters are really gone, run again with `allowGone`.';
  }
  const { path, seeming } = example;
  return `${path} is now ${seeming.what}. ${seeming.hint} With \`allowGone\` the run goes on, and what was made of them stays.`;
}
