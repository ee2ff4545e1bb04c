import { compareUtf8 } from '../../base/text.ts';
import type { MasterStat, ScannedFile } from '../../model/asset.ts';

/** Names of a file, without its stat. */
type Named = Pick<ScannedFile, 'file' | 'path'>;

/** Files in UTF-8 order of the asset path; an array is one too. */
export interface ScannedFiles extends Iterable<ScannedFile> {
  filter(keep: (file: Named) => boolean): ScannedFiles;
}

/** Files that are packed together: so many are objects while they are collected. */
const PAGE_ROWS = 4096;

/** Of a file whose ctime was not noted. */
const NO_TIME = -(2n ** 63n);

/** Files in columns. */
interface Page {
  /** UTF-8 of all names, one behind the other. */
  readonly names: Buffer;
  /** Offset of each name, and the end of the last one. */
  readonly starts: Uint32Array;
  /** Asset paths of files that the file system spells otherwise, by row. */
  readonly paths: Map<number, string>;
  readonly judged: Uint8Array;
  readonly bytes: Float64Array;
  readonly mtimes: BigInt64Array;
  readonly ctimes: BigInt64Array;
  readonly inodes: BigUint64Array;
}

interface Loose {
  readonly file: ScannedFile;
  readonly isJudged: boolean;
}

/** Of files with one asset path the one that is spelled like it comes first. */
const bent = ({ path, file }: Named): number => (path === file ? 0 : 1);

const inOrder = (a: Named, b: Named): number =>
  compareUtf8(a.path, b.path) || bent(a) - bent(b) || compareUtf8(a.file, b.file);

function startsOf(names: readonly Buffer[]): Uint32Array {
  const starts = new Uint32Array(names.length + 1);
  for (const [i, name] of names.entries()) starts[i + 1] = (starts[i] ?? 0) + name.length;
  return starts;
}

/** Packs files, sorted: what is in order already is put in order at no cost. */
function pack(loose: readonly Loose[]): Page {
  const rows = loose.toSorted((a, b) => inOrder(a.file, b.file));
  const files = rows.map(({ file }) => file);
  const names = files.map(({ file }) => Buffer.from(file));
  return {
    names: Buffer.concat(names),
    starts: startsOf(names),
    paths: new Map(files.flatMap(({ path, file }, i) => (path === file ? [] : [[i, path] as const]))),
    judged: Uint8Array.from(rows, ({ isJudged }) => Number(isJudged)),
    bytes: Float64Array.from(files, ({ stat }) => stat.bytes),
    mtimes: BigInt64Array.from(files, ({ stat }) => BigInt(stat.mtimeNs)),
    ctimes: BigInt64Array.from(files, ({ stat: { ctimeNs } }) => (ctimeNs === undefined ? NO_TIME : BigInt(ctimeNs))),
    inodes: BigUint64Array.from(files, ({ stat }) => BigInt(stat.inode)),
  };
}

/** A row of a table: its page, and its place there. */
type Place = readonly [page: Page, at: number];

const nameAt = ([{ names, starts }, at]: Place): string => names.toString('utf8', starts[at], starts[at + 1]);

function namedAt(place: Place): Named {
  const file = nameAt(place);
  return { file, path: place[0].paths.get(place[1]) ?? file };
}

function statAt([page, at]: Place): MasterStat {
  const ctime = page.ctimes[at] ?? NO_TIME;
  return {
    bytes: page.bytes[at] ?? 0,
    mtimeNs: String(page.mtimes[at]),
    inode: String(page.inodes[at]),
    ...(ctime === NO_TIME ? {} : { ctimeNs: String(ctime) }),
  };
}

function comparePlaces(a: Place, b: Place): number {
  const [[left, i], [right, j]] = [a, b];
  if (left.paths.has(i) || right.paths.has(j)) return inOrder(namedAt(a), namedAt(b));
  // UTF-8 order is that of the bytes.
  return left.names.compare(right.names, right.starts[j], right.starts[j + 1], left.starts[i], left.starts[i + 1]);
}

/** Files of a table, by their rows. */
export class FileList implements ScannedFiles {
  readonly #table: FileTable;
  readonly #rows: Uint32Array;

  constructor(table: FileTable, rows: Uint32Array) {
    this.#table = table;
    this.#rows = rows;
  }

  filter(keep: (file: Named) => boolean): FileList {
    return new FileList(
      this.#table,
      this.#rows.filter((row) => keep(namedAt(this.#table.place(row)))),
    );
  }

  /** Tells whether a file has this asset path. */
  has(path: string): boolean {
    let [from, to] = [0, this.#rows.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (compareUtf8(this.#pathAt(middle), path) < 0) from = middle + 1;
      else to = middle;
    }
    return from < this.#rows.length && this.#pathAt(from) === path;
  }

  #pathAt(index: number): string {
    return namedAt(this.#table.place(this.#rows[index] ?? 0)).path;
  }

  *paths(): Generator<string> {
    for (const index of this.#rows.keys()) yield this.#pathAt(index);
  }

  *[Symbol.iterator](): Generator<ScannedFile> {
    for (const row of this.#rows) {
      const place = this.#table.place(row);
      yield { ...namedAt(place), stat: statAt(place) };
    }
  }
}

/**
 * All files of a walk in about 40 bytes each beside their names, where objects take 300: a million of them are held while
 * a library is compared with its catalog. Nothing may be added once it was read from.
 */
export class FileTable {
  readonly #pages: Page[] = [];
  #loose: Loose[] = [];

  add(file: ScannedFile, isJudged: boolean): void {
    this.#loose.push({ file, isJudged });
    if (this.#loose.length === PAGE_ROWS) this.#pack();
  }

  /** The asset paths of all files, judged or not, in no order. */
  *paths(): Generator<string> {
    this.#pack();
    for (const page of this.#pages) for (const at of page.judged.keys()) yield namedAt([page, at]).path;
  }

  /**
   * Those that are judged, in UTF-8 order of the asset path. Of the NFC and NFD spellings of one name the first owns the
   * asset path, a later one keeps its raw spelling, and collides.
   */
  judged(): FileList {
    this.#pack();
    const rows = this.#sort(this.#judgedRows());
    return new FileList(this, Uint32Array.from(this.#separateTwins(rows) ? this.#sort(rows) : rows));
  }

  /** The place of a row. */
  place(row: number): Place {
    const page = this.#pages[Math.floor(row / PAGE_ROWS)];
    if (page === undefined) throw new RangeError(`expected a row of the table, got ${row}`);
    return [page, row % PAGE_ROWS];
  }

  /** An array, whose sort takes the pages as they are: each is in order. */
  #judgedRows(): number[] {
    return this.#pages.flatMap(({ judged }, i) =>
      Array.from(judged.keys())
        .filter((at) => judged[at] === 1)
        .map((at) => i * PAGE_ROWS + at),
    );
  }

  #sort(rows: number[]): number[] {
    return rows.sort((a, b) => comparePlaces(this.place(a), this.place(b)));
  }

  /** Gives later spellings of one asset path their own; tells whether there were any. */
  #separateTwins(rows: readonly number[]): boolean {
    let [found, before] = [false, ''];
    for (const row of rows) {
      const [page, at] = this.place(row);
      const own = page.paths.get(at);
      const path = own ?? nameAt([page, at]);
      if (own !== undefined && path === before) found = page.paths.delete(at);
      before = path;
    }
    return found;
  }

  #pack(): void {
    if (this.#loose.length === 0) return;
    this.#pages.push(pack(this.#loose));
    this.#loose = [];
  }
}
