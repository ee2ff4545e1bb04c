import { compareUtf8, nearest } from '../base/text.ts';
import type { DeclaredSet, MediaSet, SetFinding, SetMember, SetRule, SetType, Swatch } from '../model/sets.ts';
import { checkNesting, checkSet } from './check-set.ts';
import { findSets, isShownIn, type Candidate, type FoundSets } from './find-sets.ts';

/** Everything that sets follow from. */
export interface SetSources {
  /** Published assets, in any order. */
  readonly assets: readonly Candidate[];
  /** The rules that govern a folder, the first of them first. */
  readonly rulesOf: (folder: string) => readonly SetRule[];
  readonly declared: readonly DeclaredSet[];
}

/** Looks up assets and sets by path. */
interface Known {
  readonly assetAt: (path: string) => Candidate | undefined;
  readonly setAt: (path: string) => MediaSet | undefined;
}

// Comparing a path with more takes longer than a hint is worth.
const MOST_COMPARED = 1000;

function missing(path: string, { assets }: SetSources): Pick<SetFinding, 'message' | 'hint'> {
  const near =
    assets.length <= MOST_COMPARED
      ? nearest(
          path,
          assets.map((asset) => asset.path),
        )
      : undefined;
  return {
    message: `expected a published asset of its kind, or a set, got ${path}: it is left out`,
    hint:
      near === undefined
        ? 'Asset paths are meant below the library, with their extension.'
        : `Did you mean \`${near}\`?`,
  };
}

/** Looks for one member of a set; what is not there is told. */
class MemberSearch {
  readonly #type: SetType;
  readonly #known: Known;
  readonly #tell: (path: string) => void;

  constructor(type: SetType, known: Known, tell: (path: string) => void) {
    this.#type = type;
    this.#known = known;
    this.#tell = tell;
  }

  /** The member as it can be shown: without what is not there. Undefined where nothing of it is. */
  find({ swatch, beside = [], ...rest }: SetMember): SetMember | undefined {
    const isThere = 'set' in rest ? this.#has(rest.set, this.#known.setAt(rest.set)) : this.#isShown(rest.asset);
    if (!isThere) return undefined;
    const pages = beside.filter((path) => this.#isShown(path));
    const face = swatch !== undefined && this.#isFace(swatch) ? { swatch } : {};
    return { ...rest, ...face, ...(pages.length > 0 ? { beside: pages } : {}) };
  }

  #has(path: string, found: unknown): boolean {
    if (found === undefined) this.#tell(path);
    return found !== undefined;
  }

  #isShown(path: string): boolean {
    const asset = this.#known.assetAt(path);
    return this.#has(path, asset && isShownIn(this.#type, asset.kind) ? asset : undefined);
  }

  #isFace(swatch: Swatch): boolean {
    if ('color' in swatch) return true;
    const asset = this.#known.assetAt(swatch.asset);
    return this.#has(swatch.asset, asset?.kind === 'image' ? asset : undefined);
  }
}

/** A set that somebody wrote down, with those of its members that are there. */
function ofDeclared(set: DeclaredSet, known: Known, sources: SetSources): FoundSets {
  const findings: SetFinding[] = [];
  const tell = (path: string): unknown => findings.push({ set: set.path, fatal: false, ...missing(path, sources) });
  const search = new MemberSearch(set.type, known, tell);
  const members = set.members.flatMap((member) => search.find(member) ?? []);
  const { path, type, columns } = set;
  if (members.length === 0) return { sets: [], findings: [...findings, emptySet(path)] };
  if (columns === undefined) return { sets: [{ path, type, members }], findings };
  if (members.length === set.members.length) {
    return { sets: [{ path, type, members, grid: { rows: members.length / columns, columns } }], findings };
  }
  const message = `expected all pictures of a spin in rows, got ${members.length} of ${set.members.length}`;
  return {
    sets: [],
    findings: [...findings, { set: path, fatal: true, message, hint: 'Add them, or take their rows out.' }],
  };
}

