import { sameStat } from '../../model/asset.ts';
import type { Examination } from '../../model/jobs/job.ts';
import type { Places, SourceFile } from '../../model/place.ts';
import { openPlaces } from '../project/runtime.ts';

// A kilobyte or so each: more files than a page shows.
const MOST = 1000;

/**
 * Facts of files outside of the catalog, such as pyramids, cached while their stat is unchanged. Least recently used
 * ones are dropped.
 */
export class ReadFiles {
  readonly #known = new Map<string, Examination>();

  /** Digest, kind and facts of a file, which `read` reads where it is not as it was. Throws what that throws. */
  async examine(file: SourceFile, places: Places, read: () => Promise<Examination>): Promise<Examination> {
    const key = JSON.stringify([file, places]);
    const known = this.#known.get(key);
    this.#known.delete(key);
    const now = known?.stat && (await openPlaces(places)[file.from].stat(file.path));
    const found = now && known?.stat && sameStat(known.stat, now) ? known : await read();
    // What is wrong with a file may be mended without a trace, such as a lack of memory.
    if (found.error === undefined && found.stat !== undefined) this.#keep(key, found);
    return found;
  }

  #keep(key: string, examination: Examination): void {
    this.#known.set(key, examination);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
  }
}
