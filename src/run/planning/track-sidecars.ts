import { readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { compareUtf8 } from '../../base/text.ts';
import type { MasterStat, ScannedFile } from '../../model/asset.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { DmxError, SourceError } from '../../model/errors.ts';
import type { Emit } from '../../model/event.ts';
import type { Sidecar } from '../../model/track.ts';
import { findSidecars, mayBeSidecar, type FolderSidecars } from '../../plan/sidecars.ts';
import { digestFile } from '../../system/digest.ts';
import type { Candidate } from './candidate.ts';
import { sameStat } from '../../model/asset.ts';
import { isFileWithin } from '../../system/within-library.ts';

const NOTHING: FolderSidecars = { byMaster: new Map(), strays: new Map(), names: new Set() };

/** `clip.mp4` in `films` → `films/clip.mp4`. */
const inFolder = (folder: string, name: string): string => (folder === '.' ? name : `${folder}/${name}`);

/**
 * The files beside the masters of a library that add tracks to them. They are looked for in the folder itself: whatever
 * part of the library a run selects, a master comes with all of its own.
 */
export class Sidecars {
  readonly #library: string;
  readonly #folders = new Map<string, FolderSidecars>();

  constructor(library: string) {
    this.#library = library;
  }

  /** Whether a file goes with a master instead of being one. */
  includes({ file }: ScannedFile): boolean {
    // Folders of pictures alone are not listed once more.
    return mayBeSidecar(file) && this.#folder(dirname(file)).names.has(basename(file));
  }

  /**
   * A clip with what lies beside it. A sidecar that cannot be read keeps the clip as it is, so that no track is lost by
   * it; captions whose names do not say what they are are told of.
   */
  async attach(candidate: Candidate, previous: AssetRecord | undefined, emit: Emit): Promise<Candidate> {
    const { master, path } = candidate;
    for (const stray of this.#strays(master.file)) emit(strayNotice(stray, path));
    try {
      const sidecars = await this.#read(master.file, previous?.sidecars ?? []);
      return sidecars.length === 0 ? candidate : { ...candidate, master: { ...master, sidecars } };
    } catch (error) {
      if (!(error instanceof DmxError)) throw error;
      return { ...candidate, errors: [...candidate.errors, error.toData()] };
    }
  }

  /** The sidecars of a clip: those that are as they were `before` are not read again. Throws SourceError. */
  async #read(file: string, before: readonly Sidecar[]): Promise<readonly Sidecar[]> {
    const folder = dirname(file);
    const found = this.#folder(folder).byMaster.get(basename(file)) ?? [];
    const sidecars: Sidecar[] = [];
    for (const { name, ...said } of found) {
      const beside = inFolder(folder, name);
      if (isFileWithin(this.#library, beside))
        sidecars.push({ file: beside, ...(await this.#digest(beside, before)), ...said });
    }
    return sidecars;
  }

  #strays(file: string): readonly string[] {
    const folder = dirname(file);
    return (this.#folder(folder).strays.get(basename(file)) ?? []).map((name) => inFolder(folder, name));
  }

  async #digest(file: string, before: readonly Sidecar[]): Promise<Pick<Sidecar, 'stat' | 'sha256'>> {
    try {
      const now = await statOf(join(this.#library, file));
      const known = before.find((one) => sameStat(one.stat, now));
      return { stat: now, sha256: known?.sha256 ?? (await digestFile(join(this.#library, file))) };
    } catch (error) {
      throw new SourceError('SOURCE_UNREADABLE', `expected to read ${file}, got ${String(error)}`, {
        place: file,
        hint: 'Check that this user may read it, or take it away from beside its clip.',
        cause: error,
      });
    }
  }

  #folder(folder: string): FolderSidecars {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const found = this.#list(folder);
    this.#folders.set(folder, found);
    return found;
  }

  #list(folder: string): FolderSidecars {
    try {
      const entries = readdirSync(join(this.#library, folder), { withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink()).map(({ name }) => name);
      return findSidecars(files.toSorted(compareUtf8));
    } catch {
      // A folder that cannot be listed has no masters either: the scan tells of it.
      return NOTHING;
    }
  }
}

function strayNotice(file: string, asset: string): Parameters<Emit>[0] {
  const message = `${file} lies beside ${asset}, and its name says neither a language nor what it is for: left out`;
  const hint = 'Call it as the clip with a language, such as clip.en.vtt, clip.de.cc.srt or clip.chapters.vtt.';
  return { type: 'notice', level: 'warning', message, hint, asset };
}

async function statOf(file: string): Promise<MasterStat> {
  const { size, mtimeNs, ino } = await stat(file, { bigint: true });
  return { bytes: Number(size), mtimeNs: String(mtimeNs), inode: String(ino) };
}
