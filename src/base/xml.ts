/** An element of an XML text. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
  /** The text that stands directly in it, white space at its ends taken off. */
  readonly text: string;
}

/** Markup that is no element: how it begins, and what ends it. */
const SKIPPED = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
] as const;
/** A name is looked for where it begins alone: a long run that is none would else be read from each of its letters. */
const ATTRIBUTE = /(?<![\w:.-])([\w:.-]+)=(?:"([^"]*)"|'([^']*)')/g;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi;
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }),
);

/** Deeper than anything that means something; a hostile text must not become a tower of nodes. */
const MOST_DEPTH = 100;

/** A text of an element or an attribute, without its entities. */
export function decodeEntities(text: string): string {
  return text.replaceAll(ENTITY, (whole: string, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED.get(name) ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** Most elements have none: one map for all of them, for a map takes more memory than the rest of an element. */
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

/** Characters that an XML text cannot hold, however it is written (XML 1.0 §2.2). */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu;

/** Escapes a text for XML elements and attributes. Characters that XML 1.0 cannot express become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(UNWRITABLE, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

function attributesOf(text: string, most: number): ReadonlyMap<string, string> {
  if (!text.includes('=')) return NO_ATTRIBUTES;
  const found = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) {
    if (found.size === most) break;
    found.set(name, decodeEntities(double ?? single ?? ''));
  }
  return found;
}

/** The position of a tag's `>`, those in quotes left out; -1 = nowhere. */
function endOfTag(text: string, start: number): number {
  const mark = /[>"']/g;
  mark.lastIndex = start;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    const [letter] = found;
    if (letter === '>') return found.index;
    const close = text.indexOf(letter, found.index + 1);
    if (close < 0) return -1;
    mark.lastIndex = close + 1;
  }
  return -1;
}

/** A tag's inside, `a x="1"` or `/a`, and the text between it and the one before. */
type Tag = readonly [tag: string, before: string];

/** Every tag. What never ends ends the reading, so that no text costs a search per letter. */
function* tagsOf(text: string): Generator<Tag> {
  let last = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const skipped = SKIPPED.find(([begin]) => text.startsWith(begin, at));
    const close = skipped ? text.indexOf(skipped[1], at + skipped[0].length) : endOfTag(text, at);
    if (close < 0) return;
    if (!skipped) yield [text.slice(at + 1, close), text.slice(last, at)];
    at = close + (skipped?.[1].length ?? 1);
    last = at;
  }
}

interface OpenNode extends XmlNode {
  readonly children: OpenNode[];
  text: string;
}

const openNode = (name: string, attributes: XmlNode['attributes']): OpenNode => ({
  ...{ name, attributes },
  children: [],
  text: '',
});

/**
 * The elements of an XML text, in a root without a name: the first `most`, their attributes counted, each of which
 * takes about half a kilobyte of memory. Never throws: of what is no XML it takes what looks like it.
 */
export function readXml(text: string, most = Infinity): XmlNode {
  const root = openNode('', NO_ATTRIBUTES);
  const open = [root];
  const all = [root];
  let left = most;
  for (const [tag, before] of tagsOf(text)) {
    const parent = open.at(-1) ?? root;
    parent.text += decodeEntities(before);
    const name = /^[^\s/]+/.exec(tag)?.[0];
    if (name === undefined) {
      if (open.length > 1) open.pop();
      continue;
    }
    if (left <= 0) break;
    const node = openNode(name, attributesOf(tag.slice(name.length), left));
    left -= 1 + node.attributes.size;
    parent.children.push(node);
    all.push(node);
    if (!tag.endsWith('/') && open.length < MOST_DEPTH) open.push(node);
  }
  // Once each: after every piece it would copy the text again and again.
  for (const node of all) node.text = node.text.trim();
  return root;
}
