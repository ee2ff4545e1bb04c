import { readXml, type XmlNode } from '../../../base/xml.ts';

/** Longer XMP packets are not read. Characters. */
const LONGEST_PACKET = 4 * 2 ** 20;

/**
 * Elements and attributes of a packet that are read: 50 MiB of memory at most, where a worker has 128. Only lists of what a picture was
 * made from have ever been seen to come near.
 */
const MOST_ELEMENTS = 100_000;

/** The elements of an XMP packet, without any where it is too long to be one. Never throws. */
export const readPacket = (xmp: string): XmlNode => readXml(xmp.length > LONGEST_PACKET ? '' : xmp, MOST_ELEMENTS);

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Every element below a node, itself first, depth first; not what is inside of those that are not entered. */
export function* below(node: XmlNode, enters: (one: XmlNode) => boolean = () => true): Generator<XmlNode> {
  const left = [node];
  for (let one = left.pop(); one; one = left.pop()) {
    yield one;
    if (enters(one)) for (const child of one.children.toReversed()) left.push(child);
  }
}

/** The elements with this name, whatever its prefix: a node itself, or below it; not those inside of one of them. */
export function outermost(node: XmlNode, name: string): readonly XmlNode[] {
  const isWanted = (one: XmlNode): boolean => localName(one.name) === name;
  return [...below(node, (one) => !isWanted(one))].filter(isWanted);
}

/** The things in a list or bag. */
export const items = (list: XmlNode | undefined): readonly XmlNode[] =>
  list === undefined ? [] : outermost(list, 'li');

/** RDF may put the properties of a thing into attributes, elements, or a description inside: all mean the same. */
function holders(node: XmlNode): readonly XmlNode[] {
  return [node, ...node.children.filter(({ name }) => localName(name) === 'Description')];
}

/** The element of a thing's property; prefixes are the writer's own. */
export function part(node: XmlNode, property: string): XmlNode | undefined {
  for (const { children } of holders(node)) {
    const found = children.find(({ name }) => localName(name) === property);
    if (found) return found;
  }
  return undefined;
}

/** The text of a thing's property. */
export function value(node: XmlNode, property: string): string | undefined {
  for (const { attributes } of holders(node)) {
    for (const [name, text] of attributes) if (localName(name) === property && !name.startsWith('xmlns')) return text;
  }
  return part(node, property)?.text;
}
