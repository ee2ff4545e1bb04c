import { SET_LIMITS } from '../model/sets.ts';

/**
 * The set language of Image Serving's catalogs (`catalog::ImageSet`, `imageSet=`): items between commas, parts of an item
 * between semicolons, pages of a spread between colons, rows and sets within sets in braces.
 */
export type CatalogText =
  | { readonly form: 'swatches'; readonly items: readonly SwatchItem[] }
  | { readonly form: 'rows'; readonly rows: readonly (readonly string[])[] }
  | { readonly form: 'spreads'; readonly spreads: readonly (readonly string[])[] }
  | { readonly form: 'media'; readonly items: readonly MediaItem[] };

/** A picture or a set, and what stands for it: another picture, or a colour as 0xRRGGBB. */
export interface SwatchItem {
  readonly id: string;
  readonly swatch?: string | { readonly color: number; readonly label?: string };
}

/** A picture, clip or set of any kind; `set`: one that is written out in its place. */
export interface MediaItem {
  readonly id?: string;
  readonly set?: CatalogText;
  readonly swatch?: string;
  /** `img`, `img_set`, `advanced_image`, `spin`, `video`, `video_set`, `static`, `ecat` …; absent = found by what it is. */
  readonly type?: string;
}

/** The error of a text that cannot be read. */
export class CatalogTextError extends Error {
  override readonly name = 'CatalogTextError';
  /** Counted from 0. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

// Everything that separates, and what escapes it.
const RESERVED = /[,;:{}()%\p{Cc}]/gu;

const escapeId = (id: string): string =>
  id.replaceAll(RESERVED, (letter) => encodeURIComponent(letter).replace('(', '%28').replace(')', '%29'));

function unescapeId(text: string, offset: number): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new CatalogTextError(`expected % and two digits of an encoded letter, got ${text}`, offset);
  }
}

const SWATCH_COLOR = /^0x([0-9a-f]{6})(?: (.*))?$/is;

function printSwatch(swatch: NonNullable<SwatchItem['swatch']>): string {
  if (typeof swatch === 'string') return escapeId(swatch);
  const { color, label } = swatch;
  const digits = color.toString(16).padStart(6, '0');
  return `{0x${digits}${label === undefined ? '' : ` ${escapeId(label)}`}}`;
}

function printMedia({ id = '', set, swatch = '', type = '' }: MediaItem): string {
  const what = set === undefined ? escapeId(id) : `{${printCatalogText(set)}}`;
  return `${what};${escapeId(swatch)};${escapeId(type)}`;
}

const printRow = (ids: readonly string[]): string => `{${ids.map(escapeId).join(',')}}`;

/** The text of a set; `parseCatalogText` reads it back. */
export function printCatalogText(text: CatalogText): string {
  switch (text.form) {
    case 'swatches':
      return text.items
        .map(({ id, swatch }) => [escapeId(id), ...(swatch === undefined ? [] : [printSwatch(swatch)])].join(';'))
        .join(',');
    case 'rows':
      return text.rows.map(printRow).join(',');
    case 'spreads':
      return text.spreads.map((pages) => pages.map(escapeId).join(':')).join(',');
    case 'media':
      return text.items.map(printMedia).join(',');
  }
}

/** A piece of a text, with where it begins. */
interface Piece {
  readonly text: string;
  readonly offset: number;
}

const OPENING = '{(';
const CLOSING = '})';

/** Cuts a piece at a separator, but not within brackets. */
function cut({ text, offset }: Piece, separator: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let [depth, start] = [0, 0];
  for (let i = 0; i <= text.length; i++) {
    const letter = text[i] ?? separator;
    if (OPENING.includes(letter)) depth++;
    if (CLOSING.includes(letter)) depth--;
    if (depth < 0) throw new CatalogTextError(`expected a bracket that opens before ${letter}`, offset + i);
    if (i === text.length && depth > 0) throw new CatalogTextError('expected a bracket that closes', offset + i);
    if (letter !== separator || depth > 0) continue;
    pieces.push({ text: text.slice(start, i), offset: offset + start });
    start = i + 1;
  }
  return pieces;
}

const isBracketed = ({ text }: Piece): boolean => /^[{(].*[})]$/s.test(text);
const inside = ({ text, offset }: Piece): Piece => ({ text: text.slice(1, -1), offset: offset + 1 });

function readId({ text, offset }: Piece): string {
  if (text === '') throw new CatalogTextError('expected a name, got nothing', offset);
  if (/[{}()]/.test(text)) throw new CatalogTextError(`expected a name, got ${text}`, offset);
  return unescapeId(text, offset);
}

function readSwatch(piece: Piece): NonNullable<SwatchItem['swatch']> {
  if (!isBracketed(piece)) return readId(piece);
  const { text, offset } = inside(piece);
  const [, digits, label] = SWATCH_COLOR.exec(text) ?? [];
  if (digits === undefined) throw new CatalogTextError(`expected a colour such as 0xc02020, got ${text}`, offset);
  return { color: Number.parseInt(digits, 16), ...(label === undefined ? {} : { label: unescapeId(label, offset) }) };
}

function readSwatchItem(item: Piece): SwatchItem {
  const [id = item, swatch] = cut(item, ';');
  return { id: readId(id), ...(swatch === undefined || swatch.text === '' ? {} : { swatch: readSwatch(swatch) }) };
}

function readMediaItem(item: Piece, depth: number): MediaItem {
  const [what = item, swatch, type] = cut(item, ';');
  return {
    ...(isBracketed(what) ? { set: read(inside(what), depth + 1) } : { id: readId(what) }),
    ...(swatch === undefined || swatch.text === '' ? {} : { swatch: readId(swatch) }),
    ...(type === undefined || type.text === '' ? {} : { type: readId(type) }),
  };
}

const MOST_PAGES = 3;

function readSpread(item: Piece): readonly string[] {
  const pages = cut(item, ':');
  if (pages.length > MOST_PAGES)
    throw new CatalogTextError(`expected at most ${MOST_PAGES} pages, got ${pages.length}`, item.offset);
  return pages.map(readId);
}

const readRow = (item: Piece): readonly string[] => (isBracketed(item) ? cut(inside(item), ',') : [item]).map(readId);

/** Told by a colon, by two semicolons in an item, or by rows in braces; all others are pictures with or without swatches. */
function read(piece: Piece, depth: number): CatalogText {
  if (depth > SET_LIMITS.depth)
    throw new CatalogTextError(`expected sets within sets ${SET_LIMITS.depth} deep at most, got more`, piece.offset);
  const items = cut(piece, ',');
  const parts = items.map((item) => cut(item, ';').length);
  if (items.some((item) => cut(item, ':').length > 1)) return { form: 'spreads', spreads: items.map(readSpread) };
  if (parts.some((count) => count > 2))
    return { form: 'media', items: items.map((item) => readMediaItem(item, depth)) };
  if (items.some((item, i) => parts[i] === 1 && isBracketed(item))) return { form: 'rows', rows: items.map(readRow) };
  return { form: 'swatches', items: items.map(readSwatchItem) };
}

/** Reads a set. Throws CatalogTextError. */
export function parseCatalogText(text: string): CatalogText {
  return read({ text, offset: 0 }, 1);
}
