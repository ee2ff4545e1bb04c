import { stat } from 'node:fs/promises';

import type { MasterStat } from '../model/asset.ts';

/** What the file system says of a file now; links are followed. Throws the system's error. */
export async function readMasterStat(file: string): Promise<MasterStat> {
  const { size, mtimeNs, ino } = await stat(file, { bigint: true });
  return { bytes: Number(size), mtimeNs: String(mtimeNs), inode: String(ino) };
}

/** Whether nobody wrote to a file between two stats. A file that was replaced by an equal one has the same bytes. */
export function isUntouched(before: MasterStat, after: MasterStat): boolean {
  return before.bytes === after.bytes && before.mtimeNs === after.mtimeNs;
}
