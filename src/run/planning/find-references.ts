import { isKnown } from './examine.ts';
import { findFile, type FoundFile } from '../../library/find-file.ts';
import type { Library } from '../../library/library.ts';
import type { MasterStat } from '../../model/asset.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { type MissingImage, referencePath, type FoundImage } from '../../model/recipe/referenced-image.ts';
import type { Examination } from '../../model/jobs/job.ts';
import { sameStat } from '../../model/asset.ts';
import { formatOfName } from '../../model/formats/master-formats.ts';
import type { MasterLimits } from '../../model/master-limits.ts';
import { masterBeyond } from '../../plan/limits.ts';

export interface ReferenceFinderOptions {
  /** The folder that paths are below: nothing outside of it is read, whatever links there are. */
  readonly library: Pick<Library, 'stat' | 'names' | 'nameOf'>;
  /** Most pixels of a picture. */
  readonly limits: MasterLimits;
  /** Reads a file of the library. */
  readonly examine: (file: string, stat: MasterStat) => Promise<Examination>;
  /** The record of a path in the catalog: a file that is as it was is not read again. */
  readonly recall: (path: string) => Promise<AssetRecord | undefined>;
}

// A mask that many pictures share is read once; those of single pictures need not be remembered.
const REMEMBERED = 1_000;

/** Tells whether a file is a picture of that name, by its ending. */
function isCalled(file: string, id: string): boolean {
  const name = file.slice(0, Math.max(0, file.lastIndexOf('.')));
  return name.normalize('NFC') === id && formatOfName(file)?.kind === 'image';
}

interface Known {
  readonly stat: MasterStat;
  readonly found: Promise<FoundImage>;
}

/** Finds the referenced images of recipes. Never throws: an unusable image has an error instead. */
export class ReferenceFinder {
  readonly #options: ReferenceFinderOptions;
  readonly #known = new Map<string, Known>();

  constructor(options: ReferenceFinderOptions) {
    this.#options = options;
  }

  /** The object that each of these names means for an asset; paths below the library. */
  async find(objects: readonly string[], asset: string): Promise<ReadonlyMap<string, FoundImage>> {
    const found = new Map<string, FoundImage>();
    for (const object of objects) found.set(object, { ...(await this.#find(referencePath(object, asset))), object });
    return found;
  }

  async #find(path: string): Promise<FoundImage> {
    const found = await this.#named(path).catch(() => undefined);
    if (found === undefined) return { object: path, got: 'nothing of that name' };
    return 'got' in found ? found : this.#remembered(found.file, found.stat);
  }

  /** The file of a path, or of an id, which is that without the ending that its format has. */
  async #named(path: string): Promise<FoundFile | MissingImage | undefined> {
    const { library } = this.#options;
    const found = await findFile(library, path);
    if (found !== undefined) return found;
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const id = path.slice(folder === '' ? 0 : folder.length + 1).normalize('NFC');
    const files = (await library.names(folder)).filter((name) => isCalled(name, id)).toSorted();
    const [file, ...others] = files.map((name) => (folder === '' ? name : `${folder}/${name}`));
    if (file === undefined) return undefined;
    return others.length === 0
      ? findFile(library, file)
      : { object: path, got: `several: ${[file, ...others].join(', ')}` };
  }

  #remembered(file: string, now: MasterStat): Promise<FoundImage> {
    const known = this.#known.get(file);
    if (known !== undefined && sameStat(known.stat, now)) return known.found;
    const [oldest] = this.#known.keys();
    if (this.#known.size >= REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    const found = this.#examined(file, now);
    this.#known.set(file, { stat: now, found });
    return found;
  }

  async #examined(file: string, now: MasterStat): Promise<FoundImage> {
    const { library, limits, examine, recall } = this.#options;
    const record = await recall(file.normalize('NFC'));
    const isAsItWas = record !== undefined && record.facts !== null && isKnown(record, now, false);
    const {
      sha256,
      facts,
      error,
      seeming,
      stat: read = now,
    }: Partial<Examination> & Pick<Examination, 'sha256'> = isAsItWas
      ? { sha256: record.sha256, facts: record.facts }
      : await examine(file, now);
    if (error !== undefined) return { object: file, got: error.message.replaceAll(`${library.nameOf('')}/`, '') };
    if (facts?.kind !== 'image') return { object: file, got: seeming?.what ?? 'no picture' };
    const tooMany = masterBeyond(facts, limits);
    if (tooMany) return { object: file, got: tooMany.message };
    return { object: file, file, stat: read, sha256, facts };
  }
}
