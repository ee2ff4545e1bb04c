import type { z } from 'zod';
import { idleReason } from '../../serving/idle-key.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { Path, YamlNode } from './node.ts';
import { alternativesOf, entrySchema, itemSchema } from './schema-shape.ts';
import { printPath } from './zod-issue.ts';
import { idleWarning } from '../../serving/idle-part.ts';

interface IdleKey {
  readonly path: Path;
  readonly reason: string;
}

/** Every key that a document writes and that changes nothing, in the order of the document. */
function* idleKeys(node: YamlNode, schema: z.core.$ZodType | undefined, path: Path = []): Generator<IdleKey> {
  const alternatives = alternativesOf(schema);
  if (node.kind === 'list') {
    for (const [i, item] of node.items.entries()) yield* idleKeys(item, itemSchema(alternatives, i), [...path, i]);
  }
  if (node.kind !== 'map') return;
  for (const [key, { value }] of node.entries) {
    const entry = entrySchema(alternatives, key);
    const reason = entry && idleReason(entry);
    if (reason !== undefined) yield { path: [...path, key], reason };
    yield* idleKeys(value, entry, [...path, key]);
  }
}

/** Warns of every key of a document that changes nothing, at its place. */
export function warnOfIdleKeys(root: YamlNode, schema: z.core.$ZodType, warnings: Diagnostics): void {
  for (const { path, reason } of idleKeys(root, schema)) {
    if (warnings.full) return;
    warnings.atKey(root, path, idleWarning(`\`${printPath(path)}\``, reason));
  }
}
