import type { AssetRecord } from '../model/catalog-record.ts';
import type { AssetState } from '../model/asset-state.ts';
import { encoderKey, type RenditionRecord } from '../model/rendition.ts';
import type { CatalogSummary, EngineCount } from './catalog.ts';

/** The share of one record in a summary; kept beside it so that counting need not read it. */
export interface RecordCounts {
  readonly state: AssetState;
  readonly gone: boolean;
  readonly errors: number;
  readonly masterBytes: number;
  readonly renditions: number;
  readonly renditionBytes: number;
  /** Its EngineCounts as text, in a fixed order: a library has only a handful of different ones. */
  readonly engines: string;
}

/** The counts of some records together: sums, and how many records. */
export interface CountedRecords extends RecordCounts {
  readonly assets: number;
}

function madeAs({ role, path }: RenditionRecord): string {
  return encoderKey({ role, extension: path.slice(path.lastIndexOf('.') + 1) });
}

function enginesOf(renditions: readonly RenditionRecord[]): string {
  const counts = new Map<string, number>();
  for (const rendition of renditions) {
    const pair = JSON.stringify([madeAs(rendition), rendition.engine]);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return JSON.stringify([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Counts one record. */
export function countRecord(record: AssetRecord): RecordCounts {
  const { state, gone, errors, stat, renditions } = record;
  return {
    state,
    gone,
    errors: errors.length,
    masterBytes: stat.bytes,
    renditions: renditions.length,
    renditionBytes: renditions.reduce((sum, { bytes }) => sum + bytes, 0),
    engines: enginesOf(renditions),
  };
}

/** Adds engine counts, each of them of `assets` records that have the same ones. */
function addEngines(groups: readonly CountedRecords[]): readonly EngineCount[] {
  const totals = new Map<string, number>();
  for (const { engines, assets } of groups) {
    for (const [pair, count] of JSON.parse(engines) as [string, number][]) {
      totals.set(pair, (totals.get(pair) ?? 0) + count * assets);
    }
  }
  return [...totals]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([pair, renditions]) => {
      const [made = '', engine = ''] = JSON.parse(pair) as string[];
      return { made, engine, renditions };
    });
}

/** The summary of those of some records that `counts` says, read one by one. */
export async function summarizeRecords(
  records: AsyncIterable<AssetRecord>,
  counts: (record: AssetRecord) => boolean,
): Promise<CatalogSummary> {
  const groups: CountedRecords[] = [];
  for await (const record of records) if (counts(record)) groups.push({ ...countRecord(record), assets: 1 });
  return summarize(groups);
}

/** The summary of groups of records; within one, state, gone and engines are the same. */
export function summarize(groups: readonly CountedRecords[]): CatalogSummary {
  const present = groups.filter(({ gone }) => !gone);
  const vanished = groups.filter(({ gone }) => gone);
  const sum = (of: readonly CountedRecords[], count: (group: CountedRecords) => number): number =>
    of.reduce((total, group) => total + count(group), 0);
  const inState = (state: AssetState): number =>
    sum(
      present.filter((group) => group.state === state),
      ({ assets }) => assets,
    );
  return {
    states: {
      ready: inState('ready'),
      partial: inState('partial'),
      failed: inState('failed'),
      unsupported: inState('unsupported'),
    },
    gone: sum(vanished, ({ assets }) => assets),
    goneBytes: sum(vanished, ({ renditionBytes }) => renditionBytes),
    renditions: sum(present, ({ renditions }) => renditions),
    renditionBytes: sum(present, ({ renditionBytes }) => renditionBytes),
    masterBytes: sum(present, ({ masterBytes }) => masterBytes),
    engines: addEngines(present),
  };
}
