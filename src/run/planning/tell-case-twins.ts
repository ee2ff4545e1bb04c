import { plural } from '../../base/text.ts';
import type { ScannedFile } from '../../model/asset.ts';
import type { Emit } from '../../model/run/event.ts';

// Enough to see what is meant.
const PAIRS_TOLD = 3;

/**
 * Warns of masters whose names differ in case alone: all is well here, and one of them is lost where they are copied
 * to.
 */
export function tellCaseTwins(files: readonly Pick<ScannedFile, 'path'>[], emit: Emit): void {
  const first = new Map<string, string>();
  const pairs: string[] = [];
  for (const { path } of files) {
    const folded = path.normalize('NFC').toLowerCase();
    const twin = first.get(folded);
    if (twin === undefined) first.set(folded, path);
    // Two spellings of one name collide, which their error says.
    else if (twin.normalize('NFC') !== path.normalize('NFC')) pairs.push(`${twin} and ${path}`);
  }
  if (pairs.length === 0) return;
  const more = pairs.length > PAIRS_TOLD ? ` and ${plural(pairs.length - PAIRS_TOLD, 'more pair')}` : '';
  const told = pairs.slice(0, PAIRS_TOLD).join(', ');
  const message = `names that differ in upper and lower case alone: ${told}${more}; Windows and macOS take them for one`;
  const hint = 'Rename one of each before library or output are copied to such a system.';
  emit({ type: 'notice', level: 'warning', message, hint });
}
