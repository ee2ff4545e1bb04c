import { isEmpty } from '../../base/is-empty.ts';
import { plural } from '../../base/text.ts';
import type { Emit } from '../../model/run/event.ts';

// Enough to see what is meant.
const PAIRS_TOLD = 3;

const fold = (path: string): string => path.normalize('NFC').toLowerCase();

/** FNV-1a of the units of a text, 32 bits: what is equal has one, and of a million texts a hundred pairs have one too. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** Paths that can be walked more than once. */
interface Paths {
  readonly length: number;
  paths(): Iterable<string>;
}

/** The hashes of folded paths that several have: all others stand alone, and need no place in a map. */
function repeatedHashes(files: Paths): ReadonlySet<number> {
  const hashes = new Int32Array(files.length);
  let at = 0;
  for (const path of files.paths()) hashes[at++] = hashOf(fold(path));
  hashes.sort();
  return new Set(hashes.filter((hash, i) => hash === hashes[i - 1]));
}

/**
 * Warns of masters whose names differ in case alone, where one of them is new: all is well here, and one of them is lost
 * where they are copied to.
 */
export function warnOfCaseCollisions(files: Paths, fresh: Iterable<string>, emit: Emit): void {
  if (isEmpty(fresh)) return;
  const repeated = repeatedHashes(files);
  if (repeated.size === 0) return;
  const isNew = new Set(fresh);
  const first = new Map<string, string>();
  const pairs: string[] = [];
  for (const path of files.paths()) {
    const folded = fold(path);
    if (!repeated.has(hashOf(folded))) continue;
    const twin = first.get(folded);
    if (twin === undefined) first.set(folded, path);
    // Two spellings of one name collide, which their error says.
    else if (twin.normalize('NFC') !== path.normalize('NFC') && (isNew.has(twin) || isNew.has(path)))
      pairs.push(`${twin} and ${path}`);
  }
  if (pairs.length === 0) return;
  const more = pairs.length > PAIRS_TOLD ? ` and ${plural(pairs.length - PAIRS_TOLD, 'more pair')}` : '';
  const told = pairs.slice(0, PAIRS_TOLD).join(', ');
  const message = `names that differ in upper and lower case alone: ${told}${more}; Windows and macOS take them for one`;
  const hint = 'Rename one of each before library or output are copied to such a system.';
  emit({ type: 'notice', level: 'warning', message, hint });
}
