import { jsonNodes } from '../json-nodes.ts';
import { nodeName } from '../node-name.ts';
import { CONTENT, plainValue, type PresetNode } from '../preset-node.ts';
import type { ImportFile } from '../found.ts';
import { xmlNodes } from '../xml-nodes.ts';
import { javaProperties } from './java-properties.ts';
import { isViewerPreset, type SettingsKind, settingsKind, userData } from './node-kinds.ts';

/** Settings as a file of another system holds them, values freed of its types and escapes. */
export interface FoundSettings {
  readonly kind: SettingsKind;
  /** The preset's name in the source system; any text. */
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
}

/** Generic node names, which take the name of their parent. */
const INNER = new Set(['', 'jcr:root', CONTENT, 'userdata', 'metadata']);

type Properties = FoundSettings['properties'];

/** The properties of an XML export: what stands in JSON has neither types nor escapes. */
const plainProperties = (properties: Properties): Properties =>
  new Map([...properties].map(([name, value]) => [name, plainValue(value)] as const));

function settingsIn(
  node: PresetNode,
  fallback: string,
  plain: (given: Properties) => Properties,
): readonly FoundSettings[] {
  const name = INNER.has(node.name.toLowerCase()) ? fallback : node.name;
  const kind = settingsKind(node);
  const properties = kind === 'viewer' ? (userData(node) ?? node.properties) : node.properties;
  const own = kind === undefined ? [] : [{ kind, name, properties: plain(properties) }];
  return [...own, ...node.children.flatMap((child) => settingsIn(child, name, plain))];
}

/** Presets of viewers, batch set presets and settings of the image server in a file: nodes of AEM, or Java properties. */
export function findSettings({ name, text }: ImportFile): readonly FoundSettings[] {
  const start = text.trimStart();
  if (start.startsWith('<')) return settingsIn(xmlNodes(text), nodeName(name), plainProperties);
  const nodes = start.startsWith('{') ? jsonNodes(text) : undefined;
  if (nodes) return settingsIn(nodes, nodeName(name), (properties) => properties);
  const properties = javaProperties(text);
  return properties && isViewerPreset(properties) ? [{ kind: 'viewer', name: nodeName(name), properties }] : [];
}
