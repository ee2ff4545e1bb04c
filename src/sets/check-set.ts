import { memberPath, SET_LIMITS, type MediaSet, type SetFinding, type SetMember } from '../model/sets.ts';
import type { Candidate } from './find-sets.ts';

type Finding = Omit<SetFinding, 'set'>;

const fatal = (message: string, hint: string): Finding => ({ fatal: true, message, hint });

function tooMany({ members, grid }: MediaSet): readonly Finding[] {
  const { members: most, side } = SET_LIMITS;
  if (members.length > most) {
    return [fatal(`expected at most ${most} members, got ${members.length}`, 'Make several sets of them.')];
  }
  const longest = Math.max(grid?.rows ?? 0, grid?.columns ?? 0);
  return longest > side ? [fatal(`expected at most ${side} rows and columns, got ${longest}`, 'Take some out.')] : [];
}

function copies({ members }: MediaSet): readonly Finding[] {
  const counts = new Map<string, number>();
  for (const path of members.map(memberPath)) counts.set(path, (counts.get(path) ?? 0) + 1);
  const [path, count] = [...counts].find(([, times]) => times > SET_LIMITS.copies) ?? [];
  if (path === undefined) return [];
  return [fatal(`expected ${path} at most ${SET_LIMITS.copies} times, got ${count}`, 'Take some out.')];
}

function unequalFrames(
  { type, members }: MediaSet,
  assetAt: (path: string) => Candidate | undefined,
): readonly Finding[] {
  if (type !== 'spin') return [];
  const sizes = new Map<string, string>();
  for (const path of members.map(memberPath)) {
    const { width, height } = assetAt(path) ?? {};
    if (width !== undefined && height !== undefined && !sizes.has(`${width}×${height}`))
      sizes.set(`${width}×${height}`, path);
  }
  const [first, second] = sizes;
  if (first === undefined || second === undefined) return [];
  const message = `expected frames of one size, got ${first[0]} (${first[1]}) and ${second[0]} (${second[1]})`;
  return [{ fatal: false, message, hint: 'The spin jumps there: crop the masters alike.' }];
}

/** The findings about one set by itself. `assetAt`: the published asset of a path. */
export function checkSet(set: MediaSet, assetAt: (path: string) => Candidate | undefined): readonly Finding[] {
  return [...tooMany(set), ...copies(set), ...unequalFrames(set, assetAt)];
}

const setsIn = (members: readonly SetMember[]): readonly string[] =>
  members.flatMap((member) => ('set' in member ? [member.set] : []));

/** The sets that a set shows, through all levels, as a path from the first on; one that meets itself, or is too deep. */
function nesting(
  set: MediaSet,
  setAt: (path: string) => MediaSet | undefined,
  above: readonly string[],
): Finding | undefined {
  const way = [...above, set.path];
  if (above.includes(set.path))
    return fatal(`expected sets that do not hold themselves, got ${way.join(' > ')}`, 'Take one of them out.');
  if (way.length > SET_LIMITS.depth)
    return fatal(
      `expected sets within sets ${SET_LIMITS.depth} deep at most, got ${way.join(' > ')}`,
      'Take one of them out.',
    );
  for (const path of setsIn(set.members)) {
    const held = setAt(path);
    const found = held && nesting(held, setAt, way);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The findings about a set and those that it shows. `setAt`: the set of a path. */
export function checkNesting(set: MediaSet, setAt: (path: string) => MediaSet | undefined): readonly Finding[] {
  const mixed = set.type === 'mixed' ? setsIn(set.members).find((path) => setAt(path)?.type === 'mixed') : undefined;
  if (mixed !== undefined)
    return [fatal(`expected no mixed set in a mixed set, got ${mixed}`, 'Name its members instead.')];
  const found = nesting(set, setAt, []);
  return found === undefined ? [] : [found];
}
