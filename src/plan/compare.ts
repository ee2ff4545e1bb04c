import { sameStat } from '../model/asset.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import type { ErrorData } from '../model/errors.ts';
import { fingerprint, type Digest } from '../model/fingerprint.ts';
import type { NamedFile } from '../model/colors/found-profile.ts';
import { profilesOf } from '../model/recipe/recipe-profiles.ts';
import type { FoundImage } from '../model/recipe/referenced-image.ts';
import { hashedPath, isFinal } from './paths/naming.ts';
import { passes, stillFails } from './still-fails.ts';
import { encodedPart } from './video/print-video-recipe.ts';
import type { AssetPlan, PlannedMaster, Reason, RenditionAction } from '../model/plan.ts';
import type { RenditionOrder, RenditionRecord } from '../model/rendition.ts';
import { referencesOf } from '../model/recipe/recipe-tree.ts';

/** Settings that hold for every asset of a run. */
export interface CompareRules {
  readonly digest: Digest;
  /** The path at which a rendition of an asset is to lie, below the output, open: see `layPaths`. */
  readonly pathOf: (asset: string, order: RenditionOrder) => string;
  /** A profile of colours by the name that recipes have for it. */
  readonly profileOf: (name: string) => NamedFile;
  /** Engine text that would be recorded today, by order; undefined = not known, so nothing counts as stale. */
  readonly engineVersionOf: (order: RenditionOrder) => string | undefined;
  readonly force: boolean;
  /** ISO time: `force` leaves alone what was recorded since then. */
  readonly forceBefore?: string | undefined;
  /** Known assets are left alone. */
  readonly newOnly: boolean;
  /** Files are believed to be where the catalog says. */
  readonly trustCatalog: boolean;
  readonly remakeStale: boolean;
  /** Renditions of an older engine are adopted as they are. */
  readonly acceptEngine: boolean;
  readonly retryFailed: boolean;
}

/** One asset as this run found it. */
export interface CompareInput {
  readonly path: string;
  readonly master: PlannedMaster;
  readonly profile: string | null;
  readonly published: boolean;
  /** The orders of its profile. */
  readonly orders: readonly RenditionOrder[];
  /** Objects that the recipes of the orders name beside the master, by that name. */
  readonly references?: ReadonlyMap<string, FoundImage>;
  /** The record of the catalog: of this path, or of the path it moved from. */
  readonly previous?: AssetRecord | undefined;
  /** Some of its files are another asset's now: `previous` does not list them any more. */
  readonly lost?: boolean;
  /** Bytes of the previous renditions' files by path; absent = not there. */
  readonly files: ReadonlyMap<string, number>;
  readonly errors: readonly ErrorData[];
  readonly warnings: readonly string[];
  readonly keptFrom?: string | undefined;
  /** Encodings that the profile asks for and that would enlarge this master. */
  readonly leftOut?: readonly string[];
  /** Smart crops whose rectangle in the sidecar was set aside. */
  readonly setAside?: readonly string[];
}

function whyNew(order: RenditionOrder, input: CompareInput): Reason {
  const { previous } = input;
  if (previous === undefined) return 'new master';
  if (order.name in previous.failed) return 'failed before';
  return previous.sha256 === input.master.sha256 ? 'new rendition' : 'master changed';
}

function isForced({ previous }: CompareInput, { force, forceBefore }: CompareRules): boolean {
  return force && (forceBefore === undefined || previous === undefined || previous.recordedAt < forceBefore);
}

/** Why a rendition that exists has to be made again; undefined = it stands. */
function whyAgain(
  order: RenditionOrder,
  print: string,
  record: RenditionRecord,
  input: CompareInput,
  rules: CompareRules,
): Reason | undefined {
  if (isForced(input, rules)) return 'forced';
  if (record.fingerprint !== print) {
    // A referenced image may be what changed.
    const same = input.previous?.sha256 === input.master.sha256 && record.recipe !== order.recipeText;
    return same ? 'recipe changed' : 'master changed';
  }
  if (!rules.trustCatalog && input.files.get(record.path) !== record.bytes) return 'file missing';
  if (rules.remakeStale && isStale(order, record, rules)) return 'engine stale';
  return undefined;
}

function isStale(order: RenditionOrder, record: RenditionRecord, rules: CompareRules): boolean {
  const stamp = rules.engineVersionOf(order);
  return stamp !== undefined && stamp !== record.engine;
}

