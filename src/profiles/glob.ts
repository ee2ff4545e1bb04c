/** A compiled glob. Its cost grows with the product of path and pattern at worst; nothing makes it explode. */
export interface Glob {
  /** Tells whether all of a path matches. */
  matches(path: string): boolean;
  /** The number of its segments that are literal: what "more specific" means. */
  readonly literals: number;
}

/** Alternatives that braces may unfold to: `{a,b}{c,d}` is four. */
const MOST_ALTERNATIVES = 100;

/** Paths end at 4096 bytes on every system dmx runs on. */
const LONGEST = 4096;

/** The first `{a,b}` that holds no other one. Braces without a comma, and those left open, are ordinary characters. */
const BRACES = /\{([^{},]*(?:,[^{},]*)+)\}/;

/** `*.{jpg,png}` → `*.jpg`, `*.png`. Of too many, a few more than allowed. */
function alternatives(text: string): string[] {
  let open = [text];
  const done: string[] = [];
  while (open.length > 0 && open.length + done.length <= MOST_ALTERNATIVES) {
    const next: string[] = [];
    for (const candidate of open) {
      const found = BRACES.exec(candidate);
      if (found === null) done.push(candidate);
      else next.push(...choicesOf(found).map((choice) => candidate.replace(BRACES, () => choice)));
    }
    open = next.slice(0, MOST_ALTERNATIVES + 1);
  }
  return [...done, ...open];
}

function choicesOf([, choices = '']: RegExpExecArray): string[] {
  return choices.split(',', MOST_ALTERNATIVES + 1);
}

/** Tells whether a text is a glob of reasonable size, below the folder it starts from. */
export function isGlob(text: string): boolean {
  if (text === '' || text.length > LONGEST || text.startsWith('/') || text.includes('\\')) return false;
  return !text.split('/').includes('..') && alternatives(text).length <= MOST_ALTERNATIVES;
}

function isLiteral(segment: string): boolean {
  return !/[*?]/.test(segment);
}

/**
 * Matches a sequence against a pattern with wildcards of any length, remembering the last wildcard only: what an
 * earlier one could swallow, the later one can as well.
 */
function matchSequence<T>(
  sequence: readonly T[],
  pattern: readonly T[],
  isWild: (part: T) => boolean,
  same: (part: T, item: T) => boolean,
): boolean {
  let part = 0;
  let item = 0;
  let wild: { readonly part: number; item: number } | undefined;
  while (item < sequence.length) {
    const [wanted, found] = [pattern[part], sequence[item]];
    if (wanted !== undefined && isWild(wanted)) {
      wild = { part: part++, item };
    } else if (wanted !== undefined && found !== undefined && same(wanted, found)) {
      part++;
      item++;
    } else if (wild !== undefined) {
      // The wildcard takes one more item, and the rest of the pattern starts anew behind it.
      item = ++wild.item;
      part = wild.part + 1;
    } else {
      return false;
    }
  }
  return pattern.slice(part).every(isWild);
}

function matchesName(pattern: string, name: string): boolean {
  if (isLiteral(pattern)) return pattern === name;
  return matchSequence(
    Array.from(name),
    Array.from(pattern),
    (sign) => sign === '*',
    (sign, letter) => sign === '?' || sign === letter,
  );
}

function matchesPath(pattern: readonly string[], path: readonly string[]): boolean {
  return matchSequence(path, pattern, (segment) => segment === '**', matchesName);
}

/**
 * Compiles a glob over `/`-separated paths: `**` = any number of folders, `*` = any part of a name, `?` = one
 * character, `{a,b}` = either. Case counts; NFC and NFD spellings are one. Slashes at the ends and `./` mean nothing.
 */
export function makeGlob(text: string): Glob {
  const patterns = alternatives(text.normalize('NFC')).slice(0, MOST_ALTERNATIVES).map(segmentsOf);
  const literals = Math.min(...patterns.map((pattern) => pattern.filter(isLiteral).length));
  return { literals, matches: (path) => patterns.some((pattern) => matchesPath(pattern, segmentsOf(path))) };
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '' && segment !== '.');
}
