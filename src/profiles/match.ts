import type { Config } from './config-schema.ts';
import { makeGlob, type Glob } from './glob.ts';

export type FolderRule = Config['folders'][number];

/** Settings of dmx.yaml for the assets of one folder. */
export interface Governing {
  /** Name of the image profile; null = none. */
  readonly image: string | null;
  /** Name of the video profile; null = none. */
  readonly video: string | null;
  /** Names of the rules that make sets of its files. */
  readonly sets: readonly string[];
  readonly sync: 'include' | 'exclude';
  /** false: not in the manifest. `asked`: in the manifest, and published only when requested. */
  readonly publish: boolean | 'asked';
  /** From all matching rules, without duplicates, weakest rule first. */
  readonly tags: readonly string[];
}

/** The settings of folders that no rule matches. */
const UNRULED = { image: 'default', video: 'default', sets: [], sync: 'include', publish: true } as const;

type Key = Exclude<keyof FolderRule, 'path'>;
type Judge = (folder: string) => Governing;

interface Compiled {
  readonly rule: FolderRule;
  readonly glob: Glob;
}

interface Ruled {
  /** The rules that match the folder or one above it. */
  readonly inForce: ReadonlySet<Compiled>;
  readonly governing: Governing;
}

/** Weakest first: fewest literal segments, then the earlier. Sorting is stable, so equals keep their order. */
function compile(rules: readonly FolderRule[]): readonly Compiled[] {
  return rules
    .map((rule) => ({ rule, glob: makeGlob(rule.path) }))
    .toSorted((a, b) => a.glob.literals - b.glob.literals);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function makeJudge(rules: readonly FolderRule[]): Judge {
  const compiled = compile(rules);
  const known = new Map<string, Ruled>();
  const judge = (folder: string): Ruled => {
    const held = known.get(folder);
    if (held !== undefined) return held;
    const inherited = folder === '' ? new Set<Compiled>() : judge(parentOf(folder)).inForce;
    const inForce = compiled.filter((one) => inherited.has(one) || one.glob.matches(folder));
    const ruled = { inForce: new Set(inForce), governing: sumUp(inForce.map(({ rule }) => rule)) };
    known.set(folder, ruled);
    return ruled;
  };
  return (folder) => judge(folder).governing;
}

/** The last of the rules that says something decides, for each key by itself. */
function sumUp(rules: readonly FolderRule[]): Governing {
  const said = <K extends Key>(key: K): FolderRule[K] => rules.findLast((rule) => rule[key] !== undefined)?.[key];
  const profile = (name: string): string | null => (name.toLowerCase() === 'none' ? null : name);
  return {
    image: profile(said('image') ?? UNRULED.image),
    video: profile(said('video') ?? UNRULED.video),
    sets: said('sets') ?? UNRULED.sets,
    sync: said('sync') ?? UNRULED.sync,
    publish: said('publish') ?? UNRULED.publish,
    tags: [...new Set(rules.flatMap(({ tags = [] }) => tags))],
  };
}

/** Compiled rules, and the folders judged so far: a library of 100,000 assets has few folders. */
const judges = new WeakMap<readonly FolderRule[], Judge>();

/**
 * The settings that govern an asset: per key the matching rule with most literal path segments wins, then the later one;
 * tags add up. A rule
 * matches a folder and all below it. Hand in the same `rules` object each time: what is learnt is kept with it.
 */
export function governing(rules: readonly FolderRule[], assetPath: string): Governing {
  let judge = judges.get(rules);
  if (judge === undefined) judges.set(rules, (judge = makeJudge(rules)));
  return judge(parentOf(assetPath));
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
    if (folder === '') return false;
    const held = folders.get(folder);
    if (held !== undefined) return held;
    const matched = matches(folder) || inMatched(parentOf(folder));
    folders.set(folder, matched);
    return matched;
  };
  return (path) => matches(path) || inMatched(parentOf(path));
}

/** Tells whether a path, or a folder it lies in, matches one of the globs. Hand in the same list each time. */
export function matchesAny(globs: readonly string[], path: string): boolean {
  if (globs.length === 0) return false;
  let matcher = lists.get(globs);
  if (matcher === undefined) lists.set(globs, (matcher = makeMatcher(globs)));
  return matcher(path);
}
