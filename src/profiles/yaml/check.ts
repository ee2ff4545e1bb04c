import type { z } from 'zod';
import type { Diagnostics } from './diagnostics.ts';
import { expectation, mistakesOf, type Mistake } from './zod-issue.ts';
import { without, type Path, type YamlNode } from './node.ts';
import { dataFor } from './schema-shape.ts';

/** The part of a document that could be understood. */
export interface Checked<T> {
  readonly value: T;
  /** The document without its mistakes: what `value` was read from, for the places of later problems. */
  readonly root: YamlNode;
}

/** The name a document goes by while its own is missing or wrong, so that the rest of it can still be checked. */
export const NAMELESS = 'nameless';

// Taking a mistake out may make its parent incomplete, then that one's parent: never deeper than a schema.
const MOST_ROUNDS = 8;

/** The collection of what is wrong, and of what works but not as its author may believe. */
export interface Found {
  readonly findings: Diagnostics;
  readonly warnings: Diagnostics;
}

/**
 * Judges a document by a schema; every mistake is a finding. What is wrong is then taken out and the rest is read, so
 * that the checks beyond the schema can look at it too and all problems are told at once. Undefined: nothing was left.
 */
export function check<T>(
  schema: z.ZodType<T>,
  document: YamlNode,
  { findings }: Pick<Found, 'findings'>,
): Checked<T> | undefined {
  let root = document;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const data = dataFor(root, schema);
    const result = schema.safeParse(data, { error: expectation });
    if (result.success) return { value: result.data, root };
    const mistakes = result.error.issues.flatMap((issue) => mistakesOf(issue, data));
    if (round === 0) remark(mistakes, document, findings);
    const paths = mistakes.map(({ path }) => path);
    const rest = without(
      paths.some(isName) ? rename(root) : root,
      paths.filter((path) => !isName(path)),
    );
    if (rest === undefined) return undefined;
    root = rest;
  }
  return undefined;
}

function remark(mistakes: readonly Mistake[], root: YamlNode, findings: Diagnostics): void {
  for (const { path, atKey, message, hint } of mistakes) {
    if (findings.full) return;
    if (atKey) findings.atKey(root, path, { message, hint: hint() });
    else findings.atValue(root, path, { message, hint: hint() });
  }
}

function isName(path: Path): boolean {
  return path.length === 1 && path[0] === 'name';
}

function rename(root: YamlNode): YamlNode {
  if (root.kind !== 'map') return root;
  const { offset } = root;
  const value: YamlNode = { kind: 'scalar', offset, value: NAMELESS, source: NAMELESS, verbatim: null };
  return { ...root, entries: new Map(root.entries).set('name', { keyOffset: offset, value }) };
}
