import type { Diagnostics } from './diagnostics.ts';
import { nodeAt, type YamlNode } from './node.ts';
import { NO_LIST, printValue, suggest } from './zod-issue.ts';

const KINDS = ['image-profile', 'image-presets', 'video-profile', 'set-rules', 'set', 'viewer-presets'] as const;

/** A value of a file as a message shows it. */
function printNode(spot: YamlNode): string {
  if (spot.kind === 'scalar') return printValue(spot.value);
  return printValue(spot.kind === 'list' ? spot.items : {});
}

/** The kind of a document; undefined where it has none, which is a finding then. */
export function kindOf(root: YamlNode, findings: Diagnostics): (typeof KINDS)[number] | undefined {
  if (root.kind !== 'map') {
    const message = `expected a map of keys with a \`kind\` for this document, got ${printNode(root)}`;
    const hint =
      root.kind === 'list' ? `${NO_LIST} A line of --- parts the documents of a file.` : 'Begin with `kind:`.';
    findings.atValue(root, [], { message, hint });
    return undefined;
  }
  const spot = nodeAt(root, ['kind']);
  const given = spot?.kind === 'scalar' ? String(spot.value) : '';
  const kind = KINDS.find((known) => known === given);
  if (kind === undefined) {
    const got = spot === undefined ? 'nothing' : printNode(spot);
    const message = `expected ${KINDS.slice(0, -1).join(', ')} or ${KINDS.at(-1)} for \`kind\`, got ${got}`;
    findings.atValue(root, ['kind'], { message, hint: spot === undefined ? 'Add `kind:`.' : suggest(given, KINDS) });
  }
  return kind;
}
