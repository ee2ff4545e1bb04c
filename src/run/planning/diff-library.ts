import type { Catalog } from '../../catalog/catalog.ts';
import type { ScannedFile } from '../../model/asset.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { FolderLoss } from '../../plan/shrink.ts';
import { isKnown } from './examine.ts';
import { mergeSorted } from './merge-sorted.ts';
import { isBelow, type RunScope } from './unselected-assets.ts';

/** Differences between the masters in the library and the assets in the catalog, as far as a run judges them. */
export interface LibraryDiff {
  /** New and changed masters: they have to be read. */
  readonly unread: readonly ScannedFile[];
  /** Masters among them that the catalog does not know, or knows as gone. */
  readonly fresh: readonly ScannedFile[];
  /** Asset paths of changed masters that were good when they were last read. */
  readonly good: ReadonlySet<string>;
  /** Known assets without a master. */
  readonly vanished: readonly AssetRecord[];
  /** The same in numbers, for each selected folder. */
  readonly losses: readonly Omit<FolderLoss, 'damaged'>[];
  /** Numbers of new masters by size in bytes that other shards have: this one does not read them. */
  readonly newElsewhere: ReadonlyMap<number, number>;
}

/** A master and what the catalog knows at the same path; either may lack the other. */
export type LibraryRow = readonly [ScannedFile | undefined, AssetRecord | undefined];

/** The files of a folder ('' = all), both as asset paths. */
function within(files: readonly ScannedFile[], folder: string): readonly ScannedFile[] {
  return folder === '' ? files : files.filter(({ path }) => isBelow(folder, path));
}

/** Masters of a folder beside what the catalog knows below it, in UTF-8 order of the path; flat in memory. */
export async function* libraryRows(
  files: readonly ScannedFile[],
  folder: string,
  catalog: Pick<Catalog, 'assets'>,
): AsyncGenerator<LibraryRow> {
  const rows = mergeSorted<[ScannedFile, AssetRecord]>(within(files, folder), catalog.assets(folder));
  for await (const { items } of rows) yield items;
}

/** Collects a diff row by row. */
class DiffBuilder {
  readonly unread: ScannedFile[] = [];
  readonly fresh: ScannedFile[] = [];
  readonly good = new Set<string>();
  readonly vanished: AssetRecord[] = [];
  readonly losses: Omit<FolderLoss, 'damaged'>[] = [];
  readonly newElsewhere = new Map<number, number>();
  readonly #scope: RunScope;
  readonly #retryFailed: boolean;

  constructor(scope: RunScope, retryFailed: boolean) {
    this.#scope = scope;
    this.#retryFailed = retryFailed;
  }

  async addFolder(folder: string, rows: AsyncIterable<LibraryRow>): Promise<void> {
    const before = this.vanished.length;
    let [known, found] = [0, 0];
    for await (const [file, record] of rows) {
      const judged = record !== undefined && this.#isJudged(record);
      if (judged) known++;
      if (file === undefined) {
        if (judged) this.vanished.push(record);
      } else if (this.#scope.owns(file.path)) {
        found++;
        this.#addOwned(file, record);
      } else if (record === undefined) this.#addElsewhere(file);
    }
    this.losses.push({ folder, known, vanished: this.vanished.length - before, found });
  }

  #isJudged({ gone, path }: AssetRecord): boolean {
    return !gone && this.#scope.owns(path) && this.#scope.excluded(path) === undefined;
  }

  #addOwned(file: ScannedFile, known: AssetRecord | undefined): void {
    if (known !== undefined && isKnown(known, file.stat, this.#retryFailed)) return;
    this.unread.push(file);
    if (known === undefined || known.gone) this.fresh.push(file);
    else if (known.facts !== null) this.good.add(file.path);
  }

  #addElsewhere({ stat: { bytes } }: ScannedFile): void {
    this.newElsewhere.set(bytes, (this.newElsewhere.get(bytes) ?? 0) + 1);
  }
}

/** Compares masters (in UTF-8 order of the asset path) with the catalog. Reads no master. */
export async function diffLibrary(
  files: readonly ScannedFile[],
  scope: RunScope,
  { catalog, retryFailed }: { readonly catalog: Pick<Catalog, 'assets'>; readonly retryFailed: boolean },
): Promise<LibraryDiff> {
  const diff = new DiffBuilder(scope, retryFailed);
  for (const folder of scope.selections) await diff.addFolder(folder, libraryRows(files, folder, catalog));
  return diff;
}
