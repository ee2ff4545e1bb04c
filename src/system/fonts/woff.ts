import { inflateSync } from 'node:zlib';

/** W3C WOFF 1.0, sections 3 and 4: a head, then a row for each table. Bytes. */
const HEAD = 44;
const ROW = 20;
const SFNT_HEAD = 12;
const SFNT_ROW = 16;
/** No table of a font is larger; a hostile file says any number. */
const MOST_BYTES = 2 ** 28;

/** The kind of compressed font by signature; undefined for others. */
export function packedFont(bytes: Buffer): 'WOFF' | 'WOFF2' | undefined {
  const signature = bytes.toString('latin1', 0, 4);
  if (signature === 'wOFF') return 'WOFF';
  return signature === 'wOF2' ? 'WOFF2' : undefined;
}

/** The place at which both say how large the font is, unpacked. */
const FONT_BYTES = 16;

/** The bytes that a font takes once it is read: those of the file, and beside them those of what is packed in it. */
export function bytesOfFont(bytes: Buffer): number {
  const isPacked = packedFont(bytes) !== undefined && bytes.length >= FONT_BYTES + 4;
  return bytes.length + (isPacked ? Math.min(MOST_BYTES, bytes.readUInt32BE(FONT_BYTES)) : 0);
}

function tableOf(bytes: Buffer, row: number): Buffer {
  const [start, packed, size] = [4, 8, 12].map((field) => bytes.readUInt32BE(row + field));
  if (start === undefined || packed === undefined || size === undefined || size > MOST_BYTES)
    throw new RangeError('a table of the font is too large');
  const table = bytes.subarray(start, start + packed);
  return packed < size ? inflateSync(table, { maxOutputLength: size }) : table;
}

/** A font as plain OpenType: WOFF is unpacked, others are returned unchanged. Throws where it is damaged. */
export function unpackFont(bytes: Buffer): Buffer {
  if (packedFont(bytes) !== 'WOFF') return bytes;
  const count = bytes.readUInt16BE(12);
  const head = Buffer.alloc(SFNT_HEAD + SFNT_ROW * count);
  bytes.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  const parts: Buffer[] = [head];
  let at = head.length;
  for (let i = 0; i < count; i++) {
    const from = HEAD + ROW * i;
    const table = tableOf(bytes, from);
    const row = SFNT_HEAD + SFNT_ROW * i;
    bytes.copy(head, row, from, from + 4);
    bytes.copy(head, row + 4, from + 16, from + 20);
    head.writeUInt32BE(at, row + 8);
    head.writeUInt32BE(table.length, row + 12);
    const padding = (4 - (table.length % 4)) % 4;
    parts.push(table, Buffer.alloc(padding));
    at += table.length + padding;
  }
  return Buffer.concat(parts);
}
