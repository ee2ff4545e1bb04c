import { nearest } from './text.ts';

/** A path in its parts, spelled as names are compared. */
interface Parts {
  readonly folder: string;
  readonly name: string;
  /** The name without its ending. */
  readonly stem: string;
}

// Nobody meant a path that is longer than systems have names for.
const LONGEST = 1024;

function partsOf(path: string): Parts {
  const spelled = path.normalize('NFC').toLowerCase();
  const slash = spelled.lastIndexOf('/');
  const name = spelled.slice(slash + 1);
  return { folder: spelled.slice(0, Math.max(0, slash)), name, stem: name.replace(/(?<=.)\.[^.]*$/, '') };
}

/** The likenesses by which a path may be what was meant, the best first. */
const LIKENESSES: readonly ((wanted: Parts, one: Parts) => boolean)[] = [
  (wanted, one) => wanted.name === one.name && wanted.folder === one.folder,
  (wanted, one) => wanted.folder === one.folder && (wanted.stem === one.stem || wanted.name === one.stem),
  (wanted, one) => wanted.name === one.name,
];

/**
 * The path nearest to `given`: in other letters, with another ending, in another folder, else the nearest name in its folder, else
 * the nearest as a whole. Undefined where none is near enough to be what was meant.
 */
export function nearestPath(given: string, among: Iterable<string>): string | undefined {
  if (given.length > LONGEST) return undefined;
  const wanted = partsOf(given);
  const best: (string | undefined)[] = LIKENESSES.map(() => undefined);
  const beside = new Map<string, string>();
  const all: string[] = [];
  for (const path of among) {
    const one = partsOf(path);
    const rank = LIKENESSES.findIndex((isLike) => isLike(wanted, one));
    if (rank >= 0) best[rank] ??= path;
    if (one.folder === wanted.folder) beside.set(one.name, path);
    all.push(path);
  }
  const like = best.find((path) => path !== undefined);
  return like ?? beside.get(nearest(wanted.name, beside.keys()) ?? '') ?? nearest(given, all);
}
