import { compareUtf8 } from '../base/text.ts';
import { type MediaSet, type SetFinding, type SetMember, type SetRule, type SetType } from '../model/sets.ts';
import type { MediaKind } from '../model/asset.ts';
import { arrangeSpin, type Arrangement, countedGaps } from './arrange-spin.ts';
import { compileRule, type CompiledRule } from './compile-rule.ts';
import { compareNatural, naturalKey } from './natural-order.ts';

/** An asset that may be a member: one that is published. */
export interface Candidate {
  readonly path: string;
  readonly kind: MediaKind;
  /** Pixels, upright; absent = not known. */
  readonly width?: number;
  readonly height?: number;
}

/** Sets, and what is wrong with some; both in the order of their paths. */
export interface FoundSets {
  readonly sets: readonly MediaSet[];
  readonly findings: readonly SetFinding[];
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const fileOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A file's name without its extension. */
function nameOf(path: string): string {
  const file = fileOf(path);
  const dot = file.lastIndexOf('.');
  return dot > 0 ? file.slice(0, dot) : file;
}

const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** Kinds of media that a type of set shows. */
export function isShownIn(type: SetType, kind: MediaKind): boolean {
  return type === 'mixed' || (type === 'video') === (kind === 'video');
}

/** A set in the making: members of one base by one rule. */
interface Draft {
  readonly path: string;
  readonly by: CompiledRule;
  readonly members: Drafted[];
}

interface Drafted {
  readonly path: string;
  readonly name: string;
  readonly swatch: string | undefined;
}

type Matched = Omit<Drafted, 'swatch'> & { readonly base: string };

/** The files of a folder that a rule matches, each with its swatch; swatches are no members. */
function matchFolder(by: CompiledRule, folder: string, files: readonly Candidate[]): readonly (Drafted & Matched)[] {
  const { rule, baseOf } = by;
  const matched = files.flatMap(({ path, kind }): readonly Matched[] => {
    const name = nameOf(path);
    const base = isShownIn(rule.type, kind) ? baseOf(name, fileOf(folder)) : undefined;
    return base === undefined ? [] : [{ path, name, base }];
  });
  const { swatch } = rule;
  if (swatch === undefined) return matched.map((one) => ({ ...one, swatch: undefined }));
  const pictures = new Map(files.filter(({ kind }) => kind === 'image').map(({ path }) => [nameOf(path), path]));
  const swatchOf = ({ name, base }: Matched): string | undefined =>
    pictures.get(swatch.replaceAll('{base}', () => base).replaceAll('{name}', () => name));
  const withSwatch = matched.map((one) => ({ ...one, swatch: swatchOf(one) }));
  const swatches = new Set(withSwatch.map(({ path, swatch: of }) => (of === path ? undefined : of)));
  return withSwatch.filter(({ path }) => !swatches.has(path));
}

/** Collects members by the sets that they make. */
class Drafts {
  readonly #drafts = new Map<string, Draft>();
  readonly findings: SetFinding[] = [];

  add(by: CompiledRule, folder: string, files: readonly Candidate[]): void {
    const { prefix, suffix, into, name } = by.rule;
    for (const { base, ...member } of matchFolder(by, folder, files)) {
      const path = join((into ?? folder).replace(/^\.?\/|\/$/g, ''), `${prefix}${base}${suffix}`);
      const draft = this.#drafts.get(path);
      if (draft === undefined) this.#drafts.set(path, { path, by, members: [member] });
      else if (draft.by === by) draft.members.push(member);
      else this.#tellTwice(path, draft.by.rule.name, name);
    }
  }

  #tellTwice(set: string, first: string, second: string): void {
    const message = `expected one rule that makes a set of this name, got ${first} and ${second}`;
    const hint = 'Give one of them another prefix or suffix; the sets of the first one stand.';
    if (!this.findings.some((known) => known.set === set && known.message === message))
      this.findings.push({ set, fatal: false, message, hint });
  }

