import { posix } from 'node:path';
import type { Source } from './source.ts';

/** What one folder of the sources may know. */
interface Layer {
  /** No `node:` module, no clock, no randomness; of packages only those that PURE_PACKAGES names. */
  readonly pure: boolean;
  /** Path prefixes that it may import from: other folders, rooms or single files of them. */
  readonly may: readonly string[];
  /** Each folder in it has a row of its own, whose key is its path. A deeper path with a row has that one. */
  readonly rooms?: true;
}

export interface LayerRules {
  /** By path. */
  readonly layers: Readonly<Record<string, Layer>>;
  readonly purePackages: readonly string[];
  /** Globals that a pure folder may not mention: `Date` also covers `Date.now`. */
  readonly impure: readonly string[];
  /** Packages that belong to one place: path prefixes that may import them. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
  /** Every package that may be imported at all. */
  readonly dependencies: readonly string[];
  /** Folders with several backends behind one interface. */
  readonly ports: Readonly<Record<string, Port>>;
  /** Folders whose rooms know each other in no circle, and of what lies beside the rooms only these files. */
  readonly orderedRooms: Readonly<Record<string, readonly string[]>>;
}

interface Port {
  /** Its files that everyone may import. */
  readonly open: readonly string[];
  /** Path prefixes that may import its index, which names the backends. */
  readonly composers: readonly string[];
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
const under = (path: string, prefixes: readonly string[]): boolean =>
  prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));

/** The row of a file: its own, else that of the nearest folder with one, unless a folder between them should have one. */
function rowOf(path: string, { layers }: LayerRules): readonly [key: string, layer: Layer] | undefined {
  const own = layers[path];
  if (own) return [path, own];
  for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) {
    const layer = layers[folder];
    if (layer) return layer.rooms && posix.dirname(path) !== folder ? undefined : [folder, layer];
  }
  return undefined;
}

/** The file a relative import means, below the folder of sources. */
const targetOf = (path: string, specifier: string): string => posix.join(posix.dirname(path), specifier);

function judgeRelative(path: string, specifier: string, rules: LayerRules): string | undefined {
  const [from, layer] = rowOf(path, rules) ?? ['', undefined];
  const target = targetOf(path, specifier);
  if (target.startsWith('..')) return `reaches outside the sources: ${specifier}`;
  const isOwn = from === rowOf(target, rules)?.[0];
  if (!isOwn && (!layer || !under(target, layer.may))) return `${from} may not import ${target}`;
  return judgePort(path, target, rules);
}

function judgePort(path: string, target: string, { ports }: LayerRules): string | undefined {
  const [folder, port] = Object.entries(ports).find(([name]) => under(target, [name])) ?? ['', undefined];
  if (port === undefined || under(path, [folder]) || port.open.includes(target)) return undefined;
  if (target === `${folder}/index.ts` && under(path, port.composers)) return undefined;
  return `${target} is a backend: only its interface is open to ${path}`;
}

function judgePackage(path: string, specifier: string, rules: LayerRules): string | undefined {
  const pure = rowOf(path, rules)?.[1].pure === true;
  if (specifier.startsWith('node:')) return pure ? `a pure folder imports ${specifier}` : undefined;
  const name = packageOf(specifier);
  if (!rules.dependencies.includes(name)) return `${name} is no dependency of the package`;
  if (pure && !rules.purePackages.includes(name)) return `a pure folder imports ${name}`;
  const homes = rules.packages[name];
  return homes && !under(path, homes) ? `${name} belongs to ${homes.join(', ')}` : undefined;
}

function judgeImport(path: string, specifier: string | null, rules: LayerRules): string | undefined {
  if (specifier === null) return 'imports something that is not written out';
  return specifier.startsWith('.') ? judgeRelative(path, specifier, rules) : judgePackage(path, specifier, rules);
}

/** What each file imports of the other files. */
export function importGraph(sources: readonly Source[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.flatMap(({ specifier }) => (specifier?.startsWith('.') ? [targetOf(path, specifier)] : [])),
    ]),
  );
}

/** Every file that can be reached from `start`, itself included. */
export function reachable(graph: ReadonlyMap<string, readonly string[]>, start: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    waiting.push(...(graph.get(path) ?? []));
  }
  return seen;
}

function findCycles(sources: readonly Source[]): string[] {
  const graph = importGraph(sources);
  return sources
    .filter(({ path }) => (graph.get(path) ?? []).some((next) => reachable(graph, next).has(path)))
    .map(({ path }) => `${path}: imports itself in a circle`);
}

/** The imports between the rooms of a folder, and of the files beside them, by room. */
function roomGraph(sources: readonly Source[], folder: string): ReadonlyMap<string, readonly string[]> {
  const roomOf = (path: string): string =>
    posix.dirname(path) === folder ? path : path.slice(0, path.indexOf('/', folder.length + 1));
  const graph = new Map<string, string[]>();
  for (const [path, targets] of importGraph(sources.filter((one) => under(one.path, [folder])))) {
    const own = targets.filter((target) => under(target, [folder])).map(roomOf);
    const room = roomOf(path);
    graph.set(room, [...(graph.get(room) ?? []), ...own.filter((target) => target !== room)]);
  }
  return graph;
}

function judgeRooms(sources: readonly Source[], { orderedRooms }: LayerRules): string[] {
  return Object.entries(orderedRooms).flatMap(([folder, open]) => {
    const graph = roomGraph(sources, folder);
    const rooms = [...graph].filter(([room]) => !room.endsWith('.ts'));
    const rings = rooms.filter(([room, targets]) => targets.some((next) => reachable(graph, next).has(room)));
    const upwards = rooms.flatMap(([room, targets]) =>
      targets.filter((target) => target.endsWith('.ts') && !open.includes(target)).map((target) => [room, target]),
    );
    return [
      ...rings.map(([room]) => `${room}: knows itself by way of other rooms`),
      ...upwards.map(([room, target]) => `${room} may not import ${target}`),
    ];
  });
}

/** Every breach of the layers, as `file:line: what`; none = the sources obey. */
export function checkLayers(sources: readonly Source[], rules: LayerRules): string[] {
  const breaches: string[] = [];
  for (const { path, imports, mentions } of sources) {
    const [, layer] = rowOf(path, rules) ?? [];
    if (layer === undefined) {
      breaches.push(`${path}: its folder has no row in the table of layers`);
      continue;
    }
    for (const { specifier, line } of imports) {
      const breach = judgeImport(path, specifier, rules);
      if (breach !== undefined) breaches.push(`${path}:${line}: ${breach}`);
    }
    if (!layer.pure) continue;
    for (const { name, line } of mentions) {
      if (rules.impure.includes(name)) breaches.push(`${path}:${line}: a pure folder mentions ${name}`);
    }
  }
  return [...breaches, ...findCycles(sources), ...judgeRooms(sources, rules)];
}
