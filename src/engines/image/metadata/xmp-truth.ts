/** Properties by their namespace: prefixes are the writer's own. */
interface Properties {
  readonly namespace: string;
  /** A pattern of the names that are meant. */
  readonly names: string;
}

const ORIENTATION: Properties = { namespace: 'http://ns.adobe.com/tiff/1.0/', names: 'Orientation' };

/**
 * Properties that speak of things beside the picture in its file, which no rendition has: films, gain maps, more XMP.
 */
const LEFT_OUT: readonly Properties[] = [
  { namespace: 'http://ns.google.com/photos/1.0/camera/', names: String.raw`(?:MotionPhoto|MicroVideo)\w*` },
  { namespace: 'http://ns.google.com/photos/1.0/container/', names: String.raw`\w+` },
  { namespace: 'http://ns.adobe.com/hdr-gain-map/1.0/', names: String.raw`\w+` },
  { namespace: 'http://ns.apple.com/HDRGainMap/1.0/', names: String.raw`\w+` },
  { namespace: 'http://ns.adobe.com/xmp/note/', names: 'HasExtendedXMP' },
];

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

// Nobody has more than one; a hostile packet has a million.
const MOST_PREFIXES = 8;

/** The prefixes that a packet has for a namespace; none where it does not name it. */
function prefixesOf(xmp: string, namespace: string): readonly string[] {
  const found = xmp.matchAll(new RegExp(`xmlns:([\\w.-]{1,64})\\s*=\\s*["']${escape(namespace)}["']`, 'g'));
  return [...new Set([...found].map(([, prefix = '']) => prefix))].slice(0, MOST_PREFIXES);
}

/** Changes properties in all places: attributes, and elements with text or nested elements. */
function change(xmp: string, { namespace, names }: Properties, value: string | undefined): string {
  let text = xmp;
  for (const prefix of prefixesOf(xmp, namespace)) {
    const attribute = new RegExp(`\\s${escape(prefix)}:(${names})\\s*=\\s*(?:"[^"]*"|'[^']*')`, 'g');
    text = text.replaceAll(attribute, (_, name: string) =>
      value === undefined ? '' : ` ${prefix}:${name}="${value}"`,
    );
    text = changeElements(text, new RegExp(`<${escape(prefix)}:(${names})\\b[^<>]*>`, 'g'), prefix, value);
  }
  return text;
}

function changeElements(text: string, begin: RegExp, prefix: string, value: string | undefined): string {
  const parts: string[] = [];
  // Names of which no element ends any more: each end is looked for once, however many there are.
  const endless = new Set<string>();
  let from = 0;
  for (const found of text.matchAll(begin)) {
    const [tag, name = ''] = found;
    if (found.index < from) continue;
    const close = `</${prefix}:${name}>`;
    const isEmpty = tag.endsWith('/>');
    if (!isEmpty && endless.has(name)) continue;
    const end = isEmpty ? found.index + tag.length : text.indexOf(close, found.index) + close.length;
    if (end < found.index + tag.length) {
      endless.add(name);
      continue;
    }
    parts.push(text.slice(from, found.index), value === undefined ? '' : `<${prefix}:${name}>${value}${close}`);
    from = end;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(from);
}

/** A packet of a master as it is true of a rendition: upright, and alone in its file. */
export function trueXmp(xmp: string): string {
  const upright = change(xmp, ORIENTATION, '1');
  return LEFT_OUT.reduce((text, properties) => change(text, properties, undefined), upright);
}
