import type { XmlNode } from '../../../base/xml.ts';
import { below, items, readPacket } from './rdf.ts';

/** The namespaces that are read, with the prefixes to assume where a packet declares none. */
export const XMP = {
  dublinCore: { prefix: 'dc', uri: 'http://purl.org/dc/elements/1.1/' },
  photoshop: { prefix: 'photoshop', uri: 'http://ns.adobe.com/photoshop/1.0/' },
  basic: { prefix: 'xmp', uri: 'http://ns.adobe.com/xap/1.0/' },
  iptcCore: { prefix: 'Iptc4xmpCore', uri: 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/' },
  exif: { prefix: 'exif', uri: 'http://ns.adobe.com/exif/1.0/' },
} as const;

type Namespace = (typeof XMP)[keyof typeof XMP];

const DECLARES = 'xmlns:';

/** One is all that there is in packets that are right. */
const MOST_LISTS = 10;

const isDefault = ({ attributes }: XmlNode): boolean => attributes.get('xml:lang') === 'x-default';

function prefixesOf(elements: readonly XmlNode[]): ReadonlyMap<string, ReadonlySet<string>> {
  const prefixes = new Map<string, Set<string>>(Object.values(XMP).map(({ prefix, uri }) => [uri, new Set([prefix])]));
  for (const { attributes } of elements) {
    for (const [name, text] of attributes) {
      if (name.startsWith(DECLARES)) prefixes.get(text)?.add(name.slice(DECLARES.length));
    }
  }
  return prefixes;
}

/** The properties of an XMP packet by namespace, whatever prefixes its writer chose. */
export class XmpProperties {
  readonly #elements: readonly XmlNode[];
  readonly #prefixes: ReadonlyMap<string, ReadonlySet<string>>;

  /** Never throws: a text that is no packet has no properties. */
  constructor(xmp: string) {
    this.#elements = [...below(readPacket(xmp))];
    this.#prefixes = prefixesOf(this.#elements);
  }

  /** The items of a list; simple writers put the text into the property itself. */
  #items(namespace: Namespace, property: string): readonly XmlNode[] {
    const all = this.#elements.filter(({ name }) => this.#means(name, namespace, property));
    const lists = all.slice(0, MOST_LISTS).map((one) => [...items(one), one].filter(({ text }) => text !== ''));
    return lists.find((list) => list.length > 0) ?? [];
  }

  #means(name: string, { uri }: Namespace, property: string): boolean {
    const [prefix = '', local] = name.split(':');
    return local === property && this.#prefixes.get(uri)?.has(prefix) === true;
  }

  /** The texts of a list or bag. */
  list(namespace: Namespace, property: string): readonly string[] {
    return this.#items(namespace, property).map(({ text }) => text);
  }

  /** The text for any language, or the first. */
  words(namespace: Namespace, property: string): string | undefined {
    const all = this.#items(namespace, property);
    return (all.find(isDefault) ?? all[0])?.text;
  }

  /** The text of a simple property, which may also stand in an attribute. */
  text(namespace: Namespace, property: string): string | undefined {
    for (const { attributes } of this.#elements) {
      for (const [name, text] of attributes) if (text !== '' && this.#means(name, namespace, property)) return text;
    }
    return this.words(namespace, property);
  }
}