const emptySet = (set: string): SetFinding => ({
  ...{ set, fatal: true, message: 'expected at least one member that is published, got none' },
  hint: 'Add one, or delete the set.',
});

/** The finding about a set whose path belongs to an asset, or to a set that was declared. */
function takenPath({ path, by }: Pick<MediaSet, 'path' | 'by'>): SetFinding {
  const hint = by === undefined ? 'Give the set another name.' : `Give the rule ${by} another prefix or suffix.`;
  const message = 'expected a path of its own, got that of an asset or of a declared set';
  return { set: path, fatal: true, message, hint };
}

/** Sets without those that are left out, in their members too; what is empty then is left out as well. */
function withoutLost(sets: readonly MediaSet[], lost: ReadonlySet<string>): FoundSets {
  if (lost.size === 0) return { sets, findings: [] };
  const kept = sets.flatMap((set): readonly MediaSet[] => {
    if (lost.has(set.path)) return [];
    const members = set.members.filter((member) => !('set' in member && lost.has(member.set)));
    return members.length === set.members.length ? [set] : [{ ...set, members }];
  });
  const empty = kept.filter(({ members }) => members.length === 0).map(({ path }) => path);
  const rest = withoutLost(kept, new Set(empty));
  return { sets: rest.sets, findings: [...empty.map(emptySet), ...rest.findings] };
}

/** Drops members that cannot be shown, and reports why. */
function checked(all: readonly MediaSet[], known: Known): FoundSets {
  const findings = all.flatMap((set) => {
    const found = [...checkSet(set, known.assetAt), ...checkNesting(set, known.setAt)];
    return found.map((finding): SetFinding => ({ set: set.path, ...finding }));
  });
  const lost = new Set(findings.filter(({ fatal }) => fatal).map(({ set }) => set));
  const { sets, findings: emptied } = withoutLost(all, lost);
  return { sets, findings: [...findings, ...emptied] };
}

/** Sets that rules found, but for those whose path is taken. */
function ofRules({ assets, rulesOf, declared }: SetSources, assetAt: Known['assetAt']): FoundSets {
  const declaredPaths = new Set(declared.map(({ path }) => path));
  const found = findSets(assets, rulesOf);
  const taken = found.sets.filter(({ path }) => assetAt(path) !== undefined || declaredPaths.has(path));
  return {
    sets: found.sets.filter((set) => !taken.includes(set)),
    findings: [...found.findings, ...taken.map(takenPath)],
  };
}

/** Sets that were declared, as far as their members are there. `known`: assets, and all sets that might be members. */
function ofDeclarations(sources: SetSources, known: Known): FoundSets {
  const found = sources.declared.map((set) =>
    known.assetAt(set.path) === undefined ? ofDeclared(set, known, sources) : { sets: [], findings: [takenPath(set)] },
  );
  return { sets: found.flatMap(({ sets }) => sets), findings: found.flatMap(({ findings }) => findings) };
}

/**
 * The sets of a library: those that rules make of names, and those that were declared, as far as they can be shown, in the
 * order of their paths. The same for the same assets in whatever order.
 */
export function gatherSets(sources: SetSources): FoundSets {
  const assets = new Map(sources.assets.map((asset) => [asset.path, asset]));
  const assetAt = (path: string): Candidate | undefined => assets.get(path);
  const ruled = ofRules(sources, assetAt);
  const sets = new Map([...ruled.sets, ...sources.declared].map((set) => [set.path, set]));
  const known: Known = { assetAt, setAt: (path) => sets.get(path) };
  const declared = ofDeclarations(sources, known);
  const all = [...ruled.sets, ...declared.sets].toSorted((a, b) => compareUtf8(a.path, b.path));
  const shown = checked(all, known);
  const findings = [...ruled.findings, ...declared.findings, ...shown.findings];
  return { sets: shown.sets, findings: findings.toSorted((a, b) => compareUtf8(a.set, b.set)) };
}
