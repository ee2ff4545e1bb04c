import type { PresetNode } from './preset-node.ts';

/** What is no element, by how it begins, and what ends it. */
const SKIPPED = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
] as const;
const ATTRIBUTE = /([\w:.-]+)=(?:"([^"]*)"|'([^']*)')/g;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** ISO 9075: how a repository writes letters that XML names may not hold. */
const ENCODED = /_x([0-9a-f]{4})_/gi;

/** Deeper than any repository; a hostile text must not become a tower of nodes. */
const MOST_DEPTH = 100;

function decodeEntities(text: string): string {
  return text.replaceAll(ENTITY, (whole: string, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

const decodeName = (name: string): string =>
  name.replaceAll(ENCODED, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = [...text.matchAll(ATTRIBUTE)].map(
    ([, name = '', double, single]) => [decodeName(name), decodeEntities(double ?? single ?? '')] as const,
  );
  return new Map(found);
}

/** Where a tag's `>` stands, those in quotes left out; -1 = nowhere. */
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

/** The insides of every tag: `a x="1"`, `/a`. What never ends ends the reading, so that no text costs a search per letter. */
function* tagsOf(text: string): Generator<string> {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const skipped = SKIPPED.find(([begin]) => text.startsWith(begin, at));
    const close = skipped ? text.indexOf(skipped[1], at + skipped[0].length) : endOfTag(text, at);
    if (close < 0) return;
    if (!skipped) yield text.slice(at + 1, close);
    at = close + (skipped?.[1].length ?? 1);
  }
}

interface OpenNode extends PresetNode {
  readonly children: OpenNode[];
}

/** Whatever nodes an XML text holds, attributes as properties; the root has no name. Never throws. */
export function xmlNodes(text: string): PresetNode {
  const root: OpenNode = { name: '', properties: new Map(), children: [] };
  const open = [root];
  for (const tag of tagsOf(text)) {
    const name = /^[^\s/]+/.exec(tag)?.[0];
    if (name === undefined) {
      if (open.length > 1) open.pop();
      continue;
    }
    const node: OpenNode = { name: decodeName(name), properties: attributesOf(tag.slice(name.length)), children: [] };
    open.at(-1)?.children.push(node);
    if (!tag.endsWith('/') && open.length < MOST_DEPTH) open.push(node);
  }
  return root;
}
