/**
 * A value of a YAML file together with where it stands: the data a schema judges and the places its problems point to.
 */
export type YamlNode = ScalarNode | ListNode | MapNode;

/** Offsets count UTF-16 units from the start of the file. */
interface ScalarNode {
  readonly kind: 'scalar';
  readonly offset: number;
  /** The value with its YAML type. */
  readonly value: string | number | boolean | null;
  /** The scalar's source text, used where a text is wanted (`name: 400`). Null where nothing is written. */
  readonly source: string | null;
  /** Offset of the value's first character when it is spelled in the file exactly as it reads; else null. */
  readonly verbatim: number | null;
}

interface ListNode {
  readonly kind: 'list';
  readonly offset: number;
  readonly items: readonly YamlNode[];
}

export interface Entry {
  readonly keyOffset: number;
  readonly value: YamlNode;
}

export interface MapNode {
  readonly kind: 'map';
  readonly offset: number;
  readonly entries: ReadonlyMap<string, Entry>;
  /** True if mistaken keys were taken out: what seems to be missing may only be misspelled. */
  readonly damaged?: true;
}

export type Path = readonly PropertyKey[];

/** The entry or item that one step of a path leads to. */
function step(spot: YamlNode, name: PropertyKey): YamlNode | undefined {
  if (spot.kind === 'list') return spot.items[Number(name)];
  return spot.kind === 'map' ? spot.entries.get(String(name))?.value : undefined;
}

/** The node at a path; undefined where the file has none. */
export function nodeAt(root: YamlNode, path: Path): YamlNode | undefined {
  let spot: YamlNode | undefined = root;
  for (const name of path) spot = spot && step(spot, name);
  return spot;
}

/** Offset of the value at a path, or of the nearest enclosing value when there is none (a key that is missing). */
export function valueOffset(root: YamlNode, path: Path): number {
  let spot = root;
  for (const name of path) {
    const next = step(spot, name);
    if (next === undefined) break;
    spot = next;
  }
  return spot.offset;
}

/** Offset of the key that the last step of a path names, or of the value where that step is no key. */
export function keyOffset(root: YamlNode, path: Path): number {
  const parent = nodeAt(root, path.slice(0, -1));
  const entry = parent?.kind === 'map' ? parent.entries.get(String(path.at(-1))) : undefined;
  return entry?.keyOffset ?? valueOffset(root, path);
}

/**
 * The tree without what stands at any of the paths, or at their nearest enclosing value when that is missing;
 * undefined when the root itself goes. The places of the rest stay as they are, also in lists that shrink.
 */
export function without(root: YamlNode, paths: readonly Path[]): YamlNode | undefined {
  if (paths.length === 0) return root;
  const byStep = new Map<string, Path[]>();
  for (const [name, ...rest] of paths) {
    if (name === undefined || step(root, name) === undefined) return undefined;
    const deeper = byStep.get(String(name));
    if (deeper === undefined) byStep.set(String(name), [rest]);
    else deeper.push(rest);
  }
  const keep = (key: string, spot: YamlNode): YamlNode | undefined => without(spot, byStep.get(key) ?? []);
  if (root.kind === 'list') {
    return { ...root, items: root.items.flatMap((item, i) => keep(String(i), item) ?? []) };
  }
  if (root.kind === 'scalar') return undefined;
  const entries = [...root.entries].flatMap(([key, entry]) => {
    const value = keep(key, entry.value);
    return value === undefined ? [] : [[key, { ...entry, value }] as const];
  });
  const damaged = entries.length < root.entries.size ? ({ damaged: true } as const) : {};
  return { ...root, entries: new Map(entries), ...damaged };
}

/** Tells whether mistaken keys were taken out of the map at a path. */
export function isDamaged(root: YamlNode, path: Path): boolean {
  const spot = nodeAt(root, path);
  return spot?.kind === 'map' && spot.damaged === true;
}
