import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Kysely } from 'kysely';
import type { Analysis } from '../model/analysis.ts';
import type { CatalogTables } from './schema.ts';
import { ROWS, slices } from './slices.ts';

type Database = Kysely<CatalogTables>;

/** Two kilobytes a picture, mostly the map of what stands out, instead of six. */
function pack(analysis: Analysis): Uint8Array {
  return deflateRawSync(JSON.stringify(analysis));
}

function unpack(packed: Uint8Array): Analysis {
  return JSON.parse(inflateRawSync(packed).toString()) as Analysis;
}

/** The findings of detectors in the masters with these digests, as far as they are known. */
export async function readAnalyses(db: Database, digests: readonly string[]): Promise<ReadonlyMap<string, Analysis>> {
  const known = new Map<string, Analysis>();
  for (const some of slices(digests, ROWS)) {
    const rows = db.selectFrom('analysis').select(['sha256', 'findings']).where('sha256', 'in', some);
    for (const { sha256, findings } of await rows.execute()) known.set(sha256, unpack(findings));
  }
  return known;
}

export async function putAnalyses(db: Database, analyses: ReadonlyMap<string, Analysis>): Promise<void> {
  for (const some of slices([...analyses], ROWS)) {
    await db
      .insertInto('analysis')
      .values(some.map(([sha256, analysis]) => ({ sha256, findings: pack(analysis) })))
      .onConflict((conflict) =>
        conflict.column('sha256').doUpdateSet((excluded) => ({ findings: excluded.ref('excluded.findings') })),
      )
      .execute();
  }
}

/** The digests that records with these paths have now. */
export async function digestsOf(db: Database, paths: readonly string[]): Promise<readonly string[]> {
  const digests: string[] = [];
  for (const some of slices(paths, ROWS)) {
    const rows = await db.selectFrom('asset').select('sha256').where('path', 'in', some).execute();
    digests.push(...rows.map(({ sha256 }) => sha256));
  }
  return digests;
}

/** Forgets what was found in those of these masters that no record has. */
export async function forgetAnalyses(db: Database, digests: readonly string[]): Promise<void> {
  for (const some of slices(digests, ROWS)) {
    await db
      .deleteFrom('analysis')
      .where('sha256', 'in', some)
      .where('sha256', 'not in', db.selectFrom('asset').select('sha256').where('sha256', 'in', some))
      .execute();
  }
}
