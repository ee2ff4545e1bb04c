// Size and type, then the size once more where it takes 64 bits.
const [HEAD, WIDE_HEAD] = [8, 16];

/** The head of a box of an ISO base media file (ISO/IEC 14496-12 §4.2). */
export interface BoxHead {
  readonly type: string;
  /** Bytes of the whole box; 0 = it ends with the file, or with the box around it. Fewer than a head has: damaged. */
  readonly bytes: number;
  readonly headBytes: number;
}

/** Reads the head of a box, of 8 bytes or, where there are as many, 16. Throws RangeError where there are fewer than 8. */
export function readBoxHead(bytes: Buffer, at = 0): BoxHead {
  const size = bytes.readUInt32BE(at);
  const type = bytes.toString('latin1', at + 4, at + HEAD);
  const isWide = size === 1 && at + WIDE_HEAD <= bytes.length;
  if (isWide) return { type, bytes: Number(bytes.readBigUInt64BE(at + HEAD)), headBytes: WIDE_HEAD };
  return { type, bytes: size, headBytes: HEAD };
}

/** A box that is in memory. */
export interface Box {
  readonly type: string;
  readonly content: Buffer;
}

/** Bytes of a box of which so many are left at most; `left` for one that ends with what it lies in. */
export const sizeWithin = ({ bytes, headBytes }: BoxHead, left: number): number =>
  bytes === 0 && headBytes === HEAD ? left : bytes;

// Real files have some hundred; a hostile one may have millions of eight bytes.
const MOST_BOXES = 10_000;

/** The boxes in a buffer, one after the other, until no complete box header follows. */
export function boxesIn(bytes: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + HEAD <= bytes.length && boxes.length < MOST_BOXES;) {
    const head = readBoxHead(bytes, at);
    const size = sizeWithin(head, bytes.length - at);
    if (size < head.headBytes || at + size > bytes.length) break;
    boxes.push({ type: head.type, content: bytes.subarray(at + head.headBytes, at + size) });
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
  const head = Buffer.alloc(HEAD);
  head.writeUInt32BE(HEAD + body.length, 0);
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
