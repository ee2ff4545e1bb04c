import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ScannedFile } from '../../model/asset.ts';

/** Files that are packed together. Larger pages are no smaller: deflate looks back over 32 KiB. */
const PAGE_ROWS = 512;

/** Pages that stay unpacked: sorting merges two of them, and a search goes beside a walk. */
const OPEN_PAGES = 4;

/** A file of a page, as JSON. The asset path is there only where it is not `file`. */
type PackedFile = readonly [
  file: string,
  bytes: number,
  mtimeNs: string,
  inode: string,
  ctimeNs: string | null,
  path?: string,
];

function packFile({ file, path, stat }: ScannedFile): PackedFile {
  const { bytes, mtimeNs, inode, ctimeNs = null } = stat;
  return path === file ? [file, bytes, mtimeNs, inode, ctimeNs] : [file, bytes, mtimeNs, inode, ctimeNs, path];
}

function unpackFile([file, bytes, mtimeNs, inode, ctimeNs, path = file]: PackedFile): ScannedFile {
  const stat = ctimeNs === null ? { bytes, mtimeNs, inode } : { bytes, mtimeNs, inode, ctimeNs };
  return { file, path, stat };
}

interface Page {
  readonly deflated: Uint8Array;
  readonly textBytes: number;
}

function pack(files: readonly ScannedFile[]): Page {
  const text = Buffer.from(JSON.stringify(files.map(packFile)));
  // Names and times of one folder are much alike: the fastest level packs them as well as the best one.
  const deflated = deflateRawSync(text, { level: 1 });
  // A copy: zlib's lies in a buffer of 16 KiB, however short it is.
  return { deflated: Uint8Array.from(deflated), textBytes: text.length };
}

function unpack({ deflated, textBytes }: Page): readonly ScannedFile[] {
  // One buffer holds all of it, and a byte more tells that it ends there.
  const text = inflateRawSync(deflated, { chunkSize: textBytes + 1 });
  return (JSON.parse(text.toString()) as readonly PackedFile[]).map(unpackFile);
}

/**
 * Files by the number at which they were added, in 10 to 20 bytes each where objects take 300: a million of them are held
 * while a library is compared with its catalog. Reading one after the other costs 0.5 µs a file; one by one in no order a
 * page each.
 */
export class FilePages {
  readonly #packed: Page[] = [];
  readonly #open = new Map<number, readonly ScannedFile[]>();
  #last: ScannedFile[] = [];

  get length(): number {
    return this.#packed.length * PAGE_ROWS + this.#last.length;
  }

  add(file: ScannedFile): void {
    this.#last.push(file);
    if (this.#last.length < PAGE_ROWS) return;
    this.#packed.push(pack(this.#last));
    this.#last = [];
  }

  /** Throws RangeError for a number at which none was added. */
  at(row: number): ScannedFile {
    const file = this.#page(Math.floor(row / PAGE_ROWS))[row % PAGE_ROWS];
    if (file === undefined) throw new RangeError(`expected one of ${this.length} files, got number ${row}`);
    return file;
  }

  #page(index: number): readonly ScannedFile[] {
    const open = this.#open.get(index);
    if (open !== undefined) return open;
    const packed = this.#packed[index];
    if (packed === undefined) return this.#last;
    const page = unpack(packed);
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size === OPEN_PAGES) this.#open.delete(oldest);
    this.#open.set(index, page);
    return page;
  }
}
