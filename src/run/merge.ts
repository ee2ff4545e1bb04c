import { copyFile, stat } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { openCatalog } from '../catalog/index.ts';
import { UsageError } from '../model/errors.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import type { RenditionRecord } from '../model/rendition.ts';
import { shardOf } from '../plan/shard.ts';
import { dropScratch } from '../system/scratch.ts';
import { acquireLock } from './lock.ts';
import { zipInOrder } from './merge-order.ts';
import { publish } from './publish.ts';
import type { Request, RunContext } from './request.ts';
import { SHARD } from './run.ts';
import { findProject, openForWork, type Runtime } from './runtime.ts';
import { settingsOf } from './settings.ts';

/** What came of joining shards. */
export interface MergeView {
  readonly output: string;
  readonly parts: number;
  readonly assets: number;
  /** Rendition files brought over; those the parts do not hold are left where they are. */
  readonly files: number;
  readonly absent: number;
}

/** One shard's output, opened. */
interface Part {
  readonly folder: string;
  readonly index: number;
  readonly of: number;
  readonly catalog: Catalog;
}

// Assets recorded together: as a large batch.
const CHUNK = 500;

function unfit(folder: string, message: string): UsageError {
  return new UsageError('PART_UNFIT', message, {
    place: folder,
    hint: 'Name the outputs of all shards of one run, each once: dmx merge part-1 part-2 part-3.',
  });
}

async function openPart(cwd: string, given: string): Promise<Part> {
  const folder = resolve(cwd, given);
  const catalog = await openCatalog(folder, { create: false });
  if (catalog === undefined) throw unfit(given, `expected the output of a shard, got ${given}, which has no catalog`);
  const [index = 0, of = 0] = ((await catalog.getMeta(SHARD)) ?? '').split('/').map(Number);
  if (of > 0) return { folder, index, of, catalog };
  await catalog.close();
  throw unfit(given, `expected the output of a shard, got ${given}, which was not made with --shard`);
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

/** Brings one rendition file over from the first part that holds it as recorded. */
async function bringFile(
  { path, bytes }: RenditionRecord,
  parts: readonly Part[],
  scratch: string,
  { storage }: Runtime,
): Promise<boolean> {
  for (const { folder } of parts) {
    const file = join(folder, path);
    const found = await stat(file).catch(() => undefined);
    if (found === undefined || (found.isFile() && found.size !== bytes)) continue;
    const aside = join(scratch, 'file');
    await copyFile(file, aside, constants.COPYFILE_FICLONE);
    await storage.commit(aside, path);
    return true;
  }
  return false;
}

class Merge {
  readonly #parts: readonly Part[];
  readonly #runtime: Runtime;
  readonly #scratch: string;
  #put: AssetRecord[] = [];
  #assets = 0;
  #files = 0;
  #absent = 0;

  constructor(parts: readonly Part[], runtime: Runtime, scratch: string) {
    this.#parts = parts;
    this.#runtime = runtime;
    this.#scratch = scratch;
  }

  async join(signal: AbortSignal): Promise<MergeView> {
    await this.#dropOld();
    for await (const { path, items } of zipInOrder(this.#parts.map(({ catalog }) => catalog.assets()))) {
      signal.throwIfAborted();
      const record = chosen(items, path);
      if (record === undefined) continue;
      await this.#take(record);
      if (this.#put.length >= CHUNK) await this.#record();
    }
    await this.#record();
    const { project } = this.#runtime;
    return {
      output: project.output,
      parts: this.#parts.length,
      assets: this.#assets,
      files: this.#files,
      absent: this.#absent,
    };
  }

  /** What the output held before and the parts do not; its files go when nothing lists them. */
  async #dropOld(): Promise<void> {
    const { catalog } = this.#runtime;
    const drop: string[] = [];
    const sweep: string[] = [];
    for await (const { path, renditions } of catalog.assets()) {
      drop.push(path);
      sweep.push(...renditions.map((rendition) => rendition.path));
    }
    if (drop.length > 0) await catalog.record({ put: [], drop, sweep });
  }

  async #take(record: AssetRecord): Promise<void> {
    // The owner's files first: only it made them anew.
    const owner = shardOf(record.path, this.#parts.length) - 1;
    const parts = [...this.#parts.slice(owner), ...this.#parts.slice(0, owner)];
    for (const rendition of record.renditions) {
      if (await bringFile(rendition, parts, this.#scratch, this.#runtime)) this.#files++;
      else this.#absent++;
    }
    this.#assets++;
    this.#put.push(record);
  }

  async #record(): Promise<void> {
    await this.#runtime.storage.flush();
    await this.#runtime.catalog.record({ put: this.#put, drop: [], sweep: [] });
    this.#put = [];
  }
}

/** Joins the outputs of shards into what one machine would have written. Throws UsageError PART_UNFIT, StorageError. */
export async function merge(
  request: Request,
  folders: readonly string[],
  { emit, signal }: RunContext,
): Promise<MergeView> {
  const project = await findProject(request);
  const parts: Part[] = [];
  const lock = await acquireLock(project.output, settingsOf(request, project.config).waitLockSeconds, {
    command: 'merge',
    signal,
  });
  try {
    for (const folder of folders) parts.push(await openPart(request.cwd, folder));
    const sorted = ordered(parts, project.output);
    const runtime = await openForWork(project);
    try {
      const scratch = await runtime.storage.makeScratch('merge');
      const view = await new Merge(sorted, runtime, scratch).join(signal);
      await dropScratch(scratch);
      await publish(runtime, emit);
      return view;
    } finally {
      await runtime.catalog.close();
    }
  } finally {
    for (const { catalog } of parts) await catalog.close();
    lock.release();
  }
}
