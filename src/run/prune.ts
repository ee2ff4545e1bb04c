import { compareUtf8 } from '../base/text.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { sum } from '../base/sum.ts';
import { UsageError } from '../model/errors.ts';
import { isDue, keptFiles, type KeptFiles, type LeftFile } from '../model/left-file.ts';
import { RENDITIONS } from '../plan/paths/naming.ts';
import type { Storage, StoredFile } from '../storage/storage.ts';
import { isAside } from '../system/writing/write-aside.ts';
import { behindList } from './publishing/changes.ts';
import { publish, type PublishListener } from './publishing/publish.ts';
import type { Request, RunContext } from './request.ts';
import { withReadOnly, workOn, type Runtime } from './project/runtime.ts';
import { adoptLeft } from './work/adopt-finished.ts';

/** A file that would be, or was, removed. */
interface PrunedFile {
  readonly path: string;
  readonly bytes: number;
  /**
   * `master gone`: its asset vanished; `replaced`: a file of another name replaced it, and its time is over;
   * `unlisted`: nothing lists it, a crash or an older layout left it.
   */
  readonly why: 'master gone' | 'replaced' | 'unlisted';
}

export interface PruneView {
  readonly output: string;
  readonly files: readonly PrunedFile[];
  /** Vanished assets whose records are forgotten with their files. */
  readonly assets: readonly string[];
  readonly bytes: number;
  /** Files that were replaced and stay for now (`keepReplaced`). */
  readonly kept: KeptFiles;
  readonly removed: boolean;
}

export interface PruneOptions {
  /** Only what vanished or was left at least this long ago. */
  readonly olderThanSeconds: number;
  /** Only look: no lock is taken and nothing written. */
  readonly dryRun: boolean;
  /** Shown what would go; true = remove it. Undefined answer = nobody there to ask. */
  readonly confirm: (view: PruneView) => Promise<boolean | undefined>;
}

interface Listing {
  readonly listed: ReadonlySet<string>;
  /** Files of assets that are gone, by path. */
  readonly gone: ReadonlySet<string>;
  readonly assets: readonly string[];
  /** Files that others replaced: those that stay for now, and those whose time is over. */
  readonly kept: readonly LeftFile[];
  readonly due: readonly LeftFile[];
}

/** The files that records list, and those that they list whose masters are gone since before `before`. */
async function readListing(catalog: Catalog, before: string): Promise<Listing> {
  const listed = new Set<string>();
  const gone = new Set<string>();
  const assets: string[] = [];
  for await (const { path, gone: left, recordedAt, renditions } of catalog.assets()) {
    const leaves = left && recordedAt <= before;
    if (leaves) assets.push(path);
    for (const rendition of renditions) (leaves ? gone : listed).add(rendition.path);
  }
  const replaced = (await catalog.sweepList()).filter(({ keepUntil }) => keepUntil !== null);
  const now = new Date().toISOString();
  const [due, kept] = [true, false].map((is) => replaced.filter((file) => isDue(file, now) === is));
  return { listed, gone, assets, due: due ?? [], kept: kept ?? [] };
}

/** Tells whether a file is listed itself, or the packaged folder it lies in. */
function isListed(path: string, isThere: (path: string) => boolean): boolean {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) if (isThere(at)) return true;
  return false;
}

const pathsOf = (files: readonly LeftFile[]): ReadonlySet<string> => new Set(files.map(({ path }) => path));

/** A render into the output takes no lock: what it writes aside there is in its hands as long as it grows. */
const IN_HAND_MS = 60 * 60 * 1000;

/** Finds the files in the output itself that a killed process was writing aside. */
async function findAsides(storage: Storage, beforeMs: number): Promise<PrunedFile[]> {
  const files: PrunedFile[] = [];
  const leftMs = Math.min(beforeMs, Date.now() - IN_HAND_MS);
  for await (const { path, bytes, modifiedMs } of storage.list('', { shallow: true }))
    if (isAside(path) && modifiedMs <= leftMs) files.push({ path, bytes, why: 'unlisted' });
  return files;
}