/** The packaged set whose encoded files are those that are asked for now: only what it lists has changed. */
function reusable(
  reason: Reason,
  record: RenditionRecord,
  order: RenditionOrder,
  input: CompareInput,
  rules: CompareRules,
): { readonly reuse?: RenditionRecord } {
  if (reason !== 'recipe changed' || record.packaged === undefined || rules.trustCatalog) return {};
  const isThere = record.stale !== true && input.files.get(record.path) === record.bytes;
  return isThere && encodedPart(record.recipe) === encodedPart(order.recipeText) ? { reuse: record } : {};
}

/** The objects that a recipe names beside the master, as they were found. */
function foundReferences({ recipe }: RenditionOrder, { references }: CompareInput): readonly FoundImage[] {
  if (references === undefined || recipe.kind !== 'picture') return [];
  return referencesOf(recipe).flatMap((object) => references.get(object) ?? []);
}

function decide(order: RenditionOrder, input: CompareInput, rules: CompareRules): RenditionAction | undefined {
  const references = foundReferences(order, input);
  // What is missing has no bytes: once it is there, or another one is, the fingerprint is another one.
  const colors = profilesOf(order.recipe).map((name) => rules.profileOf(name));
  const digests = [...references, ...colors].map((found) => ('sha256' in found ? found.sha256 : ''));
  const print = fingerprint(rules.digest, input.master.sha256, order.recipeText, digests);
  const record = input.previous?.renditions.find(({ name }) => name === order.name);
  if (!isForced(input, rules) && !rules.retryFailed && stillFails(order, print, input.previous)) {
    return record && { action: 'keep', record: { ...record, stale: true }, stale: false };
  }
  const open = rules.pathOf(input.path, order);
  const pathBy = (engine: string | undefined): string => hashedPath(open, rules.digest, print, engine);
  const make = (reason: Reason): RenditionAction => {
    const path = pathBy(rules.engineVersionOf(order));
    const named = {
      ...(references.length > 0 && { references }),
      ...(colors.length > 0 && { colors }),
    };
    return { action: 'make', reason, order, path, fingerprint: print, ...named };
  };
  if (record === undefined) return make(whyNew(order, input));
  const why = whyAgain(order, print, record, input, rules);
  if (why !== undefined) return { ...make(why), ...reusable(why, record, order, input, rules) };
  const fresh = mended(record);
  // Its bytes stand, and so does the name that they got from whoever made them.
  if (isFinal(record.path, open)) return keep(order, fresh, rules);
  const reason = input.previous?.path === input.path ? 'renamed' : 'moved';
  return { action: 'carry', reason, record: fresh, path: pathBy(record.engine) };
}

/** A record of what is good again. Nearly all are as they are, and a library has hundreds of thousands. */
function mended(record: RenditionRecord): RenditionRecord {
  if (record.stale === undefined) return record;
  const { stale: _mended, ...fresh } = record;
  return fresh;
}

function keep(order: RenditionOrder, record: RenditionRecord, rules: CompareRules): RenditionAction {
  const stale = isStale(order, record, rules);
  if (!stale || !rules.acceptEngine) return { action: 'keep', record, stale };
  return { action: 'keep', record: { ...record, engine: rules.engineVersionOf(order) ?? record.engine }, stale: false };
}

/** Renditions that exist and that the profile does not ask for. */
function leftovers(input: CompareInput): RenditionAction[] {
  const reason: Reason = 'no longer asked for';
  return (input.previous?.renditions ?? [])
    .filter(({ name }) => !input.orders.some((order) => order.name === name))
    .map((record) => ({ action: 'remove', reason, record }));
}

/** Keeps everything as it is: a known asset under `--new-only`, or a good one whose master is now corrupt. */
function keepAll(input: CompareInput, stale: boolean): RenditionAction[] {
  return (input.previous?.renditions ?? []).map((record) => ({
    action: 'keep',
    record: stale ? { ...record, stale: true } : record,
    stale: false,
  }));
}

/** Tells whether the asset's files are those that the catalog knows. */
function sameFiles({ previous, master }: CompareInput): boolean {
  if (previous === undefined || previous.sha256 !== master.sha256) return false;
  // A record without a ctime gets one, so that it is noticed from then on; so does one that was probed anew.
  const isNoted = previous.stat.ctimeNs === master.stat.ctimeNs && previous.probed === master.probed;
  return isNoted && sameStat(previous.stat, master.stat) && sameSidecars(previous.sidecars, master.sidecars);
}

function sameSidecars(a: PlannedMaster['sidecars'] = [], b: PlannedMaster['sidecars'] = []): boolean {
  return a.length === b.length && JSON.stringify(a) === JSON.stringify(b);
}

