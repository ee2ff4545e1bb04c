/** A box of ISO/IEC 14496-12 by its place in a file. */
interface Place {
  readonly at: number;
  readonly bytes: number;
}

function findBox(file: Buffer, type: string): Place {
  const at = file.indexOf(type, 0, 'latin1') - 4;
  if (at < 0) throw new Error(`expected a box ${type} in the file`);
  return { at, bytes: file.readUInt32BE(at) };
}

const ROTATION = 0;
const MIRROR = 1;

/** Turns and mirrors that show a stored picture as an orientation of EXIF does: quarters against the clock, then
 * what changes places: top and bottom (0), or left and right (1). */
const TURNS: Readonly<Record<number, readonly (readonly [kind: number, value: number])[]>> = {
  1: [],
  2: [[MIRROR, 1]],
  3: [[ROTATION, 2]],
  4: [[MIRROR, 0]],
  5: [
    [ROTATION, 1],
    [MIRROR, 0],
  ],
  6: [[ROTATION, 3]],
  7: [
    [ROTATION, 1],
    [MIRROR, 1],
  ],
  8: [[ROTATION, 1]],
};

function property([kind, value]: readonly [number, number]): Buffer {
  return Buffer.from([0, 0, 0, 9, ...Buffer.from(kind === ROTATION ? 'irot' : 'imir'), value]);
}

/**
 * A HEIC whose primary picture, the last item of its properties, is turned and mirrored by `irot` and `imir` (ISO/IEC 23008-12
 * §6.5.10, §6.5.12). The first place in `iloc` is one in the file.
 */
export function turnHeic(file: Buffer, orientation: number): Buffer {
  const added = (TURNS[orientation] ?? []).map(property);
  const properties = findBox(file, 'ipco');
  const uses = findBox(file, 'ipma');
  const [end, last] = [properties.at + properties.bytes, uses.at + uses.bytes];
  const count = [
    ...file
      .subarray(properties.at + 8, end)
      .toString('latin1')
      .matchAll(/hvcC|ispe|pixi|colr|auxC/g),
  ].length;
  const extra = Buffer.concat(added);
  // Essential, by their numbers among the properties.
  const numbers = Buffer.from(added.map((_, i) => 0x80 | (count + 1 + i)));
  const out = Buffer.concat([file.subarray(0, end), extra, file.subarray(end, last), numbers, file.subarray(last)]);
  // The last entry: an item, how many properties it has, and two of them.
  const entry = last + extra.length - 3;
  out[entry] = (out[entry] ?? 0) + added.length;
  const grow = (at: number, by: number): void => void out.writeUInt32BE(out.readUInt32BE(at) + by, at);
  grow(properties.at, extra.length);
  grow(uses.at + extra.length, numbers.length);
  for (const type of ['iprp', 'meta']) grow(findBox(file, type).at, extra.length + numbers.length);
  // Version and flags, sizes of fields, the count of items; an item, its method, its reference, one extent: its place.
  grow(findBox(file, 'iloc').at + 22, extra.length + numbers.length);
  return out;
}

/** Bits in the header of the fixture: where it says that it is plain, the end of its colours, and its own. */
const [PLAIN, COLORS_END, HEADER_END] = [26, 51, 54];

/**
 * The plain JPEG XL of the fixtures, which says that it is to be turned (ISO/IEC 18181-1, table D.3): its header has the
 * fields for that, and its frame, which begins with a byte, is as it was.
 */
export function turnJxl(file: Buffer, orientation: number): Buffer {
  const bits = (from: number, to: number): number[] =>
    Array.from({ length: to - from }, (_, i) => ((file[(from + i) >> 3] ?? 0) >> ((from + i) & 7)) & 1);
  const told = [0, 1, 2].map((bit) => ((orientation - 1) >> bit) & 1);
  // Further fields; the orientation; no size of its own, no preview, no animation; the usual brightness.
  const fields = [1, ...told, 0, 0, 0];
  const all = [...bits(0, PLAIN), ...fields, ...bits(PLAIN + 1, COLORS_END), 1, ...bits(COLORS_END, HEADER_END)];
  const header = Buffer.alloc(Math.ceil(all.length / 8));
  for (const [i, bit] of all.entries()) header[i >> 3] = (header[i >> 3] ?? 0) | (bit << (i & 7));
  return Buffer.concat([header, file.subarray(Math.ceil(HEADER_END / 8))]);
}
