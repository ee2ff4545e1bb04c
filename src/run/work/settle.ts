import { present } from '../../base/present.ts';
import type { Artefact, JobResult } from '../../model/jobs/job.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { AssetState } from '../../model/asset-state.ts';
import { type ErrorData, isUnsupported } from '../../model/errors.ts';
import { kindOf } from '../../model/formats/master-formats.ts';
import { type LeftFile, leftFiles } from '../../model/left-file.ts';
import { fileChanges } from '../../plan/file-changes.ts';
import { type Listing, listingOf } from '../../model/manifest/listing.ts';
import { absentPrint } from '../../plan/still-fails.ts';
import { findingsOf, type JobEnd, warningsOf } from './findings.ts';
import { idleAlternates } from '../../plan/alternates/judge.ts';
import { finalPath } from '../../plan/paths/naming.ts';
import type { AssetPlan, PlannedMaster, RenditionAction } from '../../model/plan.ts';
import type { RenditionChange, RenditionOrder, RenditionRecord, Role } from '../../model/rendition.ts';

/** Everything that has to be done to make a finished job true: files first, then the record. */
export interface Settlement {
  readonly record: AssetRecord;
  /** `recordedAt` of the record of this path that it replaces; null = there is none. */
  readonly replaces: string | null;
  /** Asset paths to forget: the old one of an asset that moved. */
  readonly drop: readonly string[];
  readonly commits: readonly { readonly file: string; readonly path: string }[];
  readonly carries: readonly { readonly from: string; readonly to: string }[];
  /** Files nothing lists any more. */
  readonly sweep: readonly LeftFile[];
  /** Renditions that are not asked for any more. */
  readonly removed: number;
  readonly changes: readonly RenditionChange[];
}

interface Settled {
  readonly record?: RenditionRecord;
  readonly commit?: { readonly file: string; readonly path: string };
  readonly carry?: { readonly from: string; readonly to: string };
  /** Name and fingerprint of what could not be made. */
  readonly failed?: readonly [name: string, fingerprint: string];
  /** Name and fingerprint of a rendition that turned out to have no content. */
  readonly absent?: readonly [name: string, fingerprint: string];
}

/** Roles of clips: the name of a crop is not that of its rendition. */
const VIDEO_ROLES: readonly Role[] = ['encoding', 'stream'];

/** Roles of renditions that may be made of a crop whose name is not theirs. */
const CROPPED_ROLES: readonly Role[] = [...VIDEO_ROLES, 'preset'];

/** The quality of an alternate: searched, else the one of its order. */
function orderedQuality({ alternate, recipe }: RenditionOrder): number | undefined {
  return alternate !== undefined && recipe.kind === 'picture' ? recipe.output.quality : undefined;
}

/** The records of some renditions alone. */
function furtherFacts(order: RenditionOrder, artefact: Artefact) {
  const { role, crop, held, alternate, poster } = order;
  const { quality = orderedQuality(order), score, packaged, track } = artefact;
  return {
    ...(crop !== undefined && CROPPED_ROLES.includes(role) ? { crop } : {}),
    ...(quality === undefined ? {} : { quality }),
    ...(score !== undefined && { score }),
    ...(held && { held }),
    ...(packaged && { packaged }),
    ...(track && { track }),
    ...(alternate && { alternate }),
    ...(poster !== undefined && { poster }),
  };
}

function settleMade(
  { order, path: template, fingerprint }: Extract<RenditionAction, { action: 'make' }>,
  artefact: Artefact,
): Settled {
  const { name, role, recipeText: recipe } = order;
  const { file, mime, width, height, bytes, sha256, engine } = artefact;
  const path = finalPath(template, artefact);
  const facts = { name, role, path, mime, width, height, bytes, sha256, recipe, fingerprint, engine };
  const record: RenditionRecord = { ...facts, ...furtherFacts(order, artefact) };
  return { record, commit: { file, path } };
}

