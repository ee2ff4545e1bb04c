import { escapeXml } from '../../../base/xml.ts';

// Passed over, whole even where they do not end: comments, what is quoted, instructions, the document type, and addresses, in
// which Image Serving puts no variables in either; else a variable. Each alternative has but one way to match, so hostile
// texts cost no more than their length.
const PIECES =
  /<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<\?[^]*?(?:\?>|$)|<!DOCTYPE[^>[]*(?:\[[^\]]*(?:\]|$))?[^>]*(?:>|$)|\bhref\s*=\s*(?:"[^"]*(?:"|$)|'[^']*(?:'|$))|\$([A-Za-z0-9._-]+)\$/gi;
/** More are no template. */
const MOST_VARIABLES = 1000;

/** The names of the variables in the text of a drawing, each once, in small letters as they are told apart. */
export function variablesIn(text: string): readonly string[] {
  const names = new Set<string>();
  for (const [, name] of text.matchAll(PIECES)) {
    if (name !== undefined) names.add(name.toLowerCase());
    if (names.size > MOST_VARIABLES) break;
  }
  return [...names];
}

/** A value as data of XML, in whichever encoding that is: what is no ASCII is told by number. */
const asData = (value: string): string =>
  escapeXml(value).replaceAll(/\P{ASCII}/gu, (letter) => `&#${letter.codePointAt(0)};`);

/** The text of a drawing with values in place of its variables, by names in small letters; others stay as they are. */
export function withValues(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(PIECES, (piece: string, name: string | undefined) => {
    const key = name?.toLowerCase() ?? '';
    return Object.hasOwn(values, key) ? asData(values[key] ?? '') : piece;
  });
}

const ROOT = /<(?:[\w.-]+:)?svg\b[^>]*>/i;
const SIDE = /\b(?:width|height|viewBox)\s*[=:][^"';]{0,9}["']?[^"';]*(\$[A-Za-z0-9._-]+\$)/i;

/** The variable that the size of a drawing hangs on: that has to be known before anything is filled. */
export function variableSide(text: string): string | undefined {
  const [root = ''] = ROOT.exec(text) ?? [];
  return SIDE.exec(root)?.[1];
}
