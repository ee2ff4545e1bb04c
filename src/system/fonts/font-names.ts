import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { packedFont, unpackFont } from './woff.ts';
import { woff2Tables } from './woff2.ts';

/** The names that a font file has for one of its fonts. */
export interface FontTitle {
  /** Its place in the file, from 0: collections have several. */
  readonly index: number;
  readonly family: string;
  readonly bold: boolean;
  readonly italic: boolean;
  /** It holds heavier styles as well. */
  readonly variable: boolean;
}

const SUFFIXES = new Set(['.ttf', '.otf', '.ttc', '.otc', '.woff', '.woff2']);
/** Names of a family: that of all its weights goes before that of four styles, where both are there. */
const FAMILY = 1;
const TYPOGRAPHIC_FAMILY = 16;
const STYLE = 2;
const TYPOGRAPHIC_STYLE = 17;
const WINDOWS = 3;
const ENGLISH = 0x0409;
const MOST_FONTS = 64;

type Tables = ReadonlyMap<string, Buffer>;

function tablesAt(bytes: Buffer, at: number): Tables {
  const count = bytes.readUInt16BE(at + 4);
  const tables = new Map<string, Buffer>();
  for (let i = 0; i < count; i++) {
    const row = at + 12 + 16 * i;
    const start = bytes.readUInt32BE(row + 8);
    tables.set(bytes.toString('latin1', row, row + 4), bytes.subarray(start, start + bytes.readUInt32BE(row + 12)));
  }
  return tables;
}

/** The names of a font by their numbers, in English where there are several. */
function namesIn(table: Buffer): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const texts = table.readUInt16BE(4);
  for (let i = 0; i < table.readUInt16BE(2); i++) {
    const row = 6 + 12 * i;
    const [platform, language, id] = [0, 4, 6].map((field) => table.readUInt16BE(row + field));
    if (id === undefined || platform === 1 || (names.has(id) && language !== ENGLISH)) continue;
    const start = texts + table.readUInt16BE(row + 10);
    const text = Buffer.from(table.subarray(start, start + table.readUInt16BE(row + 8)));
    if (platform === WINDOWS || platform === 0) names.set(id, text.swap16().toString('utf16le'));
  }
  return names;
}

/** Tells whether a style name means bold, and italic. */
const styleOf = (words: string): Pick<FontTitle, 'bold' | 'italic'> => ({
  bold: /\bbold\b/i.test(words),
  italic: /\b(?:italic|oblique)\b/i.test(words),
});

function titleOf(tables: Tables, index: number): readonly FontTitle[] {
  const table = tables.get('name');
  if (!table) return [];
  const names = namesIn(table);
  const variable = tables.has('fvar');
  const style = styleOf(names.get(STYLE) ?? '');
  const families = new Map<string, FontTitle>();
  const add = (family: string | undefined, { bold, italic }: Pick<FontTitle, 'bold' | 'italic'>): void => {
    if (family !== undefined) families.set(family, { index, family, bold, italic, variable });
  };
  // Only weights that are one of the four styles go by the name of the family of them all.
  const typographic = names.get(TYPOGRAPHIC_STYLE);
  if (typographic !== undefined && /^(?:regular|bold|italic|oblique|bold (?:italic|oblique))$/i.test(typographic)) {
    add(names.get(TYPOGRAPHIC_FAMILY), styleOf(typographic));
  }
  add(names.get(FAMILY), style);
  return [...families.values()];
}

/** Names of the fonts in a file (OpenType, WOFF or WOFF2; table `name`); empty for other files. */
export function fontTitles(file: Buffer): readonly FontTitle[] {
  try {
    if (packedFont(file) === 'WOFF2') return titleOf(woff2Tables(file), 0);
    const bytes = unpackFont(file);
    if (bytes.toString('latin1', 0, 4) !== 'ttcf') return titleOf(tablesAt(bytes, 0), 0);
    const count = Math.min(MOST_FONTS, bytes.readUInt32BE(8));
    return Array.from({ length: count }, (_, i) => titleOf(tablesAt(bytes, bytes.readUInt32BE(12 + 4 * i)), i)).flat();
  } catch {
    return [];
  }
}

/** The family that the package brings along, and those of the same widths that it stands for. */
export const SHIPPED_FAMILY = 'Arimo';
export const STANDS_FOR = ['Arial', 'Helvetica', 'Liberation Sans'] as const;

/** The titles of the fonts in a file; none where it is no font, or cannot be read. */
export function titlesOf(file: string): readonly FontTitle[] {
  try {
    return fontTitles(readFileSync(file));
  } catch {
    return [];
  }
}

/** Tells a file of fonts by its name. */
export const isFontFile = (path: string): boolean => SUFFIXES.has(extname(path).toLowerCase());

/** The files of fonts below a folder, absolute and sorted; none where there is no such folder, or it may not be read. */
export function fontFiles(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return entries
      .filter(isFontFile)
      .toSorted()
      .map((entry) => join(folder, entry));
  } catch {
    return [];
  }
}
