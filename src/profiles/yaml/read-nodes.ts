import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { Diagnostics } from './diagnostics.ts';
import type { Entry, MapNode, YamlNode } from './node.ts';

/** Values that aliases and merge keys may add to a file in all: a bomb of nested aliases adds billions. */
const MOST_ALIASED = 50_000;

/** Levels of nesting, those reached through aliases included; the deepest key of a profile lies six levels down. */
export const DEEPEST = 64;

/** Turns the nodes of one YAML document into spots: aliases followed, `<<` merged, scalars with their spelling. */
export class NodeReader {
  readonly #findings: Diagnostics;
  readonly #anchors = new Map<string, Node>();
  readonly #targets = new Map<Alias, Node | undefined>();
  readonly #open = new Set<Node>();
  #depth = 0;
  #aliases = 0;
  #aliased = 0;

  constructor(findings: Diagnostics) {
    this.#findings = findings;
  }

  /** The spot of a node, or undefined where a problem was found instead. */
  build(node: Node): YamlNode | undefined {
    if (this.#tooMuch(node)) return undefined;
    if (isAlias(node)) return this.#followed(node);
    // Inside an alias the anchors have been seen already, and later ones of the same name must stay in force.
    if (node.anchor !== undefined && this.#aliases === 0) this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    this.#depth++;
    const spot = this.#content(node);
    this.#depth--;
    this.#open.delete(node);
    return spot;
  }

  #content(node: Node): YamlNode | undefined {
    if (isScalar(node)) return this.#scalar(node);
    if (isMap(node)) return this.#map(node);
    if (!isSeq(node)) return undefined;
    const items = node.items.flatMap((item) => this.build(item as Node) ?? []);
    return { kind: 'list', offset: start(node), items };
  }

  #tooMuch(node: Node): boolean {
    if (this.#aliases > 0) this.#aliased++;
    if (this.#aliased <= MOST_ALIASED && this.#depth < DEEPEST) return false;
    this.#remark(node, 'expected a short file, got aliases that unfold into more than anybody can have meant');
    return true;
  }

  #followed(alias: Alias): YamlNode | undefined {
    if (!this.#targets.has(alias)) this.#targets.set(alias, this.#anchors.get(alias.source));
    const target = this.#targets.get(alias);
    if (target === undefined) {
      this.#remark(alias, `expected an anchor \`&${alias.source}\` before \`*${alias.source}\`, got none`);
      return undefined;
    }
    if (this.#open.has(target)) {
      this.#remark(
        alias,
        `expected a value for \`*${alias.source}\`, got an alias inside the very thing it stands for`,
      );
      return undefined;
    }
    this.#aliases++;
    const spot = this.build(target);
    this.#aliases--;
    return spot;
  }

  #scalar(node: Scalar): YamlNode {
    const offset = start(node);
    const source = node.source === undefined || (node.source === '' && node.value === null) ? null : node.source;
    const first = offset + (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : 0);
    const same = source !== null && this.#findings.file.text.startsWith(source, first);
    // Of days and other things that older versions of YAML know the text is meant.
    const value = node.value === null ? null : (plain(node.value) ?? source);
    return { kind: 'scalar', offset, value, source, verbatim: same ? first : null };
  }

  #map(node: YAMLMap): MapNode {
    const entries = new Map<string, Entry>();
    const merged: Entry[] = [];
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const key = this.#key(pair.key);
      if (key === undefined) continue;
      const value = this.#value(pair);
      if (value === undefined) continue;
      if (key === '<<') merged.push({ keyOffset: start(pair.key), value });
      else if (entries.has(key)) this.#remark(pair.key, `expected each key once, got \`${key}\` again`);
      else entries.set(key, { keyOffset: start(pair.key), value });
    }
    for (const { keyOffset, value } of merged) this.#merge(entries, value, keyOffset);
    return { kind: 'map', offset: start(node), entries };
  }

  /** Keys of the map itself win over merged ones, and earlier merged ones over later. */
  #merge(entries: Map<string, Entry>, from: YamlNode, offset: number): void {
    const sources = from.kind === 'list' ? from.items : [from];
    for (const source of sources) {
      if (source.kind !== 'map') {
        this.#findings.at(offset, { message: 'expected a map or a list of maps for `<<`, got something else' });
        continue;
      }
      for (const [key, entry] of source.entries) if (!entries.has(key)) entries.set(key, entry);
    }
  }

  #key(node: Node): string | undefined {
    const text = isScalar(node) ? (node.source ?? String(node.value)) : undefined;
    // `__proto__` is the one name that plain JavaScript objects cannot hold.
    if (text !== undefined && text !== '__proto__') return text;
    this.#remark(node, 'expected a plain word for a key, got something else');
    return undefined;
  }

  #value({ key, value }: Pair<Node, Node | null>): YamlNode | undefined {
    if (value !== null) return this.build(value);
    return { kind: 'scalar', offset: start(key), value: null, source: null, verbatim: null };
  }

  #remark(node: Node, message: string): void {
    this.#findings.at(start(node), { message });
  }
}

function start(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** The JSON value of a scalar: the core schema makes nothing else. */
function plain(value: unknown): string | number | boolean | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
