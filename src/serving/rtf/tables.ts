import type { Color } from '../../model/recipe/recipe.ts';
import { parseColor } from '../color.ts';
import type { RtfToken } from './tokens.ts';

/** A font of a text's own table. */
export interface TableFont {
  readonly name: string;
  readonly charset: number;
}

/** The pieces of a group without its braces, those of groups within it as well. */
export type Group = readonly RtfToken[];

/** The entries of a table, each with the words and the text before its `;`; a table may end without one. */
function entriesOf(group: Group): readonly { readonly words: ReadonlyMap<string, number>; readonly text: string }[] {
  const entries: { words: Map<string, number>; text: string }[] = [];
  let words = new Map<string, number>();
  let text = '';
  const end = (): void => {
    entries.push({ words, text: text.trim() });
    words = new Map();
    text = '';
  };
  for (const token of group) {
    if (token.kind === 'word') words.set(token.word, token.value ?? 0);
    if (token.kind === 'byte') text += String.fromCodePoint(token.byte);
    if (token.kind !== 'text') continue;
    const [first = '', ...others] = token.text.split(';');
    text += first;
    for (const part of others) {
      end();
      text = part;
    }
  }
  if (text.trim() !== '' || words.size > 0) end();
  return entries;
}

/** `\fonttbl`: live texts leave its `;` away, and the number of its only font. */
export function readFonts(group: Group): ReadonlyMap<number, TableFont> {
  const fonts = new Map<number, TableFont>();
  let depth = 0;
  let part: RtfToken[] = [];
  const end = (): void => {
    for (const { words, text } of entriesOf(part)) {
      if (text !== '') fonts.set(words.get('f') ?? 0, { name: text, charset: words.get('fcharset') ?? 0 });
    }
    part = [];
  };
  for (const token of group) {
    if (token.kind === 'open' || token.kind === 'close') {
      depth += token.kind === 'open' ? 1 : -1;
      end();
    } else part.push(token);
  }
  end();
  return fonts;
}

const clamp = (value: number | undefined, most: number): number => Math.min(most, Math.max(0, value ?? 0));

/** `\colortbl`, and its kin of CMYK colours: an entry without words is the usual colour. */
export function readColors(group: Group): ReadonlyMap<number, Color> {
  const colors = entriesOf(group).map(({ words }, i): readonly [number, Color | undefined] => {
    if (words.has('cyan') || words.has('magenta') || words.has('yellow') || words.has('black')) {
      const parts = ['cyan', 'magenta', 'yellow', 'black'].map((word) => clamp(words.get(word), 100));
      return [i, parseColor(`${parts.join(',')}k`)];
    }
    if (words.size === 0) return [i, undefined];
    const [r, g, b] = ['red', 'green', 'blue'].map((word) => clamp(words.get(word), 255));
    return [i, { r: r ?? 0, g: g ?? 0, b: b ?? 0, alpha: 255 }];
  });
  return new Map(colors.filter((entry): entry is readonly [number, Color] => entry[1] !== undefined));
}

/** `\iscolortbl`: colours as the language writes them. Live texts and the reference begin it with a `;`. */
export function readServingColors(group: Group): ReadonlyMap<number, Color> {
  const text = group.flatMap((token) => (token.kind === 'text' ? [token.text] : [])).join('');
  const colors = text.split(';').flatMap((entry, i): readonly (readonly [number, Color])[] => {
    const color = parseColor(entry.trim());
    return color ? [[i, color]] : [];
  });
  return new Map(colors);
}
