import { type Box, boxesIn, findBox } from '../foreign/boxes.ts';

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

/** Reads big-endian numbers one after the other; 0 where the bytes end. */
function reader(bytes: Buffer): (size: 1 | 2 | 4) => number {
  let at = 0;
  return (size) => {
    at += size;
    return at > bytes.length ? 0 : bytes.readUIntBE(at - size, size);
  };
}

/** The numbers of the properties of an item, counted from 1 (ISO/IEC 23008-12 §9.3). */
function propertiesOf(uses: Buffer, wanted: number): readonly number[] {
  const next = reader(uses);
  const [version, , wide] = [next(1), next(2), (next(1) & 1) !== 0];
  const count = next(4);
  for (let i = 0; i < count && i < uses.length; i++) {
    const item = next(version === 0 ? 2 : 4);
    const indices = Array.from({ length: next(1) }, () => (wide ? next(2) & 0x7fff : next(1) & 0x7f));
    if (item === wanted) return indices;
  }
  return [];
}

function codePointsOf({ type, content }: Box): CodePoints | undefined {
  if (type !== 'colr' || content.length < 8 || content.toString('latin1', 0, 4) !== 'nclx') return undefined;
  return [content.readUInt16BE(4), content.readUInt16BE(6)];
}

/** The code points of the primary item's colours; where it has none, those of another: its tiles say them for it. */
export function primaryCoding(meta: Buffer): CodePoints | undefined {
  // Version and flags stand before the boxes.
  const boxes = meta.subarray(4);
  const primary = findBox(boxes, 'pitm');
  const container = findBox(boxes, 'iprp', 'ipco');
  const uses = findBox(boxes, 'iprp', 'ipma');
  if (!primary || !container || !uses) return undefined;
  const next = reader(primary);
  const item = (next(4) >>> 24 === 0 ? next(2) : next(4)) >>> 0;
  const all = boxesIn(container);
  const own = propertiesOf(uses, item).flatMap((index) => all[index - 1] ?? []);
  return [...own, ...all].map(codePointsOf).find((points) => points !== undefined);
}
