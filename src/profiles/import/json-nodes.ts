import type { PresetNode } from './preset-node.ts';

/** Deeper than any repository. */
const MOST_DEPTH = 100;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function nodeOf(name: string, value: Readonly<Record<string, unknown>>, depth: number): PresetNode {
  const entries = Object.entries(value);
  const plain = entries.flatMap(([key, held]) => {
    if (Array.isArray(held)) return [[key, held.join(',')] as const];
    return typeof held === 'string' || typeof held === 'number' || typeof held === 'boolean'
      ? [[key, String(held)] as const]
      : [];
  });
  const children = entries.flatMap(([key, held]) =>
    isObject(held) && depth < MOST_DEPTH ? [nodeOf(key, held, depth + 1)] : [],
  );
  return { name, properties: new Map(plain), children };
}

/**
 * The nodes of a JSON export (`macros.infinity.json`): objects are nodes, all else properties. Undefined: no JSON of
 * nodes.
 */
export function jsonNodes(text: string): PresetNode | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? nodeOf('', value, 0) : undefined;
  } catch {
    return undefined;
  }
}
