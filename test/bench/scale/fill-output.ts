import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AssetRecord } from '../../../src/model/catalog-record.ts';
import { fingerprint } from '../../../src/model/fingerprint.ts';
import type { RenditionRecord } from '../../../src/model/rendition.ts';
import { workOn, type WorkRuntime } from '../../../src/run/project/runtime.ts';
import { digestOf } from '../../../src/system/digest.ts';
import { masterStat } from '../../../src/system/file-stat.ts';

// Ten times the largest batch of the product: one transaction each.
const BATCH = 10_000;

/** The record of a master like another one that was ingested, and with its renditions. */
function recordLike(pattern: AssetRecord, path: string, file: string): AssetRecord {
  const sha256 = digestOf(readFileSync(file));
  const placed = ({ path: at, recipe, ...made }: RenditionRecord): RenditionRecord => ({
    ...{ ...made, recipe },
    path: at.replace(pattern.path, path),
    fingerprint: fingerprint(digestOf, sha256, recipe),
  });
  const stat = masterStat(statSync(file, { bigint: true }));
  return { ...pattern, path, sha256, stat, renditions: pattern.renditions.map(placed) };
}

function copyFiles(from: AssetRecord, to: AssetRecord, output: string): void {
  for (const [i, { path }] of to.renditions.entries()) {
    const target = join(output, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, readFileSync(join(output, from.renditions[i]?.path ?? '')));
  }
}

/** The records that a library ends up with beside those of its first assets, which they are like. */
function* recordsLike(
  patterns: readonly AssetRecord[],
  { library, paths }: { readonly library: string; readonly paths: Iterable<string> },
): Generator<readonly [AssetRecord, AssetRecord]> {
  const known = new Set(patterns.map(({ path }) => path));
  let taken = 0;
  for (const path of paths) {
    const pattern = patterns[taken++ % patterns.length];
    if (pattern === undefined) throw new RangeError('expected assets that were ingested, got none');
    if (!known.has(path)) yield [pattern, recordLike(pattern, path, join(library, path))];
  }
}

/**
 * Brings the output of a project to the state that an ingest of its whole library leaves, of whose `paths` the first were
 * ingested: the others are recorded as masters like those. It spares reading them, planning and rendering; without `files`
 * also the files of their renditions.
 */
export async function fillOutput(folder: string, paths: Iterable<string>, files: boolean): Promise<void> {
  const request = { command: 'ingest', cwd: folder, folders: [] };
  await workOn(request, new AbortController().signal, async ({ catalog, project }: WorkRuntime) => {
    const { library, output } = project;
    const patterns: AssetRecord[] = [];
    for await (const record of catalog.assets()) patterns.push(record);
    const put: AssetRecord[] = [];
    const store = (): Promise<void> => catalog.record({ put: put.splice(0), drop: [], sweep: [] });
    for (const [pattern, record] of recordsLike(patterns, { library, paths })) {
      if (files) copyFiles(pattern, record, output);
      if (put.push(record) === BATCH) await store();
    }
    await store();
  });
}
