import { readFileSync } from 'node:fs';
import { Blob, Face, Font } from 'harfbuzzjs';
import sharp from 'sharp';
import { inRepository } from '../files/repository.ts';

const ARIMO = readFileSync(inRepository('profiles/fonts/Arimo-Regular.ttf'));
const FONT = new Font(new Face(new Blob(ARIMO)));
const glyphOf = (letter: string): number => FONT.glyph(letter.codePointAt(0) ?? 0) ?? 0;

/** Glyphs of Arimo by their letters. */
const GLYPHS = { A: glyphOf('A'), B: glyphOf('B'), H: glyphOf('H'), I: glyphOf('I') } as const;
/** Letters of the fonts below: `A` is painted, the others are as they were. */
const PAINTED = GLYPHS.A;

const u16 = (...values: readonly number[]): Buffer => Buffer.concat(values.map((value) => bytesOf(value, 2)));
const u32 = (...values: readonly number[]): Buffer => Buffer.concat(values.map((value) => bytesOf(value, 4)));
const u24 = (value: number): Buffer => bytesOf(value, 3);
const u8 = (...values: readonly number[]): Buffer => Buffer.from(values.map((value) => value & 0xff));

function bytesOf(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  if (value < 0) bytes.writeIntBE(value, 0, length);
  else bytes.writeUIntBE(value, 0, length);
  return bytes;
}

/** Arimo with further tables (OpenType, the table directory). */
function withTables(more: Readonly<Record<string, Buffer>>): Buffer {
  const font = ARIMO;
  const own = Array.from({ length: font.readUInt16BE(4) }, (_, i): readonly [string, Buffer] => {
    const row = 12 + 16 * i;
    const start = font.readUInt32BE(row + 8);
    return [font.toString('latin1', row, row + 4), font.subarray(start, start + font.readUInt32BE(row + 12))];
  });
  const tables = [...own, ...Object.entries(more)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const head = Buffer.concat([font.subarray(0, 4), u16(tables.length, 0, 0, 0)]);
  let at = head.length + 16 * tables.length;
  const rows: Buffer[] = [];
  const parts: Buffer[] = [];
  for (const [name, table] of tables) {
    rows.push(Buffer.from(name), u32(0, at, table.length));
    const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
    parts.push(padded);
    at += padded.length;
  }
  return Buffer.concat([head, ...rows, ...parts]);
}

/** Red, then blue, as BGRA. */
const PALETTE = Buffer.concat([u16(0, 2, 1, 2), u32(14), u16(0), u8(0, 0, 255, 255, 255, 0, 0, 255)]);
const LETTER_COLOR = 0xffff;

/** `A` is a red `B` below an `I` of the letter's own colour (COLR, version 0). */
export const layeredFont = (): Buffer =>
  withTables({
    COLR: Buffer.concat([
      ...[u16(0, 1), u32(14, 20), u16(2), u16(PAINTED, 0, 2)],
      u16(GLYPHS.B, 0, GLYPHS.I, LETTER_COLOR),
    ]),
    CPAL: PALETTE,
  });

/** `A` is an `H` in a gradient from red at its left to blue at its right (COLR, version 1). */
export const gradientFont = (): Buffer =>
  withTables({
    COLR: Buffer.concat([
      ...[u16(1, 0), u32(0, 0), u16(0), u32(34, 0, 0, 0, 0)],
      ...[u32(1), u16(PAINTED), u32(10)],
      ...[u8(10), u24(6), u16(GLYPHS.H)],
      ...[u8(4), u24(16), u16(160, 0, 1300, 0, 160, 1000)],
      ...[u8(0), u16(2), u16(0, 0, 0x4000), u16(0x4000, 1, 0x4000)],
    ]),
    CPAL: PALETTE,
  });

/** A square of 20 pixels, green at its top and black at its bottom. */
const square = (): Promise<Buffer> =>
  sharp({ create: { width: 20, height: 20, channels: 4, background: '#000' } })
    .composite([{ input: { create: { width: 20, height: 10, channels: 4, background: '#00ff00' } }, gravity: 'north' }])
    .png()
    .toBuffer();

/** Pixels of an em. */
const SIZE = 20;

/** `A` is a picture of one em from the baseline up (sbix). */
export async function appleFont(): Promise<Buffer> {
  const glyph = Buffer.concat([u16(0, 0), Buffer.from('png '), await square()]);
  const count = tableOf(ARIMO, 'maxp').readUInt16BE(4);
  const start = 4 + 4 * (count + 1);
  const offsets = Array.from({ length: count + 1 }, (_, i) => start + (i > PAINTED ? glyph.length : 0));
  return withTables({ sbix: Buffer.concat([u16(1, 1), u32(1, 12), u16(SIZE, 72), u32(...offsets), glyph]) });
}

function tableOf(font: Buffer, name: string): Buffer {
  const row = font.indexOf(name, 12, 'latin1');
  return font.subarray(font.readUInt32BE(row + 8));
}

/** The same (CBDT), of pictures that are measured one by one. */
export async function androidFont(): Promise<Buffer> {
  const png = await square();
  const data = Buffer.concat([u16(3, 0), u8(SIZE, SIZE, 0, SIZE, SIZE), u32(png.length), png]);
  const index = Buffer.concat([u16(1, 17), u32(4), u32(0, data.length - 4)]);
  const list = Buffer.concat([u16(PAINTED, PAINTED), u32(8), index]);
  const measures = Buffer.alloc(24);
  const strike = Buffer.concat([u32(56, list.length, 1, 0), measures, u16(PAINTED, PAINTED), u8(SIZE, SIZE, 32, 1)]);
  return withTables({ CBDT: data, CBLC: Buffer.concat([u16(3, 0), u32(1), strike, list]) });
}