  all(): readonly Draft[] {
    return [...this.#drafts.values()].toSorted((a, b) => compareUtf8(a.path, b.path));
  }
}

const inOrder = ({ by, members }: Draft): readonly Drafted[] => {
  const ranked = members.map((member) => ({
    member,
    rank: by.rankOf(member.name),
    key: naturalKey(member.name),
  }));
  const sorted = ranked.toSorted(
    (a, b) => a.rank - b.rank || compareNatural(a.key, b.key) || compareUtf8(a.member.path, b.member.path),
  );
  return sorted.map(({ member }) => member);
};

function memberOf({ path, swatch }: Drafted): SetMember {
  return { asset: path, ...(swatch === undefined ? {} : { swatch: { asset: swatch } }) };
}

/** Orders the members of a spin by the positions in their names; those without one are left out. */
function arrange(draft: Draft, members: readonly Drafted[]): Arrangement {
  const { positionOf, rule } = draft.by;
  if (positionOf === undefined) {
    const findings = rule.type === 'spin' ? countedGaps(members.map(({ name }) => name)) : [];
    return { frames: members.map(({ path }) => path), findings };
  }
  const placed = members.map(({ path, name }) => ({ path, at: positionOf(name) }));
  const frames = placed.flatMap(({ path, at }) => (at === null ? [] : [{ path, at }]));
  const lost = placed.filter(({ at }) => at === null);
  const arranged = arrangeSpin(frames, rule.row !== undefined);
  const findings = lost.map(({ path }) => ({
    fatal: false,
    message: `expected a number of row and column in the name of ${path}, got none: it is left out`,
    hint: `Rename it, or mend \`row\` and \`column\` of the rule ${rule.name}.`,
  }));
  return { ...arranged, findings: [...findings, ...arranged.findings] };
}

function finish(draft: Draft): FoundSets {
  const { path, by } = draft;
  const members = inOrder(draft);
  if (members.length < by.rule.least) return { sets: [], findings: [] };
  const { frames, grid, findings } = arrange(draft, members);
  const told = findings.map((finding) => ({ set: path, ...finding }));
  if (findings.some(({ fatal }) => fatal) || frames.length < by.rule.least) return { sets: [], findings: told };
  const byPath = new Map(members.map((member) => [member.path, member]));
  const shown = frames.flatMap((frame) => byPath.get(frame) ?? []).map(memberOf);
  const set = { path, type: by.rule.type, by: by.rule.name, members: shown, ...(grid === undefined ? {} : { grid }) };
  return { sets: [set], findings: told };
}

function byFolder(candidates: Iterable<Candidate>): ReadonlyMap<string, readonly Candidate[]> {
  const folders = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const folder = folderOf(candidate.path);
    const held = folders.get(folder);
    if (held === undefined) folders.set(folder, [candidate]);
    else held.push(candidate);
  }
  return folders;
}

/**
 * The sets that rules make of the names of assets, whatever the order in which they come. `rulesOf`: the rules of a
 * folder, the first of them first.
 */
export function findSets(candidates: Iterable<Candidate>, rulesOf: (folder: string) => readonly SetRule[]): FoundSets {
  const compiled = new Map<SetRule, CompiledRule>();
  const compile = (rule: SetRule): CompiledRule => {
    const held = compiled.get(rule) ?? compileRule(rule);
    compiled.set(rule, held);
    return held;
  };
  const drafts = new Drafts();
  const folders = [...byFolder(candidates)].toSorted(([a], [b]) => compareUtf8(a, b));
  for (const [folder, files] of folders) {
    const sorted = files.toSorted((a, b) => compareUtf8(a.path, b.path));
    for (const rule of rulesOf(folder)) drafts.add(compile(rule), folder, sorted);
  }
  const found = drafts.all().map(finish);
  return {
    sets: found.flatMap(({ sets }) => sets),
    findings: [...drafts.findings, ...found.flatMap(({ findings }) => findings)],
  };
}
