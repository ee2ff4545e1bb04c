import { sum } from '../base/sum.ts';
import type { DeliveredFile, DeliveryPlan, Environment, PublishedList } from '../model/delivery.ts';
import { UsageError } from '../model/errors.ts';
import { manifestJson } from '../model/manifest/manifest.ts';
import type { RenditionChange } from '../model/rendition.ts';
import { compareTarget } from '../plan/delivery/compare-target.ts';
import { addedFile, changedFile, removedFile } from '../plan/file-changes.ts';
import type { Target } from '../storage/target.ts';
import { dmxVersion } from '../system/package-files.ts';
import { MANIFEST, targetFiles, type TargetFiles } from './delivery/added-files.ts';
import type { Shown } from './delivery/addition.ts';
import { deliver, type Delivered, type UndeliveredFile } from './delivery/deliver.ts';
import { type FoundList, readPublished } from './delivery/published-list.ts';
import { selectFor, type Selection } from './delivery/select.ts';
import { tryTarget, type TrialStep } from './delivery/try-target.ts';
import { openTarget, withReadOnly, workOn, type Runtime } from './project/runtime.ts';
import { ChangeList } from './publishing/changes.ts';
import { findTarget, type NamedTarget, printPlace } from './publishing/named-target.ts';
import { PurgeList } from './publishing/purge-list.ts';
import type { Request, RunContext } from './request.ts';

/** The demands on a publication. */
export interface PublishOptions {
  /** Globs of assets of `publish: asked` folders that are published from now on. */
  readonly asked: readonly string[];
  /** Only look: no lock is taken and nothing written. */
  readonly dryRun: boolean;
  /** Everything is brought, whatever the target's list says. */
  readonly force: boolean;
  /** The variables that hold the keys of buckets. */
  readonly environment: Environment;
}

interface Amount {
  readonly files: number;
  readonly bytes: number;
}

/** The outcome of a publication, or what it would be. */
export interface PublishView {
  /** The name of the target, and the place. */
  readonly target: string;
  readonly to: string;
  readonly assets: number;
  readonly sets: number;
  /** Paths of sets that are left out: members of theirs are not published. */
  readonly setsLeftOut: readonly string[];
  /** Assets of `publish: asked` folders that were never requested. */
  readonly unasked: number;
  /** Globs, of the target or asked for now, that match no asset of the manifest. */
  readonly idle: readonly string[];
  /** Advice on each of them, in the same order: what was probably meant. */
  readonly hints: readonly string[];
  /** Notices for people, where the result may differ from what they expect. */
  readonly notices: readonly string[];
  readonly put: Amount;
  readonly kept: number;
  /** Files that nothing lists any more: those that stay for a time, and those that were removed. */
  readonly leaving: Amount;
  readonly removed: Amount;
  readonly failed: readonly UndeliveredFile[];
  /** Addresses that a CDN has to forget, and the file (absolute) that lists them; absent = none is asked for. */
  readonly purge?: { readonly file: string; readonly addresses: number };
  /** The paths that were brought, or would be. */
  readonly files: readonly string[];
}

/** The change of a file that was put; what a run that was cut off was about to put counts for new. */
function putFile(file: DeliveredFile, { files }: PublishedList): RenditionChange {
  const { state = 'there' } = files.get(file.path) ?? { state: 'going' };
  return state === 'going' ? addedFile(file) : changedFile(file);
}

async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}

async function sizesOf(target: Target, { files }: PublishedList): Promise<ReadonlyMap<string, number>> {
  const paths = [...files.keys()];
  const sizes = await target.sizes(paths);
  return new Map(paths.flatMap((path, i) => (sizes[i] === undefined ? [] : [[path, sizes[i]] as const])));
}

const amountOf = (files: readonly { readonly bytes: number }[]): Amount => ({
  files: files.length,
  bytes: sum(files.map(({ bytes }) => bytes)),
});

/** Files at the target that dmx did not put there are not overwritten. */
async function refuseForeign(target: Target, { put }: DeliveryPlan, { found, files }: FoundList): Promise<void> {
  const paths = put.map(({ path }) => path).filter((path) => !files.has(path));
  if (!found) paths.push(MANIFEST);
  const sizes = await target.sizes(paths);
  const there = paths.filter((_, i) => sizes[i] !== undefined);
  if (there[0] === undefined) return;
  const more = there.length > 1 ? ` and ${there.length - 1} more` : '';
  throw new UsageError('FILE_EXISTS', `expected no file that dmx did not put there, got ${there[0]}${more}`, {
    place: target.nameOf(there[0]),
    hint: 'Choose another folder, or write over them with `force`.',
  });
}

