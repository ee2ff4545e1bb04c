import type { MasterStat, ScannedFile } from '../model/asset.ts';
import type { FetchedFile } from '../model/place.ts';
import type { ByteRange, OpenedFile } from '../system/open-file.ts';

/** Why something in a library was not looked at. Hidden, ignored and excluded things are left out silently. */
export type SkipReason =
  | 'unreadable'
  | 'link-outside'
  | 'link-broken'
  | 'link-loop'
  | 'no-file'
  | 'name-not-utf8'
  | 'system';

/** Something in a library that a person may expect to be looked at, and was not. */
export interface Skip {
  /** Below the library, NFC. */
  readonly path: string;
  readonly reason: SkipReason;
  /** The system's error code ("EACCES"), where there is one. */
  readonly code?: string;
}

export interface ListOptions {
  /** Folders (or files) below the library, NFC, to which the list is confined; absent or `['']` = all of it. */
  readonly folders?: readonly string[];
  /** Tells whether a folder, NFC, below the library, is looked at; absent = every one. */
  readonly enters?: (folder: string) => boolean;
  readonly onSkip?: (skip: Skip) => void;
}

/**
 * The place where masters live, and the files beside them. A `file` is a path below the library, `/`-separated, spelled as the
 * library spells it (maybe NFD). Nothing outside the library is ever read, whatever links, `..` or pipes there are: such
 * a file is as good as none. Masters are never written to. A file that cannot be read throws SourceError
 * SOURCE_UNREADABLE.
 */
export interface Library {
  /** Tells whether it is there: an unmounted disk is no empty library. */
  exists(): Promise<boolean>;

  /**
   * Every file that is looked at, folder by folder, mostly in UTF-8 order of the asset path: nothing hidden, nothing that
   * systems and sync tools keep for themselves, no folder that holds `.dmx/`, nothing that a `.dmxignore` names. Holds the
   * names of some folders at a time. Throws UsageError MISSING_FOLDER where the library cannot be read, ProfileError where a
   * `.dmxignore` cannot.
   */
  list(options?: ListOptions): AsyncIterable<ScannedFile>;

  /**
   * Names of the files of a folder ('' = the library itself), hidden ones too; none for a folder that cannot be listed.
   */
  names(folder: string): Promise<readonly string[]>;

  /** The stat of a file; undefined where there is none. Equal stats spare reading it again. */
  stat(file: string): Promise<MasterStat | undefined>;

  /** Opens a file or a range of it for reading; undefined where there is none. Compare `stat` to detect changes. */
  open(file: string, range?: ByteRange): Promise<OpenedFile | undefined>;

  /**
   * A local copy of a file: the file itself where it is on this machine, else a download into a new folder of
   * `scratch`, removed with it. Undefined where there is none.
   */
  fetch(file: string, scratch: string): Promise<FetchedFile | undefined>;

  /**
   * Writes the sidecar of a master as a whole, making its folders; '' removes it. Throws RangeError for any other file.
   */
  writeSidecar(file: string, text: string): Promise<void>;

  /** The name of a file that people are told: an absolute path, an address. It need not be there. */
  nameOf(file: string): string;
}
