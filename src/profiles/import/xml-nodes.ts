import { readXml, type XmlNode } from '../../base/xml.ts';
import type { PresetNode } from './preset-node.ts';

/** ISO 9075: how a repository writes letters that XML names may not hold. */
const ENCODED = /_x([0-9a-f]{4})_/gi;

const decodeName = (name: string): string =>
  name.replaceAll(ENCODED, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function toPresetNode({ name, attributes, children }: XmlNode): PresetNode {
  const properties = new Map([...attributes].map(([key, value]) => [decodeName(key), value] as const));
  return { name: decodeName(name), properties, children: children.map(toPresetNode) };
}

/** Whatever nodes an XML text holds, attributes as properties; the root has no name. Never throws. */
export function xmlNodes(text: string): PresetNode {
  return toPresetNode(readXml(text));
}