function sameErrors(a: readonly ErrorData[], b: readonly ErrorData[]): boolean {
  return (
    a.length === b.length && a.every((error, i) => error.code === b[i]?.code && error.rendition === b[i]?.rendition)
  );
}

/** Errors that stand as long as nothing is made again: those of the plan, and those recorded of what still fails. */
function standingErrors(input: CompareInput, actions: readonly RenditionAction[]): readonly ErrorData[] {
  if (input.errors.length > 0) return input.errors;
  if (input.previous === undefined || input.previous.sha256 !== input.master.sha256) return [];
  if (actions.some(({ action }) => action === 'make')) {
    return input.previous.errors.filter(({ rendition }) => rendition !== null && stillNamed(rendition, input, actions));
  }
  // What probing refused once, and can read now, is no error of its master any more.
  const isReadNow = input.previous.facts === null && input.master.facts !== null;
  return input.previous.errors.filter(
    (error) => !passes(error) && (error.rendition === null ? !isReadNow : stillNamed(error.rendition, input, actions)),
  );
}

/** A rendition that is made again, or good again as it is, has no error any more. */
function stillNamed(name: string, { orders }: CompareInput, actions: readonly RenditionAction[]): boolean {
  const good = actions.some((action) =>
    action.action === 'make' ? action.order.name === name : action.record.name === name && action.record.stale !== true,
  );
  return !good && orders.some((order) => order.name === name);
}

function changesRecord(
  input: CompareInput,
  actions: readonly RenditionAction[],
  errors: readonly ErrorData[],
): boolean {
  const { previous } = input;
  if (previous === undefined || previous.gone || !sameFiles(input) || previous.path !== input.path) return true;
  if (previous.profile !== input.profile || previous.published !== input.published) return true;
  if (leavesOut(previous.leftOut, input.leftOut) || leavesOut(setAsideOf(previous), input.setAside)) return true;
  if (previous.keptFrom !== input.keptFrom || !sameErrors(errors, previous.errors)) return true;
  return actions.some(
    (action) =>
      action.action === 'carry' ||
      action.action === 'remove' ||
      (action.action === 'keep' && isMended(action.record, previous)),
  );
}

/** Tells whether what is left out of what was asked is not what it was. */
function leavesOut(before: readonly string[] = [], now: readonly string[] = []): boolean {
  return before.join() !== now.join();
}

function setAsideOf({ smartCrops }: AssetRecord): readonly string[] {
  return smartCrops.flatMap(({ name, setAside }) => (setAside === undefined ? [] : [name]));
}

function isMended(record: RenditionRecord, previous: AssetRecord): boolean {
  const before = previous.renditions.find(({ name }) => name === record.name);
  return before?.stale !== record.stale || before?.engine !== record.engine;
}

/** Decides what is to be done about one asset that is there. Pure: the same input gives the same plan. */
export function compareAsset(input: CompareInput, rules: CompareRules): AssetPlan {
  const known = input.previous !== undefined && !input.previous.gone;
  const actions = chooseActions(input, rules, known);
  const errors = standingErrors(input, actions);
  return {
    path: input.path,
    master: input.master,
    profile: input.profile,
    published: input.published,
    ...(input.previous && input.previous.path !== input.path ? { movedFrom: input.previous.path } : {}),
    ...(input.previous ? { previous: input.previous } : {}),
    ...(input.keptFrom === undefined ? {} : { keptFrom: input.keptFrom }),
    ...(input.leftOut === undefined || input.leftOut.length === 0 ? {} : { leftOut: input.leftOut }),
    ...(input.setAside === undefined || input.setAside.length === 0 ? {} : { setAside: input.setAside }),
    actions,
    errors,
    warnings: input.warnings,
    record: input.lost === true || changesRecord(input, actions, errors),
  };
}

function chooseActions(input: CompareInput, rules: CompareRules, known: boolean): readonly RenditionAction[] {
  if (input.errors.length > 0) return keepAll(input, input.previous?.sha256 !== input.master.sha256);
  if (known && rules.newOnly) return keepAll(input, false);
  const asked = input.orders.flatMap((order) => decide(order, input, rules) ?? []);
  return [...asked, ...leftovers(input)];
}

/** The plan of an asset whose master vanished or is excluded now: it leaves the manifest, its files wait for prune. */
export function compareGone(previous: AssetRecord, reason: 'master gone' | 'excluded'): AssetPlan {
  return {
    path: previous.path,
    profile: previous.profile,
    published: previous.published,
    previous,
    gone: reason,
    actions: [],
    errors: [],
    warnings: [],
    record: !previous.gone,
  };
}