/** The record of a rendition that could not be made: its last good file is kept and marked. */
function settleFailed(action: Extract<RenditionAction, { action: 'make' }>, old: RenditionRecord | undefined): Settled {
  const failed = [action.order.name, action.fingerprint] as const;
  if (old === undefined || action.reason === 'file missing') return { failed };
  return { failed, record: { ...old, stale: true } };
}

/** The outcomes of the renditions that a job was to make, by their names. */
interface Made {
  readonly artefacts: ReadonlyMap<string, Artefact>;
  readonly absent: ReadonlySet<string>;
}

function settleAction(action: RenditionAction, { previous }: AssetPlan, { artefacts, absent }: Made): Settled {
  switch (action.action) {
    case 'keep':
      return { record: action.record };
    case 'carry': {
      const { record, path: open } = action;
      const path = finalPath(open, record);
      return { record: { ...record, path }, carry: { from: record.path, to: path } };
    }
    case 'remove':
      return {};
    case 'make': {
      const old = previous?.renditions.find(({ name }) => name === action.order.name);
      const artefact = artefacts.get(action.order.name);
      if (absent.has(action.order.name))
        return { absent: [action.order.name, absentPrint(action.fingerprint, action.order.alternate)] };
      return artefact ? settleMade(action, artefact) : settleFailed(action, old);
    }
  }
}

/** Alternates that turned out not to be worth having are none. */
function withoutIdle(settled: readonly Settled[]): readonly Settled[] {
  const idle = idleAlternates(settled.flatMap(({ record }) => record ?? []));
  if (idle.size === 0) return settled;
  return settled.map((one) => {
    const { name, fingerprint, alternate } = one.record ?? {};
    if (name === undefined || fingerprint === undefined || !idle.has(name)) return one;
    return { absent: [name, absentPrint(fingerprint, alternate)] };
  });
}

function stateOf(errors: readonly ErrorData[], renditions: readonly RenditionRecord[]): AssetState {
  if (errors.length === 0) return 'ready';
  if (errors.some((error) => isUnsupported(error) && error.rendition === null)) return 'unsupported';
  return renditions.some(({ stale }) => stale !== true) ? 'partial' : 'failed';
}

/** Fingerprints that failed before, of renditions that this run did not try. */
function stillFailed({ previous, actions, errors }: AssetPlan): [string, string][] {
  if (errors.length === 0) return [];
  const tried = new Set(actions.flatMap((action) => (action.action === 'make' ? [action.order.name] : [])));
  return Object.entries(previous?.failed ?? {}).filter(([name]) => !tried.has(name));
}

/** Smart crops found now, over those found before for renditions that still stand. */
function smartCrops(
  { previous, actions, setAside = [] }: AssetPlan,
  result: JobResult | undefined,
): AssetRecord['smartCrops'] {
  const found = new Map((result?.smartCrops ?? []).map((crop) => [crop.name, crop]));
  const before = new Map((previous?.smartCrops ?? []).map((crop) => [crop.name, crop]));
  return [...new Set(actions.flatMap((action) => cropName(action) ?? []))].flatMap((name) => {
    const { setAside: _before, ...crop } = found.get(name) ?? before.get(name) ?? {};
    return 'rect' in crop ? [setAside.includes(name) ? { ...crop, setAside: 'ratio' as const } : crop] : [];
  });
}

/** The smart crop that a rendition is made for: a crop itself, or a clip shown through one. */
function cropName(action: RenditionAction): string | undefined {
  if (action.action === 'remove') return undefined;
  const { role, name, crop } = action.action === 'make' ? action.order : action.record;
  if (role === 'crop') return name;
  return VIDEO_ROLES.includes(role) ? crop : undefined;
}

/** Tracks of which the master holds nothing: found now, or before by renditions that this run did not try. */
function absentOf({ previous }: AssetPlan, settled: readonly Settled[]): Pick<AssetRecord, 'absent'> {
  const found = settled.flatMap(({ absent }) => (absent === undefined ? [] : [absent]));
  const there = new Set(settled.flatMap(({ record }) => record?.name ?? []));
  const before = Object.entries(previous?.absent ?? {}).filter(([name]) => !there.has(name));
  const all = Object.fromEntries([...before, ...found]);
  return Object.keys(all).length === 0 ? {} : { absent: all };
}