interface Prepared {
  readonly named: NamedTarget;
  readonly target: Target;
  readonly list: FoundList;
  readonly selection: Selection;
  readonly files: TargetFiles;
  readonly plan: DeliveryPlan;
}

/** The selection of a target with its settings, for files that are made of it. */
function shownOf(
  { assets, sets }: Selection,
  { settings }: NamedTarget,
  { project }: Runtime,
): Omit<Shown, 'pyramids'> {
  const presets = [...project.profiles.viewerPresets.values()].map(({ value }) => value);
  return { assets, sets, settings, presets };
}

async function prepare(given: string | undefined, options: PublishOptions, runtime: Runtime): Promise<Prepared> {
  const named = findTarget(given, runtime);
  const target = await openTarget(named.place, options.environment);
  const list = await readPublished(target);
  const selection = await selectFor(named.settings, runtime.project, {
    now: options.asked,
    before: new Set(list.asked),
  });
  const shown = shownOf(selection, named, runtime);
  const files = await targetFiles(selection.files, shown, runtime.storage, list);
  const now = Date.now();
  const plan = compareTarget({
    files: files.files,
    list,
    sizes: await sizesOf(target, list),
    now: new Date(now).toISOString(),
    until: new Date(now + (named.settings.grace ?? 0) * 1000).toISOString(),
    force: options.force,
  });
  if (!options.force) await refuseForeign(target, plan, list);
  return { named, target, list, selection, files, plan };
}

function viewOf({ named, selection, files, plan }: Prepared, { failed, waiting }: Delivered, purged = 0): PublishView {
  const lost = new Set([...failed.map(({ path }) => path), ...waiting]);
  const put = plan.put.filter(({ path }) => !lost.has(path));
  return {
    target: named.name,
    to: printPlace(named),
    assets: selection.assets.length,
    sets: selection.sets.length,
    setsLeftOut: selection.setsLeftOut,
    unasked: selection.unasked,
    idle: selection.idle,
    hints: selection.hints,
    notices: [...selection.notices, ...files.notices],
    put: amountOf(put),
    kept: plan.kept,
    leaving: amountOf(plan.leaving),
    removed: amountOf(failed.length > 0 ? [] : plan.due),
    failed,
    ...(named.purge && { purge: { file: named.purge.file, addresses: purged } }),
    files: put.map(({ path }) => path),
  };
}

function inspectOnly(request: Request, given: string | undefined, options: PublishOptions): Promise<PublishView> {
  return withReadOnly(request, async (runtime) =>
    viewOf(await prepare(given, options, runtime), { failed: [], waiting: [] }),
  );
}

/**
 * Publishes what the manifest lists to a target of dmx.yaml, through its filters: only new and changed files. Files
 * come first, then the manifest; unreferenced files are removed last, after their grace period. Throws UsageError
 * (PUBLISH_TARGET_UNKNOWN, FILE_UNREADABLE), StorageError.
 */
export async function publishTo(
  request: Request,
  given: string | undefined,
  options: PublishOptions,
  { signal, emit }: RunContext,
): Promise<PublishView> {
  if (options.dryRun) return inspectOnly(request, given, options);
  return workOn(request, signal, async (runtime, settings) => {
    const prepared = await prepare(given, options, runtime);
    const { target, list, selection, plan } = prepared;
    const changes = new ChangeList(settings.changes, list.unfinished);
    const purge = new PurgeList(prepared.named.purge, list.found ? MANIFEST : undefined, list.unfinished);
    const tell = purge.listening(changes.listening(emit));
    const delivered = await deliver({
      plan,
      target,
      open: prepared.files.open,
      isDocument: prepared.files.isDocument,
      missing: prepared.files.missing,
      files: new Map(list.files),
      asked: selection.asked,
      writeIndex: () =>
        target.writeText(
          MANIFEST,
          manifestJson(each(selection.assets), dmxVersion(), selection.sets),
          'application/json',
        ),
      onPut: (file) => tell({ type: 'rendition-changed', ...putFile(file, list) }),
      onRemoved: (path) => tell({ type: 'rendition-changed', ...removedFile(path) }),
      onTold: () => {
        changes.flush();
        purge.flush();
      },
      signal,
    });
    purge.flush(delivered.failed.length === 0);
    return viewOf(prepared, delivered, purge.count);
  });
}

/** Writes, reads, compares and removes a small file at a target. Throws UsageError, StorageError. */
export function tryPublishing(
  request: Request,
  given: string | undefined,
  environment: Environment,
  told: (step: TrialStep) => void,
): Promise<string> {
  return withReadOnly(request, async (runtime) => {
    const named = findTarget(given, runtime);
    await tryTarget(await openTarget(named.place, environment), told);
    return printPlace(named);
  });
}
