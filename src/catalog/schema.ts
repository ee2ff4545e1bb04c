import type { Generated } from 'kysely';

/** Raised when tables change; a catalog with a higher one is refused. */
export const SCHEMA_VERSION = 4;

/** The first version that knows what was found in masters. */
export const ANALYSES_SINCE = 2;

/** The first version that knows more than the paths of files that wait to be removed. */
export const LEFT_SINCE = 3;

/** The first version whose assets can be glanced at. */
export const GLANCES_SINCE = 4;

interface MetaTable {
  readonly key: string;
  readonly value: string;
}

/** One row an asset. The columns beside `record` repeat what counting and glancing need. */
export interface AssetTable {
  readonly path: string;
  readonly state: string;
  readonly gone: number;
  readonly errors: number;
  readonly master_bytes: number;
  readonly renditions: number;
  readonly rendition_bytes: number;
  readonly engines: string;
  readonly sha256: string;
  /** See AssetGlance. */
  readonly stat: string;
  readonly probed: number;
  readonly approval: string;
  readonly files: string;
  /** The AssetRecord as JSON. */
  readonly record: string;
}

/**
 * Findings of detectors in masters: large beside a record and seldom wanted, so that reading all records must not meet
 * it.
 */
interface AnalysisTable {
  readonly sha256: string;
  /** An Analysis as JSON, deflated. */
  readonly findings: Uint8Array;
}

export interface SweepTable {
  readonly path: string;
  /** A LeftFile as JSON; null = an older dmx left it, and only its path is known. */
  readonly file: string | null;
}

interface HistoryTable {
  /** Counts runs as they are entered: clocks jump. */
  readonly number: Generated<number>;
  readonly id: string;
  /** The RunRecord as JSON. */
  readonly record: string;
}

/** The catalog's tables as kysely sees them; each dialect makes them in its own words. */
export interface CatalogTables {
  readonly meta: MetaTable;
  readonly asset: AssetTable;
  readonly analysis: AnalysisTable;
  readonly sweep: SweepTable;
  readonly history: HistoryTable;
}
