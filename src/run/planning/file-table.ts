import { compareUtf8 } from '../../base/text.ts';
import type { ScannedFile } from '../../model/asset.ts';
import { FilePages } from './file-pages.ts';

/** Names of a file, without its stat. */
type Named = Pick<ScannedFile, 'file' | 'path'>;

/** Files in UTF-8 order of the asset path; an array is one too. */
export interface ScannedFiles extends Iterable<ScannedFile> {
  filter(keep: (file: Named) => boolean): ScannedFiles;
}

/** Of files in order every so many-th path is kept for searches: they look at files of one or two pages then. */
const MARK_ROWS = 1024;

/** Of files with one asset path the one that is spelled like it comes first. */
const bent = ({ path, file }: Named): number => (path === file ? 0 : 1);

const inOrder = (a: Named, b: Named): number =>
  compareUtf8(a.path, b.path) || bent(a) - bent(b) || compareUtf8(a.file, b.file);

/** The first number of `from` to `to` that is not below what is looked for; `to` if all are. */
function firstNotBelow([from, to]: readonly [number, number], isBelow: (at: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Files of a table. */
export class FileList implements ScannedFiles {
  readonly #table: FileTable;
  readonly #rows: Uint32Array | undefined;
  #marks: readonly string[] | undefined;

  /** `rows` of the table in the order of the list; absent = all, as they were added. */
  constructor(table: FileTable, rows?: Uint32Array) {
    this.#table = table;
    this.#rows = rows;
  }

  get length(): number {
    return this.#rows?.length ?? this.#table.length;
  }

  filter(keep: (file: Named) => boolean): FileList {
    const rows = this.#rows ?? this.#table.rows();
    return new FileList(
      this.#table,
      rows.filter((row) => keep(this.#table.at(row))),
    );
  }

  /** Tells whether a file has this asset path. */
  has(path: string): boolean {
    const marks = (this.#marks ??= this.#findMarks());
    const mark = firstNotBelow([0, marks.length], (at) => compareUtf8(marks[at] ?? '', path) <= 0);
    const rows = [Math.max(mark - 1, 0) * MARK_ROWS, Math.min(mark * MARK_ROWS, this.length)] as const;
    const at = firstNotBelow(rows, (index) => compareUtf8(this.#at(index).path, path) < 0);
    return at < this.length && this.#at(at).path === path;
  }

  *paths(): Generator<string> {
    for (const { path } of this) yield path;
  }

  *[Symbol.iterator](): Generator<ScannedFile> {
    for (let index = 0; index < this.length; index++) yield this.#at(index);
  }

  #at(index: number): ScannedFile {
    return this.#table.at(this.#rows?.[index] ?? index);
  }

  #findMarks(): readonly string[] {
    const count = Math.ceil(this.length / MARK_ROWS);
    return Array.from({ length: count }, (_, i) => this.#at(i * MARK_ROWS).path);
  }
}

/** All files of a walk: those that a run judges and the others. Nothing may be added once it was read from. */
export class FileTable {
  readonly #judged = new FilePages();
  readonly #others = new FilePages();
  /** Rows of files that do not own the asset path of their name: it is their own spelling. */
  readonly #twins = new Set<number>();
  #last: Named = { file: '', path: '' };
  #isInOrder = true;
  #mayHoldTwins = false;

  add(file: ScannedFile, isJudged: boolean): void {
    if (!isJudged) return this.#others.add(file);
    // A walk finds nearly all in order.
    this.#isInOrder &&= inOrder(this.#last, file) < 0;
    this.#mayHoldTwins ||= bent(file) === 1;
    this.#last = file;
    this.#judged.add(file);
  }

  /** The asset paths of all files, judged or not, in no order. */
  *paths(): Generator<string> {
    for (let row = 0; row < this.length; row++) yield this.at(row).path;
    for (let row = 0; row < this.#others.length; row++) yield this.#others.at(row).path;
  }

  /**
   * Those that are judged, in UTF-8 order of the asset path. Of the NFC and NFD spellings of one name the first owns the
   * asset path, a later one keeps its raw spelling, and collides.
   */
  judged(): FileList {
    if (this.#isInOrder && !this.#mayHoldTwins) return new FileList(this);
    const compare = (a: number, b: number): number => inOrder(this.at(a), this.at(b));
    const rows = this.rows().sort(compare);
    return new FileList(this, this.#separateTwins(rows) ? rows.sort(compare) : rows);
  }

  /** The number of files that are judged. */
  get length(): number {
    return this.#judged.length;
  }

  /** The numbers of files that are judged, as they were added. */
  rows(): Uint32Array {
    return new Uint32Array(this.length).map((_, row) => row);
  }

  /** A file that is judged, by the number at which it was added. */
  at(row: number): ScannedFile {
    const file = this.#judged.at(row);
    return this.#twins.has(row) ? { ...file, path: file.file } : file;
  }

  /** Gives later spellings of one asset path their own; tells whether there were any. */
  #separateTwins(rows: Uint32Array): boolean {
    let before = '';
    for (const row of rows) {
      const file = this.at(row);
      if (file.path === before && bent(file) === 1) this.#twins.add(row);
      before = file.path;
    }
    return this.#twins.size > 0;
  }
}
