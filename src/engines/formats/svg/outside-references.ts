// A tag's name, or what may name another file: an attribute `href` of any namespace, `url()` and `@import` of style sheets,
// an external entity. Each alternative has but one way to match, so hostile texts cost no more than their length.
const TOKENS =
  /<(?:\?xml-)?([\w.-]*:)?([\w.-]+)|\bhref\s*=\s*(["'])\s*([^"'\s>]{0,200})|\burl\(\s*["']?([^"')\s]{0,200})|@import\s+["']([^"']{0,200})|<!ENTITY[^>]{0,200}?\b(?:SYSTEM|PUBLIC)\s*["']([^"']{0,200})/gi;

/** Elements whose references are not rendered: links, scripts and fonts. */
const UNDRAWN = new Set(['a', 'script', 'font-face-uri', 'color-profile']);

/** Tells whether a reference stays in its own file: a part of it, or data that it holds. */
function isInside(reference: string): boolean {
  return /^(?:#|data:|$)/i.test(reference);
}

type Allowed = (address: string) => boolean;
const NONE: Allowed = () => false;

/** Tells whether what an element refers to draws nothing, is in the file, or is a picture that is allowed. */
const isPart = (element: string, href: string, allowed: Allowed): boolean =>
  UNDRAWN.has(element) || isInside(href) || (element === 'image' && allowed(href));

/**
 * The first reference in an SVG text to anything outside of it, as it is spelled; undefined where there is none. Links
 * (`<a href>`) and the like are not loaded, and do not count; neither do picture addresses that are `allowed`. In doubt
 * it counts, such as a reference that is spelled with entities or stands in a comment: an XML parser may read the text
 * differently.
 */
export function outsideReference(text: string, allowed: Allowed = NONE): string | undefined {
  let element = '';
  for (const [, , name, quote, href = '', url, sheet, entity] of text.matchAll(TOKENS)) {
    if (name !== undefined) element = name.toLowerCase();
    else if (quote !== undefined && !isPart(element, href, allowed)) return href;
    else if (url !== undefined && !isInside(url)) return url;
    else if (sheet !== undefined || entity !== undefined) return sheet ?? entity;
  }
  return undefined;
}