/** Answers why a file is to go; undefined = it stays. */
function judgeBy({ listed, gone, kept, due }: Listing, beforeMs: number): (file: StoredFile) => PrunedFile | undefined {
  const [staying, replaced] = [pathsOf(kept), pathsOf(due)];
  return ({ path, bytes, modifiedMs }) => {
    if (isListed(path, (at) => listed.has(at) || staying.has(at))) return undefined;
    if (isListed(path, (at) => gone.has(at))) return { path, bytes, why: 'master gone' };
    if (isListed(path, (at) => replaced.has(at))) return { path, bytes, why: 'replaced' };
    return modifiedMs <= beforeMs ? { path, bytes, why: 'unlisted' } : undefined;
  };
}

async function findFiles(storage: Storage, listing: Listing, beforeMs: number): Promise<PrunedFile[]> {
  const files = await findAsides(storage, beforeMs);
  const judge = judgeBy(listing, beforeMs);
  // Everything below it is dmx's own: users who keep files of theirs there are warned by docs/operations.md.
  for await (const file of storage.list(RENDITIONS)) {
    const pruned = judge(file);
    if (pruned !== undefined) files.push(pruned);
  }
  return files.toSorted((a, b) => compareUtf8(a.path, b.path));
}

function notConfirmed(): UsageError {
  return new UsageError('NOT_CONFIRMED', 'expected someone to confirm, got no terminal', {
    hint: 'Look first with `dryRun`, then confirm it with `yes`.',
  });
}

/** The files that would go from an output as it is now. */
async function findLeftovers({ project, storage, catalog }: Runtime, beforeMs: number): Promise<PruneView> {
  const listing = await readListing(catalog, new Date(beforeMs).toISOString());
  const files = await findFiles(storage, listing, beforeMs);
  const bytes = sum(files.map((file) => file.bytes));
  const kept = keptFiles(listing.kept);
  return { output: project.output, files, assets: listing.assets, bytes, kept, removed: false };
}

/** Removes what was shown and may still go: a run may have come between. */
async function remove(
  shown: PruneView,
  runtime: Runtime,
  beforeMs: number,
  telling: PublishListener,
  signal: AbortSignal,
): Promise<PruneView> {
  const { storage, catalog } = runtime;
  const now = await findLeftovers(runtime, beforeMs);
  const [paths, assets] = [new Set(shown.files.map(({ path }) => path)), new Set(shown.assets)];
  const files = now.files.filter(({ path }) => paths.has(path));
  // Those that were replaced go with publishing, which tells of each.
  await storage.remove(files.filter(({ why }) => why !== 'replaced').map(({ path }) => path));
  const drop = now.assets.filter((path) => assets.has(path));
  await catalog.record({ put: [], drop, sweep: [] });
  await publish(runtime, telling, signal);
  return { ...shown, files, assets: drop, bytes: sum(files.map((file) => file.bytes)), removed: true };
}

function inspectOnly(request: Request, beforeMs: number): Promise<PruneView> {
  return withReadOnly(request, (runtime) => findLeftovers(runtime, beforeMs));
}

/**
 * Removes files that dmx wrote and nothing lists any more, and the records of vanished assets, after showing them.
 * Throws UsageError NOT_CONFIRMED.
 */
export async function prune(request: Request, options: PruneOptions, { signal, emit }: RunContext): Promise<PruneView> {
  // Nothing is older than the files' clock, however long ago was asked for.
  const beforeMs = Math.max(0, Date.now() - options.olderThanSeconds * 1000);
  const shown = await inspectOnly(request, beforeMs);
  if (options.dryRun || shown.files.length + shown.assets.length === 0) return shown;
  const confirmed = await options.confirm(shown);
  if (confirmed === undefined) throw notConfirmed();
  if (!confirmed) return shown;
  return workOn(request, signal, async (runtime, settings) => {
    await adoptLeft(runtime, emit);
    return remove(shown, runtime, beforeMs, behindList(settings.changes, emit), signal);
  });
}