type RecordBase = Omit<
  AssetRecord,
  | 'renditions'
  | 'errors'
  | 'failed'
  | 'absent'
  | 'state'
  | 'swatchColor'
  | 'smartCrops'
  | 'warnings'
  | 'damage'
  | 'placeholder'
  | 'smartTags'
  | keyof Listing
>;

/** The part of the record about the master and about who governs it. */
function recordBase(plan: AssetPlan, master: PlannedMaster, recordedAt: string): RecordBase {
  const { stat, sha256, mime, facts, probed, sidecars } = master;
  const { path, profile, published, keptFrom } = plan;
  const kept = keptFrom === undefined ? {} : { keptFrom };
  const beside = sidecars === undefined ? {} : { sidecars };
  const left = plan.leftOut === undefined ? {} : { leftOut: plan.leftOut };
  const known = { path, kind: kindOf(master), stat, sha256, mime, facts, ...present({ probed }), ...beside };
  return { ...known, profile, published, gone: false, ...left, ...kept, recordedAt };
}

/** The renditions that the manifest listed before: of a master that was gone, only those that are carried over. */
function listedBefore({ previous, actions }: AssetPlan): readonly RenditionRecord[] {
  const carried = new Set(actions.flatMap((one) => (one.action === 'carry' ? [one.record.path] : [])));
  return (previous?.renditions ?? []).filter(({ path }) => previous?.gone !== true || carried.has(path));
}

/** The times of a settlement, in ISO. */
export interface SettleTimes {
  readonly now: string;
  /** Until when files stay that one of another name replaces; null = they go. */
  readonly keepUntil: string | null;
}

/** Turns the plan of an asset that is there and the end of its job into what has to be stored and recorded. */
export function settle(
  plan: AssetPlan,
  master: PlannedMaster,
  end: JobEnd,
  { now, keepUntil }: SettleTimes,
): Settlement {
  const { result, error } = end;
  const artefacts = new Map(result?.artefacts.map((artefact) => [artefact.name, artefact]));
  const made = { artefacts, absent: new Set(result?.absent) };
  const settled = withoutIdle(plan.actions.map((action) => settleAction(action, plan, made)));
  const renditions = settled.flatMap(({ record }) => record ?? []);
  const errors = [...plan.errors, ...(error ? [error] : []), ...(result?.failures ?? [])];
  const failed = [...stillFailed(plan), ...settled.flatMap((one) => (one.failed ? [one.failed] : []))];
  const record: AssetRecord = {
    ...recordBase(plan, master, now),
    state: stateOf(errors, renditions),
    ...findingsOf(plan, end),
    ...listingOf(plan.listing),
    smartCrops: smartCrops(plan, result),
    renditions,
    errors,
    failed: Object.fromEntries(failed),
    ...absentOf(plan, settled),
    ...warningsOf(plan, result),
  };
  return {
    record,
    replaces: plan.previous?.path === plan.path ? plan.previous.recordedAt : null,
    drop: plan.movedFrom === undefined ? [] : [plan.movedFrom],
    commits: settled.flatMap(({ commit }) => commit ?? []),
    carries: settled.flatMap(({ carry }) => carry ?? []),
    // The asset still exists, so they can go.
    sweep: leftFiles(plan.previous, renditions, keepUntil),
    removed: plan.actions.filter(({ action }) => action === 'remove').length,
    changes: fileChanges(listedBefore(plan), renditions, keepUntil),
  };
}

/** The settlement that takes an asset out of the manifest whose master is gone; its files wait for prune. */
export function settleGone(previous: AssetRecord, recordedAt: string): Settlement {
  return {
    record: { ...previous, gone: true, recordedAt },
    replaces: previous.recordedAt,
    ...{ drop: [], commits: [], carries: [], sweep: [], removed: 0 },
    changes: fileChanges(previous.renditions, []),
  };
}
