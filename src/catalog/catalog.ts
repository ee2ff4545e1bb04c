import type { Analysis } from '../model/analysis.ts';
import type { AssetGlance } from '../model/asset-glance.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import type { AssetState } from '../model/asset-state.ts';
import type { LeftFile } from '../model/left-file.ts';
import type { RunRecord } from '../model/run/run.ts';
import type { CatalogFacts, FactName } from './facts.ts';

/** The counts of `status`. Assets whose master is gone count in `gone` and `goneBytes` alone. */
export interface CatalogSummary {
  readonly states: Readonly<Record<AssetState, number>>;
  readonly gone: number;
  /** Bytes of renditions that wait for prune. */
  readonly goneBytes: number;
  readonly renditions: number;
  readonly renditionBytes: number;
  readonly masterBytes: number;
  /** Which engines made the renditions: each pair of (`made`, `engine`) once. */
  readonly engines: readonly EngineCount[];
}

/** The number of renditions of one sort that carry one engine text. */
export interface EngineCount {
  /** The key of `Installation.encoderVersions`. */
  readonly made: string;
  readonly engine: string;
  readonly renditions: number;
}

/** One step of a batch: everything in it is recorded together or not at all. */
export interface CatalogChange {
  /** Records replaced or added, by path. */
  readonly put: readonly AssetRecord[];
  /** Asset paths forgotten altogether (moved away, pruned). */
  readonly drop: readonly string[];
  /** Files that nothing lists any more, to be removed once the manifest without them is in place and they are due. */
  readonly sweep: readonly LeftFile[];
  /** Findings of detectors in masters, by their digest; replaces what was known of each. */
  readonly analyses?: ReadonlyMap<string, Analysis>;
}

/**
 * The record of what exists; the only one that says "done". One writer at a time (the lock sees to it), any number of
 * readers beside it. Calls may be made again after a failure. Iteration is in UTF-8 order of the path and flat in memory.
 */
export interface Catalog {
  /** A single fact, such as the library that an output belongs to; undefined = not known. */
  fact<K extends FactName>(name: K): Promise<CatalogFacts[K] | undefined>;
  setFact<K extends FactName>(name: K, value: CatalogFacts[K]): Promise<void>;

  /** Every record whose path is `folder` or lies below it ('' = all), in UTF-8 order. */
  assets(folder?: string): AsyncIterable<AssetRecord>;
  /** The same assets as glances, in pages: only the columns that tell whether anything changed, a tenth of the bytes. */
  glances(folder?: string): AsyncIterable<readonly AssetGlance[]>;
  /** Notes that by these rules (any text but '') nothing is to be done about what is recorded so; till it is put again. */
  approve(records: readonly AssetRecord[], approval: string): Promise<void>;
  asset(path: string): Promise<AssetRecord | undefined>;
  /**
   * The first `most` names that lie in a folder ('' = the library) and begin so, in UTF-8 order: of assets that are not
   * gone, and of folders, with a slash at their end. Costs nothing for what lies deeper.
   */
  namesIn(folder: string, start: string, most: number): Promise<readonly string[]>;
  /** Assets below `folder` that have errors and whose master exists. Other assets are not read. */
  failures(folder?: string): AsyncIterable<AssetRecord>;
  /** The records of these paths that the catalog has; in the given order where that is UTF-8 order. */
  assetsAt(paths: readonly string[]): AsyncIterable<AssetRecord>;
  /** Every record, gone or not, of a master with these bytes, in UTF-8 order: how a move is recognised. */
  assetsByDigest(sha256: string): Promise<readonly AssetRecord[]>;

  /**
   * One transaction: drops, then puts. Marks the manifest as out of date. A file that waits to be removed and is a
   * rendition of a record put now does not wait any more. What was found in a master is forgotten with the last record
   * that has its digest.
   */
  record(change: CatalogChange): Promise<void>;

  /**
   * The findings of detectors in the masters with these digests, kept apart from their records; only those of which it
   * is known.
   */
  analyses(digests: readonly string[]): Promise<ReadonlyMap<string, Analysis>>;

  /** Files waiting to be removed, in UTF-8 order; `swept` forgets them. */
  sweepList(): Promise<readonly LeftFile[]>;
  swept(paths: readonly string[]): Promise<void>;

  /** Tells whether records changed since the manifest was last written; at first it is due. */
  manifestDue(): Promise<boolean>;
  manifestWritten(): Promise<void>;

  /** Counts the assets of a folder, or those among them that `counts` says. */
  summary(folder?: string, counts?: (record: AssetRecord) => boolean): Promise<CatalogSummary>;

  putRun(run: RunRecord): Promise<void>;
  run(id: string): Promise<RunRecord | undefined>;
  /** The one entered last first, whatever the clock said. */
  runs(limit?: number): Promise<readonly RunRecord[]>;

  close(): Promise<void>;
}
