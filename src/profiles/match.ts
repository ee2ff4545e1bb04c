import type { Config } from './config-schema.ts';
import { makeGlob, type Glob } from './glob.ts';

export type FolderRule = Config['folders'][number];

/** What dmx.yaml says about the assets of one folder. */
export interface Governing {
  /** Name of the image profile; null = none. */
  readonly image: string | null;
  /** Name of the video profile; null = none. */
  readonly video: string | null;
  readonly sync: 'include' | 'exclude';
  readonly publish: boolean;
}

/** What holds where no rule says otherwise. */
const UNRULED = { image: 'default', video: 'default', sync: 'include', publish: true } as const;

type Key = Exclude<keyof FolderRule, 'path'>;
type Judge = (folder: string) => Governing;

interface Compiled {
  readonly rule: FolderRule;
  readonly glob: Glob;
}

/** A folder and every folder above it, the library itself ('') included. */
function lineage(folder: string): string[] {
  const folders = [''];
  for (let end = folder.indexOf('/'); end >= 0; end = folder.indexOf('/', end + 1)) folders.push(folder.slice(0, end));
  return folder === '' ? folders : [...folders, folder];
}

/** Weakest first: fewest literal segments, then the earlier. Sorting is stable, so equals keep their order. */
function compile(rules: readonly FolderRule[]): readonly Compiled[] {
  return rules
    .map((rule) => ({ rule, glob: makeGlob(rule.path) }))
    .toSorted((a, b) => a.glob.literals - b.glob.literals);
}

function makeJudge(rules: readonly FolderRule[]): Judge {
  const compiled = compile(rules);
  const known = new Map<string, Governing>();
  return (folder) => {
    const held = known.get(folder);
    if (held !== undefined) return held;
    const folders = lineage(folder);
    const inForce = compiled.filter(({ glob }) => folders.some((path) => glob.matches(path)));
    const said = <K extends Key>(key: K): FolderRule[K] =>
      inForce.findLast(({ rule }) => rule[key] !== undefined)?.rule[key];
    const profile = (name: string): string | null => (name.toLowerCase() === 'none' ? null : name);
    const governing = {
      image: profile(said('image') ?? UNRULED.image),
      video: profile(said('video') ?? UNRULED.video),
      sync: said('sync') ?? UNRULED.sync,
      publish: said('publish') ?? UNRULED.publish,
    };
    known.set(folder, governing);
    return governing;
  };
}

/** Compiled rules, and the folders judged so far: a library of 100,000 assets has few folders. */
const judges = new WeakMap<readonly FolderRule[], Judge>();

/**
 * What governs an asset: per key the matching rule with most literal path segments wins, then the later one. A rule
 * matches a folder and all below it. Hand in the same `rules` object each time: what is learnt is kept with it.
 */
export function governing(rules: readonly FolderRule[], assetPath: string): Governing {
  let judge = judges.get(rules);
  if (judge === undefined) judges.set(rules, (judge = makeJudge(rules)));
  return judge(assetPath.slice(0, Math.max(0, assetPath.lastIndexOf('/'))));
}

const lists = new WeakMap<readonly string[], (path: string) => boolean>();

/** A glob without a slash matches a file or folder of that name anywhere, as people know it from git and rsync. */
function anywhere(glob: string): string {
  return glob.replace(/\/$/, '').includes('/') ? glob : `**/${glob}`;
}

function makeMatcher(globs: readonly string[]): (path: string) => boolean {
  const compiled = globs.map((glob) => makeGlob(anywhere(glob)));
  const folders = new Map<string, boolean>();
  const matches = (path: string): boolean => compiled.some((glob) => glob.matches(path));
  const inMatched = (folder: string): boolean => {
    const held = folders.get(folder);
    if (held !== undefined) return held;
    const matched = lineage(folder).some((above) => above !== '' && matches(above));
    folders.set(folder, matched);
    return matched;
  };
  return (path) => matches(path) || inMatched(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
}

/** Whether a path, or a folder it lies in, matches one of the globs. Hand in the same list each time. */
export function matchesAny(globs: readonly string[], path: string): boolean {
  if (globs.length === 0) return false;
  let matcher = lists.get(globs);
  if (matcher === undefined) lists.set(globs, (matcher = makeMatcher(globs)));
  return matcher(path);
}
