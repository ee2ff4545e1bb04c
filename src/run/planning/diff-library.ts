import type { ScannedFile } from '../../model/asset.ts';
import { isAsRead } from '../../model/asset-glance.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { FolderLoss } from '../../plan/shrink.ts';
import { isKnown } from './examine.ts';
import type { ScannedFiles } from './file-table.ts';
import { type Glanced, type LibraryRow, libraryRows } from './library-rows.ts';
import type { RunScope } from './unselected-assets.ts';

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
  /** Counts of vanished and damaged masters for each selected folder. */
  readonly losses: readonly Omit<FolderLoss, 'damaged'>[];
  /** Numbers of new masters by size in bytes that other shards have: this one does not read them. */
  readonly newElsewhere: ReadonlyMap<number, number>;
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

  async addFolder(folder: string, files: ScannedFiles, catalog: Glanced): Promise<void> {
    const before = this.vanished.length;
    let [known, found] = [0, 0];
    const does = async (rows: readonly LibraryRow[]): Promise<readonly boolean[]> =>
      rows.map((row) => this.#isClear(row));
    for await (const rows of libraryRows(files, folder, catalog, does)) {
      for (const row of rows) {
        const { file, glance } = row;
        if (glance !== undefined && this.#isJudged(glance)) known++;
        if (file !== undefined && this.#scope.owns(file.path)) found++;
        this.#add(row);
      }
    }
    this.losses.push({ folder, known, vanished: this.vanished.length - before, found });
  }

  /** Tells whether the glance alone decides that an asset is unchanged. */
  #isClear({ file, glance }: LibraryRow): boolean {
    if (glance === undefined) return true;
    if (file === undefined) return !this.#isJudged(glance);
    return !this.#scope.owns(file.path) || isAsRead(glance, file.stat);
  }

  /** A record was read where the glance does not do. */
  #add({ file, glance, record }: LibraryRow): void {
    if (file === undefined) {
      if (record !== undefined) this.vanished.push(record);
    } else if (!this.#scope.owns(file.path)) {
      if (glance === undefined) this.#addElsewhere(file);
    } else if (glance === undefined || record !== undefined) this.#addOwned(file, record);
  }

  #isJudged({ gone, path }: Pick<AssetRecord, 'gone' | 'path'>): boolean {
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
  files: ScannedFiles,
  scope: RunScope,
  { catalog, retryFailed }: { readonly catalog: Glanced; readonly retryFailed: boolean },
): Promise<LibraryDiff> {
  const diff = new DiffBuilder(scope, retryFailed);
  for (const folder of scope.selections) await diff.addFolder(folder, files, catalog);
  return diff;
}
