import type { ForeignFile, Found } from './found.ts';
import { jsonNodes } from './json-nodes.ts';
import { readLines } from './text-lines.ts';
import { presetsOf } from './preset-node.ts';
import { xmlNodes } from './xml-nodes.ts';

/**
 * `macros/thumb/.content.xml` and `macros/thumb.xml` are both about `thumb`; so is what was saved as
 * `thumb.infinity.json`.
 */
function nodeName(path: string): string {
  const [file = '', folder = 'preset'] = path.split('/').toReversed();
  const name = file.startsWith('.') || file.startsWith('_jcr_content') ? folder : file;
  return name.replace(/(?:\.(?:infinity|-?\d+))?\.(?:json|xml)$/i, '');
}

/**
 * Presets in a file of Scene7 macros, of AEM's preset nodes (XML or JSON), of production addresses or in a page that shows
 * pictures; which, its text tells.
 */
export function findPresets({ name, text }: ForeignFile): Found {
  const start = text.trimStart();
  const nodes = start.startsWith('<') ? xmlNodes(text) : start.startsWith('{') ? jsonNodes(text) : undefined;
  const presets = nodes ? presetsOf(nodes, nodeName(name)) : [];
  if (presets.length > 0) return { presets, strays: [] };
  const lines = readLines(text);
  // Pages and exports of other things have many lines that nobody took for presets.
  return nodes ? { ...lines, strays: [] } : lines;
}
