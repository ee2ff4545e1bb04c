import { basename, dirname } from 'node:path';
import { compareUtf8 } from '../../base/text.ts';
import type { Library } from '../../library/library.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { DmxError, SourceError } from '../../model/errors.ts';
import type { Emit } from '../../model/run/event.ts';
import type { Sidecar } from '../../model/track.ts';
import { findSidecars, mayBeSidecar, type FolderSidecars } from '../../plan/sidecars.ts';
import { digestOpened } from '../../system/open-file.ts';
import type { Candidate } from './candidate.ts';
import type { FileList } from './file-table.ts';
import { sameStat } from '../../model/asset.ts';
import { unreadable } from '../../system/master-error.ts';

/** `clip.mp4` in `films` → `films/clip.mp4`. */
const inFolder = (folder: string, name: string): string => (folder === '.' ? name : `${folder}/${name}`);

/**
 * The files beside the masters of a library that add tracks to them. They are looked for in the folder itself: whatever
 * part of the library a run selects, a master comes with all of its own.
 */
export class TrackSidecars {
  readonly #library: Library;
  readonly #folders = new Map<string, Promise<FolderSidecars>>();

  constructor(library: Library) {
    this.#library = library;
  }

  /** The files that are masters: without those that go with one. */
  async without(files: FileList): Promise<FileList> {
    const beside = new Set<string>();
    for (const { file } of files) {
      // Folders of pictures alone are not listed once more.
      if (mayBeSidecar(file) && (await this.#folder(dirname(file))).names.has(basename(file))) beside.add(file);
    }
    return beside.size === 0 ? files : files.filter(({ file }) => !beside.has(file));
  }

  /**
   * Adds its sidecars to a clip. A sidecar that cannot be read keeps the clip as it is, so that no track gets lost;
   * captions whose names have an unknown form are warned of.
   */
  async attach(candidate: Candidate, previous: AssetRecord | undefined, emit: Emit): Promise<Candidate> {
    const { master, path } = candidate;
    for (const stray of await this.#strays(master.file)) emit(strayNotice(stray, path));
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
    const found = (await this.#folder(folder)).byMaster.get(basename(file)) ?? [];
    const sidecars: Sidecar[] = [];
    for (const { name, ...said } of found) {
      const beside = inFolder(folder, name);
      const read = await this.#digest(beside, before);
      if (read !== undefined) sidecars.push({ file: beside, ...read, ...said });
    }
    return sidecars;
  }

  async #strays(file: string): Promise<readonly string[]> {
    const folder = dirname(file);
    return ((await this.#folder(folder)).strays.get(basename(file)) ?? []).map((name) => inFolder(folder, name));
  }

  /** The stat of a sidecar; undefined where it leads to no file of the library. Throws SourceError. */
  async #digest(file: string, before: readonly Sidecar[]): Promise<Pick<Sidecar, 'stat' | 'sha256'> | undefined> {
    try {
      const stat = await this.#library.stat(file);
      if (stat === undefined) return undefined;
      const known = before.find((one) => sameStat(one.stat, stat));
      return { stat, sha256: known?.sha256 ?? (await this.#digestAnew(file)) };
    } catch (error) {
      throw new SourceError('SOURCE_UNREADABLE', `expected to read ${file}, got ${String(error)}`, {
        place: file,
        hint: 'Check that this user may read it, or take it away from beside its clip.',
        cause: error,
      });
    }
  }

  async #digestAnew(file: string): Promise<string> {
    const opened = await this.#library.open(file);
    if (opened === undefined) throw unreadable('ENOENT', file);
    return digestOpened(opened);
  }

  #folder(folder: string): Promise<FolderSidecars> {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const found = this.#list(folder);
    this.#folders.set(folder, found);
    return found;
  }

  async #list(folder: string): Promise<FolderSidecars> {
    // A folder that cannot be listed has no masters either: the scan tells of it.
    const names = await this.#library.names(folder === '.' ? '' : folder);
    return findSidecars(names.toSorted(compareUtf8));
  }
}

function strayNotice(file: string, asset: string): Parameters<Emit>[0] {
  const message = `${file} lies beside ${asset}, and its name says neither a language nor what it is for: left out`;
  const hint =
    'Call it as the clip with a language, such as clip.en.vtt, clip.de.cc.srt or clip.chapters.vtt; what is seen in a clip is ' +
    'written as `swatches` into clip.mp4.dmx.yaml.';
  return { type: 'notice', level: 'warning', message, hint, asset };
}
