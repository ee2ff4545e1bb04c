import type { Face, Font } from 'harfbuzzjs';
import type { Rect } from '../../../model/geometry.ts';

/** A letter as a picture, in a box of units of the em whose y points up. */
export interface BitmapGlyph {
  readonly png: Uint8Array;
  readonly box: Rect;
}

/** The place of a picture in pixels of its strike: left and top of the origin, upwards. */
interface Bearing {
  readonly left: number;
  readonly top: number;
  /** Pixels of an em. */
  readonly across: number;
  readonly down: number;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A strike of pictures of one size (OpenType, CBLC): the bytes of its row. */
const STRIKE = 48;
const STRIKES = 8;
/** Small and large measures before a picture (OpenType, CBDT, formats 17 and 18): left and top behind height and width. */
const MEASURED: readonly number[] = [17, 18];

/** The offset of a glyph's picture in CBDT, of a table of offsets of four bytes or two. */
function pictureAt(index: DataView, table: number, nth: number): number | undefined {
  const [form, picture, start] = [index.getUint16(table), index.getUint16(table + 2), index.getUint32(table + 4)];
  if (!MEASURED.includes(picture)) return undefined;
  if (form === 1) return start + index.getUint32(table + 8 + 4 * nth);
  return form === 3 ? start + index.getUint16(table + 8 + 2 * nth) : undefined;
}

function inStrike(index: DataView, row: number, glyph: number): number | undefined {
  const list = index.getUint32(row);
  for (let i = 0; i < index.getUint32(row + 8); i++) {
    const entry = list + 8 * i;
    const [first, last] = [index.getUint16(entry), index.getUint16(entry + 2)];
    if (glyph >= first && glyph <= last) return pictureAt(index, list + index.getUint32(entry + 4), glyph - first);
  }
  return undefined;
}

/** The place of a picture in a font of Android's kind. */
function fromCbdt(index: DataView, data: DataView, glyph: number): Bearing | undefined {
  // A damaged font says any number.
  const most = Math.floor((index.byteLength - STRIKES) / STRIKE);
  const rows = Array.from({ length: Math.min(most, index.getUint32(4)) }, (_, i) => STRIKES + STRIKE * i);
  const row = rows.toSorted((a, b) => index.getUint8(b + 45) - index.getUint8(a + 45))[0];
  const at = row === undefined ? undefined : inStrike(index, row, glyph);
  if (row === undefined || at === undefined) return undefined;
  const place = { left: data.getInt8(at + 2), top: data.getInt8(at + 3) };
  return { ...place, across: index.getUint8(row + 44), down: index.getUint8(row + 45) };
}

/** The place of a picture in a font of Apple's kind (OpenType, sbix): from its lower left to the origin. */
function fromSbix(table: DataView, glyph: number, height: number): Bearing | undefined {
  const strikes = Array.from({ length: table.getUint32(4) }, (_, i) => table.getUint32(8 + 4 * i));
  const strike = strikes.toSorted((a, b) => table.getUint16(b) - table.getUint16(a))[0];
  if (strike === undefined) return undefined;
  const size = table.getUint16(strike);
  const at = strike + table.getUint32(strike + 4 + 4 * glyph);
  return { left: table.getInt16(at), top: table.getInt16(at + 2) + height, across: size, down: size };
}

function bearingOf(face: Face, glyph: number, height: number): Bearing | undefined {
  const [index, data, strikes] = ['CBLC', 'CBDT', 'sbix'].map((name) => face.referenceTable(name));
  if (index && data) return fromCbdt(viewOf(index), viewOf(data), glyph);
  return strikes && fromSbix(viewOf(strikes), glyph, height);
}

/** The offset of the sides in a PNG. */
const SIDES = 16;

/** The picture that a font has for a letter, of its largest size; undefined for letters without one. */
export function bitmapGlyph(font: Font, face: Face, glyph: number): BitmapGlyph | undefined {
  const png = font.getGlyphColorPng(glyph);
  if (!png || png.length < SIDES + 8) return undefined;
  try {
    const [width, height] = [viewOf(png).getUint32(SIDES), viewOf(png).getUint32(SIDES + 4)];
    const bearing = bearingOf(face, glyph, height);
    if (!bearing || bearing.across === 0 || bearing.down === 0) return undefined;
    const [across, down] = [face.upem / bearing.across, face.upem / bearing.down];
    const box = { x: bearing.left * across, y: (bearing.top - height) * down, width: width * across };
    return { png: png.slice(), box: { ...box, height: height * down } };
  } catch {
    // The offsets in a font's tables point outside of it.
    return undefined;
  }
}
