import { once } from '../../../base/once.ts';
import { decodeText } from '../../../base/decode-text.ts';
import { readXml, type XmlNode } from '../../../base/xml.ts';
import { drawingFontFiles, givenFontFiles } from '../../../system/fonts/drawing-fonts.ts';
import { STANDS_FOR, titlesOf } from '../../../system/fonts/font-names.ts';
import { sharp } from '../../image/libvips.ts';

async function giveFonts(): Promise<void> {
  for (const fontfile of givenFontFiles()) {
    // A file that is no font sets no letter.
    await sharp({ text: { text: 'a', fontfile } })
      .raw()
      .toBuffer()
      .catch(() => undefined);
  }
}

/**
 * Has what draws letters of drawings know the fonts of the project, beside those of the package: it learns of a font where a
 * text is set in it.
 */
export const readyLetters = once(giveFonts);

/** Tells whether a drawing (SVG, a letter a byte) has texts: next to none of its elements has that name for anything else. */
export const hasLetters = (text: string): boolean => /<(?:[\w.-]+:)?text[\s>]/i.test(text);

// Larger drawings are maps and plots, whose words are few kinds of letters.
const MOST_ELEMENTS = 50_000;
const MOST_LETTERS = 5000;

function collect({ name, text, children }: XmlNode, inText: boolean, into: Set<string>): void {
  const isText = inText || name.replace(/^.*:/, '') === 'text';
  if (isText) for (const letter of text) if (into.size < MOST_LETTERS && /\P{Z}/u.test(letter)) into.add(letter);
  for (const child of children) collect(child, isText, into);
}

/** The letters of the texts of a drawing, each once. */
export function lettersIn(text: string): readonly string[] {
  const letters = new Set<string>();
  collect(readXml(decodeText(Buffer.from(text, 'latin1')).text, MOST_ELEMENTS), false, letters);
  return [...letters].filter((letter) => !/[\p{C}\p{Z}]/u.test(letter));
}

// Attributes and style sheets; a name in quotes may have commas.
const FAMILIES =
  /\bfont-family\s*(?:=\s*"([^"]{0,300})"|=\s*'([^']{0,300})'|:\s*((?:"[^"]{0,99}"|'[^']{0,99}'|[^;"'}<>]){0,300}))/gi;
const NAME = /"([^"]*)"|'([^']*)'|([^,"']+)/g;
/** Names of kinds of fonts, and variables that have no value. */
const GENERIC =
  /^(?:serif|sans|sans-serif|mono|monospace|cursive|fantasy|system-ui|inherit|initial|unset|\$[\w.-]+\$|)$/i;
const MOST_NAMES = 5;

function namesIn(list: string): readonly string[] {
  return [...list.matchAll(NAME)].map(([, double, single, plain = '']) => (double ?? single ?? plain).trim());
}

/** Lists of families in a drawing of which none is there, by their first names. */
export function missingFamilies(text: string, known: ReadonlySet<string>): readonly string[] {
  const missing = new Set<string>();
  for (const [, double, single, styled = ''] of text.matchAll(FAMILIES)) {
    const names = namesIn((double ?? single ?? styled).replaceAll('&quot;', '"')).filter((name) => !GENERIC.test(name));
    const [first] = names;
    if (first !== undefined && !names.some((name) => known.has(name.toLowerCase()))) missing.add(first);
    if (missing.size >= MOST_NAMES) break;
  }
  return [...missing];
}

/** The families that letters of drawings may be set in, in small letters. */
export const knownFamilies = once(
  (): ReadonlySet<string> =>
    new Set([
      ...STANDS_FOR.map((family) => family.toLowerCase()),
      ...drawingFontFiles().flatMap((file) => titlesOf(file).map(({ family }) => family.toLowerCase())),
    ]),
);
