import type { PsdFile } from '../sections.ts';
import { blockOf, type PsdRecord } from './read-layers.ts';

/** A layer or a group of them, which has `layers`. */
export interface PsdLayer extends PsdRecord {
  /** The layers of a group, the lowest first. */
  readonly layers?: readonly PsdLayer[];
}

// Photoshop File Formats, "Section divider setting": any other layer, an open group, a closed one, the end of one below it.
const END = 3;
const GROUPS: ReadonlySet<number> = new Set([1, 2]);
/** The deepest nesting of groups. */
const MOST_DEPTH = 64;

/** The kind of a record, and the blend mode of a group, which the record itself says nothing of. */
async function dividerOf(file: PsdFile, record: PsdRecord): Promise<{ readonly kind: number; readonly blend: string }> {
  const bytes = (await blockOf(file, record, 'lsct')) ?? (await blockOf(file, record, 'lsdk'));
  const kind = bytes && bytes.length >= 4 ? bytes.readUInt32BE(0) : 0;
  return { kind, blend: bytes && bytes.length >= 12 ? bytes.toString('latin1', 8, 12) : record.blend };
}

/** Puts layers into the groups that they stand in. A group without an end, or an end without a group, parts nothing. */
export async function layerTree(file: PsdFile, records: readonly PsdRecord[]): Promise<readonly PsdLayer[]> {
  const open: PsdLayer[][] = [[]];
  for (const record of records) {
    const { kind, blend } = await dividerOf(file, record);
    if (kind === END) {
      if (open.length < MOST_DEPTH) open.push([]);
    } else if (GROUPS.has(kind)) {
      const layers = open.length > 1 ? (open.pop() ?? []) : [];
      open.at(-1)?.push({ ...record, blend, layers });
    } else open.at(-1)?.push(record);
  }
  return open.flat();
}
