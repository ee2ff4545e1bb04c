import { type Box, boxesIn, findBox } from '../../../system/iso-bmff.ts';

/** The types of a file's items: `hvc1`, `av01`, `grid`, `Exif` … */
export function itemTypes(meta: Buffer): ReadonlySet<string> {
  const list = findBox(meta.subarray(4), 'iinf');
  if (!list) return new Set();
  // The count of items has two bytes, or four.
  const entries = boxesIn(list.subarray(list[0] === 0 ? 6 : 8));
  return new Set(
    entries.map(({ content }) => content.toString('latin1', content[0] === 3 ? 10 : 8, content[0] === 3 ? 14 : 12)),
  );
}

/** Code points of ITU-T H.273: primaries and transfer. */
export type CodePoints = readonly [primaries: number, transfer: number];

/** Bytes of a number; 0 = it is not written, and 0. */
export type NumberSize = 0 | 1 | 2 | 4 | 8;

/** Reads big-endian numbers one after the other; 0 where the bytes end. */
export function reader(bytes: Buffer): (size: NumberSize) => number {
  let at = 0;
  return (size) => {
    at += size;
    if (size === 0 || at > bytes.length) return 0;
    return size === 8 ? Number(bytes.readBigUInt64BE(at - size)) : bytes.readUIntBE(at - size, size);
  };
}

/** The properties of an item: their numbers, counted from 1, and whether a reader has to know them (ISO/IEC 23008-12 §9.3). */
export interface ItemUses {
  readonly item: number;
  readonly indices: readonly { readonly index: number; readonly essential: boolean }[];
}

/** Reads which properties items have: the content of a box `ipma`. */
export function readUses(box: Buffer): readonly ItemUses[] {
  const next = reader(box);
  const [version, , wide] = [next(1), next(2), (next(1) & 1) !== 0];
  const count = next(4);
  const uses: ItemUses[] = [];
  for (let i = 0; i < count && i < box.length; i++) {
    const item = next(version === 0 ? 2 : 4);
    const indices = Array.from({ length: next(1) }, () => {
      const value = wide ? next(2) : next(1);
      return wide
        ? { index: value & 0x7fff, essential: value > 0x7fff }
        : { index: value & 0x7f, essential: value > 0x7f };
    });
    uses.push({ item, indices });
  }
  return uses;
}

/** The number of the primary item. `boxes`: those in the box of items. */
export function primaryItem(boxes: Buffer): number | undefined {
  const primary = findBox(boxes, 'pitm');
  if (!primary) return undefined;
  const next = reader(primary);
  return (next(4) >>> 24 === 0 ? next(2) : next(4)) >>> 0;
}

function codePointsOf({ type, content }: Box): CodePoints | undefined {
  if (type !== 'colr' || content.length < 8 || content.toString('latin1', 0, 4) !== 'nclx') return undefined;
  return [content.readUInt16BE(4), content.readUInt16BE(6)];
}

/** The code points (CICP) of the primary item; where it has none, those of another item, such as its tiles. */
export function primaryCoding(meta: Buffer): CodePoints | undefined {
  // Version and flags stand before the boxes.
  const boxes = meta.subarray(4);
  const item = primaryItem(boxes);
  const container = findBox(boxes, 'iprp', 'ipco');
  const uses = findBox(boxes, 'iprp', 'ipma');
  if (item === undefined || !container || !uses) return undefined;
  const all = boxesIn(container);
  const indices = readUses(uses).find((entry) => entry.item === item)?.indices ?? [];
  const own = indices.flatMap(({ index }) => all[index - 1] ?? []);
  return [...own, ...all].map(codePointsOf).find((points) => points !== undefined);
}
