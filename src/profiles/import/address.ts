import { spansOf } from '../../serving/grammar.ts';
import { withoutOwnSource } from './own-source.ts';

/** The request of an address. */
export interface Address {
  /** Modifier text: presets that the path names, then the query. */
  readonly modifiers: string;
  /** The smart crop that is asked for: `asset:Crop`. */
  readonly crop?: string;
}

/** HTML entities that occur in URLs. `&amp;` comes last, so that its result is not decoded again. */
const ENTITIES: readonly (readonly [RegExp, string])[] = [
  [/&(?:quot|#0*34|#x0*22);/gi, '"'],
  [/&(?:apos|#0*39|#x0*27);/gi, "'"],
  [/&(?:lt|#0*60|#x0*3c);/gi, '<'],
  [/&(?:gt|#0*62|#x0*3e);/gi, '>'],
  [/&(?:amp|#0*38|#x0*26);/gi, '&'],
];
const ESCAPED = /&(?:amp|#0*38|#x0*26);/i;
/** Pages that escape what a template has escaped already. */
const MOST_ESCAPES = 3;

/** An address or a text as it was before HTML wrote it down; one with no `&amp;` in it stays as it is. */
export function unescapeHtml(text: string): string {
  let plain = text;
  for (let n = 0; n < MOST_ESCAPES && ESCAPED.test(plain); n++) {
    plain = ENTITIES.reduce((rest, [entity, letter]) => rest.replaceAll(entity, letter), plain);
  }
  return plain;
}

const PRESET = /(?:\$|%24)([A-Za-z0-9._-]+)(?:\$|%24)/gi;
/** Behind a modifier's end: a second query that somebody hung on, such as `$a$?$b$` or `wid=5?hei=6`. */
const HUNG_ON = /\?(?=\?|&|$|\$|%24|[a-z_]\w*=)/gi;
/** Behind the company: the picture that an address is about; empty where it names none. */
const OBJECT = /\/is\/image\/[^/]*\/?([^:]*)/i;
const CROP = /(?::|%3a)([^:/]+)$/i;

/** A query with one `&` between its modifiers, whatever tools have hung together. Nested requests keep their `?`. */
function tidyQuery(query: string): string {
  const modifiers: string[] = [];
  for (const { start, end } of spansOf(query)) {
    const modifier = query.slice(start, end);
    const nested = /[{(]/.test(modifier);
    modifiers.push(nested ? modifier.replace(/^\?+/, '') : modifier.replaceAll(HUNG_ON, '&'));
  }
  return modifiers.join('&').replaceAll(/&{2,}/g, '&').replaceAll(/^&|&$/g, '');
}

/** Reads an address: `//host/is/image/company/asset:Crop/$preset$?modifiers`. */
export function readAddress(text: string): Address {
  const address = unescapeHtml(text);
  const mark = address.indexOf('?');
  const path = mark < 0 ? address : address.slice(0, mark);
  const presets = [...path.matchAll(PRESET)].map(([, name = '']) => `$${name}$`);
  const asset = path.replaceAll(PRESET, '').replace(/^(?:https?:)?\/\/[^/]*/i, '');
  const asked = mark < 0 ? '' : tidyQuery(address.slice(mark + 1));
  const [, object] = OBJECT.exec(asset) ?? [];
  const query = object === undefined ? asked : withoutOwnSource(asked, decodeName(object));
  const [, crop] = CROP.exec(asset.replace(/\/+$/, '')) ?? [];
  const modifiers = [...presets, ...(query === '' ? [] : [query])].join('&');
  return { modifiers, ...(crop !== undefined && { crop: decodeName(crop) }) };
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

const SERVICE = '/is/image/';
const ENDS_BEFORE = /[\s"'<>(,]/;
const ENDS_AFTER = /[\s"'<>]/;

/** Every address of the service in a line of something else, such as a page. */
export function addressesIn(line: string): readonly string[] {
  const found: string[] = [];
  const low = line.toLowerCase();
  for (let at = low.indexOf(SERVICE); at >= 0;) {
    let start = at;
    while (start > 0 && !ENDS_BEFORE.test(line[start - 1] ?? ' ')) start--;
    let end = at + SERVICE.length;
    while (end < line.length && !ENDS_AFTER.test(line[end] ?? ' ')) end++;
    found.push(line.slice(start, end).replace(/[,;]$/, ''));
    at = low.indexOf(SERVICE, end);
  }
  return found;
}
