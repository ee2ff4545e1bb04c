/** A box of an ISO base media file (ISO/IEC 14496-12 §4.2) that is in memory. */
export interface Box {
  readonly type: string;
  readonly content: Buffer;
}

// Real files have some hundred; a hostile one may have millions of eight bytes.
const MOST_BOXES = 10_000;

/** The boxes (ISO BMFF) in a buffer, one after the other, until no complete box header follows. */
export function boxesIn(bytes: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length && boxes.length < MOST_BOXES;) {
    const told = bytes.readUInt32BE(at);
    const wide = told === 1 && at + 16 <= bytes.length;
    const size = wide ? Number(bytes.readBigUInt64BE(at + 8)) : told === 0 ? bytes.length - at : told;
    const head = wide ? 16 : 8;
    if (size < head || at + size > bytes.length) break;
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), content: bytes.subarray(at + head, at + size) });
    at += size;
  }
  return boxes;
}

/** The content of the first box at a path of box types; undefined where there is none. */
export function findBox(bytes: Buffer, ...[type, ...deeper]: readonly string[]): Buffer | undefined {
  const found = boxesIn(bytes).find((box) => box.type === type)?.content;
  return found === undefined || deeper.length === 0 ? found : findBox(found, ...deeper);
}

/** Prints a box. */
export function printBox(type: string, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

/** Prints a box that begins with a version and flags. */
export function printFullBox(type: string, version: number, flags: number, ...content: readonly Uint8Array[]): Buffer {
  return printBox(type, numbers(4, version * 2 ** 24 + flags), ...content);
}

/** Big-endian numbers of so many bytes each. */
export function numbers(bytes: 1 | 2 | 4, ...values: readonly number[]): Buffer {
  const out = Buffer.alloc(bytes * values.length);
  for (const [i, value] of values.entries()) out.writeUIntBE(value, i * bytes, bytes);
  return out;
}
