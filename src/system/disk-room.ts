import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** The shortage of a disk: of bytes, or of the entries of files, of which some disks hold only so many. */
export type Lack = 'space' | 'files';

// The scratch of a job is gone by the time its failure is explained: a disk that was full has so many entries again.
const GIVEN_BACK = 1000;

/** The shortage of the disk that a folder lies on, or is to be made on; undefined where it has room, or nothing can be told. */
export function lackOf(folder: string): Lack | undefined {
  if (!existsSync(folder) && dirname(folder) !== folder) return lackOf(dirname(folder));
  try {
    const { blocks, bavail, files, ffree } = statfsSync(folder);
    // Disks that make entries as they are needed say that they have none at all.
    if (files > 0 && ffree < GIVEN_BACK && ffree / files < bavail / blocks) return 'files';
    return bavail === 0 ? 'space' : undefined;
  } catch {
    return undefined;
  }
}
