import { join, resolve } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import type { Storage } from '../storage/storage.ts';
import { isFailure, UsageError } from '../model/errors.ts';
import type { Analysis } from '../model/analysis.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import { isDue, type LeftFile, leftFiles } from '../model/left-file.ts';
import type { RenditionRecord } from '../model/rendition.ts';
import { shardOf } from '../plan/shard.ts';
import { copyTree } from '../system/writing/copy-tree.ts';
import { dropScratch, makeScratch, scratchFolder } from '../system/scratch.ts';
import { mergeSorted } from '../base/merge-sorted.ts';
import { behindList } from './publishing/changes.ts';
import { publish } from './publishing/publish.ts';
import type { Request, RunContext } from './request.ts';
import { findProject, openExisting, openOutput, workOn, type Runtime } from './project/runtime.ts';
import { adoptLeft } from './work/adopt-finished.ts';
import { nearFileHint } from './project/near-file.ts';

/** The result of joining shards. */
export interface MergeView {
  readonly output: string;
  readonly parts: number;
  readonly assets: number;
  /** Rendition files brought over; those the parts do not hold are left where they are. */
  readonly files: number;
  readonly absent: number;
  /** Assets of which something failed; a format that is not read is no failure. */
  readonly failed: number;
}

/** One shard's output, opened. */
interface Part {
  readonly folder: string;
  readonly index: number;
  readonly of: number;
  readonly catalog: Catalog;
  readonly storage: Storage;
}

// Assets recorded together: as a large batch.
const CHUNK = 500;

const PARTS = 'Name the outputs of all shards of one run, each once: dmx merge part-1 part-2 part-3.';

function unfit(folder: string, message: string, hint = PARTS): UsageError {
  return new UsageError('PART_UNFIT', message, { place: folder, hint });
}

async function openPart(cwd: string, given: string): Promise<Part> {
  const folder = resolve(cwd, given);
  const catalog = await openExisting(folder);
  if (catalog === undefined) {
    const message = `expected the output of a shard, got ${given}, which has no catalog`;
    throw unfit(given, message, nearFileHint(cwd, given, PARTS));
  }
  const shard = await catalog.fact('shard');
  if (shard) return { folder, ...shard, catalog, storage: openOutput(folder) };
  await catalog.close();
  throw unfit(given, `expected the output of a shard, got ${given}, which was made as a whole`);
}

/** Every shard once, in order. Throws UsageError PART_UNFIT. */
function ordered(parts: readonly Part[], output: string): readonly Part[] {
  const sorted = parts.toSorted((a, b) => a.index - b.index);
  const of = sorted[0]?.of ?? 0;
  const complete = sorted.length === of && sorted.every((part, i) => part.of === of && part.index === i + 1);
  if (!complete) {
    const got = sorted.map((part) => `${part.index}/${part.of}`).join(', ');
    throw unfit(output, `expected every shard of one run once, got ${got === '' ? 'none' : got}`);
  }
  const self = sorted.find(({ folder }) => folder === output);
  if (self !== undefined)
    throw unfit(self.folder, `expected an output of its own, got ${output}, which is one of the parts`);
  return sorted;
}

/**
 * The record that one machine would have: that of the shard which judged the asset. Where another shard recognised the
 * vanished master under a new path, it dropped the old one.
 */
function chosen(records: readonly (AssetRecord | undefined)[], path: string): AssetRecord | undefined {
  const record = records[shardOf(path, records.length) - 1];
  const movedAway = record?.gone === true && records.includes(undefined);
  return movedAway ? undefined : record;
}

/** Brings one rendition, a file or a packaged folder, over from the first part that holds it as recorded. */
async function bring(
  { path, bytes }: Pick<RenditionRecord, 'path' | 'bytes'>,
  parts: readonly Part[],
  scratch: string,
  { storage }: Runtime,
): Promise<boolean> {
  for (const part of parts) {
    const [size] = await part.storage.sizes([path]);
    if (size !== bytes) continue;
    const found = await part.storage.fetch(path, scratch);
    if (found === undefined) continue;
    const aside = join(scratch, 'aside');
    await copyTree(found.local, aside);
    await storage.commit(aside, path);
    return true;
  }
  return false;
}

/** Joins the parts asset by asset, so that a merge that is cut short has lost nothing and can be run again. */
class Merge {
  readonly #parts: readonly Part[];
  readonly #runtime: Runtime;
  readonly #scratch: string;
  #put: AssetRecord[] = [];
  readonly #drop: string[] = [];
  readonly #sweep = new Map<string, LeftFile>();
  /** Files of the parts that stay for now although others replaced them, by path. */
  readonly #kept = new Map<string, LeftFile>();
  #assets = 0;
  #files = 0;
  #absent = 0;
  #failed = 0;

  constructor(parts: readonly Part[], runtime: Runtime, scratch: string) {
    this.#parts = parts;
    this.#runtime = runtime;
    this.#scratch = scratch;
  }

