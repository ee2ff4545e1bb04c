import { decodeEntities } from '../base/xml.ts';
import { UsageError } from '../model/errors.ts';

/**
 * Splits a page: comments and raw-text elements (kept as they are), then `<dmx-media …>`, whose quoted values may hold
 * any character.
 */
const MARKS =
  /<!--[\s\S]*?-->|<(script|style|textarea|title)\b[\s\S]*?<\/\1\s*>|<dmx-media(?=[\s/>])((?:[^>"']|"[^"]*"|'[^']*')*)>(?:\s*<\/dmx-media\s*>)?/gi;
const ATTRIBUTE = /([^\s"'=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?/g;

/** Letters by a name of which HTML has two thousand; XML has five. */
const NAMED = /&(?!(?:amp|lt|gt|quot|apos);)[a-z]\w*;/i;

function valueOf(written: string): string {
  const [unknown] = NAMED.exec(written) ?? [];
  if (unknown === undefined) return decodeEntities(written);
  throw new UsageError('OPTION_RANGE', `expected letters as they are or by number in <dmx-media>, got ${unknown}`, {
    place: written,
    hint: 'Write the letter itself, or its number: é or &#233;.',
  });
}

/** The attributes of an element by name in lower case; of several of one name the first. */
function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', double, single, bare] of text.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, valueOf(double ?? single ?? bare ?? ''));
  }
  return found;
}

/** A page with something else for each `<dmx-media>`, told by its attributes. Throws UsageError OPTION_RANGE. */
export async function replaceElements(
  html: string,
  replacement: (attributes: ReadonlyMap<string, string>) => Promise<string>,
): Promise<string> {
  const parts: string[] = [];
  let end = 0;
  for (const { 0: whole, 2: attributes, index } of html.matchAll(MARKS)) {
    if (attributes === undefined) continue;
    parts.push(html.slice(end, index), await replacement(attributesOf(attributes)));
    end = index + whole.length;
  }
  return parts.join('') + html.slice(end);
}
