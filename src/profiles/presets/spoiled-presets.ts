import type { Problem } from '../../model/errors.ts';
import type { Diagnostics } from '../yaml/diagnostics.ts';
import { nodeAt, type YamlNode } from '../yaml/node.ts';

/**
 * The place where a part of a document begins, and the preset that it declares, by lower-case name; absent: something
 * else.
 */
interface Part {
  readonly line: number;
  readonly column: number;
  readonly preset?: string;
}

/** The parts of a document: its keys, and the presets that it declares. */
function partsOf(root: YamlNode, findings: Diagnostics): readonly Part[] {
  const parts: Part[] = [findings.place(root.offset)];
  if (root.kind === 'map') for (const { keyOffset } of root.entries.values()) parts.push(findings.place(keyOffset));
  const presets = nodeAt(root, ['presets']);
  if (presets?.kind !== 'map') return parts;
  for (const [name, { keyOffset }] of presets.entries)
    parts.push({ ...findings.place(keyOffset), preset: name.toLowerCase() });
  return parts;
}

/**
 * The presets of a file that have mistakes, by lower-case name, with these. A file that YAML itself could not read has
 * none: what is a preset in it is not known.
 */
export function spoiledIn(roots: readonly YamlNode[], findings: Diagnostics): ReadonlyMap<string, readonly Problem[]> {
  if (findings.problems.length === 0) return new Map();
  const parts = roots
    .flatMap((root) => partsOf(root, findings))
    .toSorted((a, b) => a.line - b.line || a.column - b.column);
  const spoiled = new Map<string, Problem[]>();
  for (const problem of findings.problems) {
    const { line, column } = problem;
    const part = parts.findLast((one) => one.line < line || (one.line === line && one.column <= column));
    if (part?.preset !== undefined) spoiled.set(part.preset, [...(spoiled.get(part.preset) ?? []), problem]);
  }
  return spoiled;
}
