import type { ImportFile, Found } from './found.ts';
import { jsonNodes } from './json-nodes.ts';
import { nodeName } from './node-name.ts';
import { presetsOf } from './preset-node.ts';
import { readLines } from './text-lines.ts';
import { settingsKind } from './settings/node-kinds.ts';
import { xmlNodes } from './xml-nodes.ts';

/**
 * Presets in a file of Scene7 macros, of AEM's preset nodes (XML or JSON), of production addresses or in a page that shows
 * pictures; which, its text tells.
 */
export function findPresets({ name, text }: ImportFile): Found {
  const start = text.trimStart();
  const nodes = start.startsWith('<') ? xmlNodes(text) : start.startsWith('{') ? jsonNodes(text) : undefined;
  const presets = nodes ? presetsOf(nodes, nodeName(name), (node) => settingsKind(node) !== undefined) : [];
  if (presets.length > 0) return { presets, strays: [] };
  const lines = readLines(text);
  // Pages and exports of other things have many lines that nobody took for presets.
  return nodes ? { ...lines, strays: [] } : lines;
}
