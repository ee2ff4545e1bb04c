import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';

import type { MasterStat } from '../model/asset.ts';

/**
 * The part of the system's stat that is kept: equal texts are equal files, as far as can be told without reading them.
 */
export function masterStat({ size, mtimeNs, ctimeNs, ino }: BigIntStats): MasterStat {
  return { bytes: Number(size), mtimeNs: String(mtimeNs), inode: String(ino), ctimeNs: String(ctimeNs) };
}

/** The stat of a file (absolute; links are followed); undefined for what is no file. Throws the system's error. */
export async function statFile(file: string): Promise<MasterStat | undefined> {
  const found = await stat(file, { bigint: true });
  return found.isFile() ? masterStat(found) : undefined;
}

/**
 * Tells whether nobody wrote to a file between two stats. A file that was replaced by an equal one has the same bytes.
 */
export function isUntouched(before: MasterStat, after: MasterStat): boolean {
  return before.bytes === after.bytes && before.mtimeNs === after.mtimeNs;
}