  async join(signal: AbortSignal): Promise<MergeView> {
    const { project, catalog } = this.#runtime;
    await this.#takeKept();
    const sequences = [catalog, ...this.#parts.map((part) => part.catalog)].map((one) => one.assets());
    for await (const { path, items } of mergeSorted<readonly AssetRecord[]>(...sequences)) {
      signal.throwIfAborted();
      const [own, ...records] = items;
      const record = chosen(records, path);
      // What the output held and the parts do not goes when the manifest does not list it any more.
      for (const old of leftFiles(own, record?.renditions)) this.#sweep.set(old.path, old);
      if (record !== undefined) await this.#take(record, own);
      else if (own !== undefined) this.#drop.push(path);
      if (this.#put.length >= CHUNK) await this.#record();
    }
    await this.#record();
    await this.#leave();
    const [parts, assets, files, absent] = [this.#parts.length, this.#assets, this.#files, this.#absent];
    return { output: project.output, parts, assets, files, absent, failed: this.#failed };
  }

  /** Takes over the replaced files that the parts keep for a time, as a single machine would have kept them. */
  async #takeKept(): Promise<void> {
    const now = new Date().toISOString();
    for (const { catalog } of this.#parts) {
      for (const file of await catalog.sweepList()) if (!isDue(file, now)) this.#kept.set(file.path, file);
    }
    for (const file of this.#kept.values()) {
      const [size] = await this.#runtime.storage.sizes([file.path]);
      if (size !== file.bytes) await bring(file, this.#parts, this.#scratch, this.#runtime);
    }
  }

  async #take(record: AssetRecord, own: AssetRecord | undefined): Promise<void> {
    // The owner's files first: only it made them anew.
    const owner = shardOf(record.path, this.#parts.length) - 1;
    const parts = [...this.#parts.slice(owner), ...this.#parts.slice(0, owner)];
    for (const rendition of record.renditions) {
      if (await this.#isThere(rendition, own)) continue;
      const brought = await bring(rendition, parts, this.#scratch, this.#runtime);
      if (brought || (await this.#carry(rendition, record))) this.#files++;
      else this.#absent++;
    }
    this.#assets++;
    if (!record.gone && record.errors.some((error) => isFailure(error))) this.#failed++;
    this.#put.push(record);
  }

  /**
   * Tells whether the output holds the very file already: a merge that is run again, or over the last one, copies
   * little.
   */
  async #isThere({ path, sha256, bytes }: RenditionRecord, own: AssetRecord | undefined): Promise<boolean> {
    const known = own?.renditions.some((one) => one.path === path && one.sha256 === sha256) === true;
    return known && (await this.#runtime.storage.sizes([path]))[0] === bytes;
  }

  /** Carries a file over from where the output held it before its master moved: the shards had the catalog alone. */
  async #carry({ path, sha256, bytes }: RenditionRecord, record: AssetRecord): Promise<boolean> {
    const { catalog, storage } = this.#runtime;
    const records = await catalog.assetsByDigest(record.sha256);
    const same = records.flatMap(({ renditions }) => renditions.filter((one) => one.sha256 === sha256));
    const sizes = await storage.sizes(same.map((one) => one.path));
    const from = same.find((_one, i) => sizes[i] === bytes);
    if (from !== undefined) await storage.carry(from.path, path);
    return from !== undefined;
  }

  async #record(): Promise<void> {
    await this.#runtime.storage.flush();
    await this.#runtime.catalog.record({ put: this.#put, drop: [], sweep: [], analyses: await this.#analyses() });
    this.#put = [];
  }

  /** The findings of the shards in the masters that they judged, of the records in hand. */
  async #analyses(): Promise<ReadonlyMap<string, Analysis>> {
    const found: [string, Analysis][] = [];
    for (const { index, of, catalog } of this.#parts) {
      const judged = this.#put.filter(({ path }) => shardOf(path, of) === index);
      found.push(...(await catalog.analyses(judged.map(({ sha256 }) => sha256))));
    }
    return new Map(found);
  }

  /** Forgets what no part has; a file that another asset lists now (`naming` without the path) stays. */
  async #leave(): Promise<void> {
    const { catalog } = this.#runtime;
    const drop = new Set(this.#drop);
    const sweep = new Map([...this.#sweep, ...this.#kept]);
    if (sweep.size > 0) {
      for await (const { path, renditions } of catalog.assets()) {
        if (!drop.has(path)) for (const rendition of renditions) sweep.delete(rendition.path);
      }
    }
    await catalog.record({ put: [], drop: this.#drop, sweep: [...sweep.values()] });
  }
}

/** Joins the outputs of shards into what one machine would have written. Throws UsageError PART_UNFIT, StorageError. */
export async function merge(
  request: Request,
  folders: readonly string[],
  { emit, signal }: RunContext,
): Promise<MergeView> {
  const { output } = await findProject(request);
  const parts: Part[] = [];
  try {
    for (const folder of folders) parts.push(await openPart(request.cwd, folder));
    const sorted = ordered(parts, output);
    return await workOn(request, signal, async (runtime, settings) => {
      await adoptLeft(runtime, emit);
      const scratch = await makeScratch(scratchFolder(output), 'merge');
      const view = await new Merge(sorted, runtime, scratch).join(signal);
      await dropScratch(scratch);
      await publish(runtime, behindList(settings.changes, emit), signal);
      return view;
    });
  } finally {
    for (const { catalog } of parts) await catalog.close();
  }
}
