import type { AssetPlan, Reason, RenditionAction } from '../model/plan.ts';
import type { RenditionOrder } from '../model/rendition.ts';

/** Which of the planned work a run takes on; several narrow together, none = all. Case does not count in names. */
export interface PlanSelection {
  readonly failed?: boolean;
  readonly missing?: boolean;
  readonly stale?: boolean;
  readonly renditions?: readonly string[];
  readonly profiles?: readonly string[];
  /** ISO time: assets last worked on then or later. */
  readonly since?: string;
}

type Chosen = Pick<RenditionOrder, 'name' | 'alternate' | 'poster'>;

function isNamed(name: string, names: readonly string[]): boolean {
  return names.some((one) => one.toLowerCase() === name.toLowerCase());
}

function selectsAsset({ previous, profile }: AssetPlan, selection: PlanSelection): boolean {
  if (previous === undefined) return false;
  if (selection.failed === true && previous.errors.length === 0) return false;
  if (selection.profiles && !isNamed(profile ?? '', selection.profiles)) return false;
  return selection.since === undefined || previous.recordedAt >= selection.since;
}

function selectedReasons({ missing, stale }: PlanSelection): readonly Reason[] | undefined {
  if (missing !== true && stale !== true) return undefined;
  return [
    ...(missing === true ? (['file missing'] as const) : []),
    ...(stale === true ? (['engine stale'] as const) : []),
  ];
}

/** With a rendition those that stand for it are chosen, and the clips whose poster it is. */
function isChosen({ name, alternate, poster }: Chosen, chosen: readonly string[]): boolean {
  const own = alternate?.of ?? poster;
  return isNamed(name, chosen) || (own !== undefined && isNamed(own, chosen));
}

function selectAction(action: RenditionAction, plan: AssetPlan, selection: PlanSelection): RenditionAction | undefined {
  const reasons = selectedReasons(selection);
  if (action.action === 'remove' && (reasons ?? selection.renditions) !== undefined)
    return keepLeftover(action, selection);
  if (action.action !== 'make') return action;
  const wanted =
    (reasons === undefined || reasons.includes(action.reason)) &&
    (selection.renditions === undefined || isChosen(action.order, selection.renditions));
  if (wanted) return action;
  return leftAsIs(action.order.name, plan);
}

/** The existing rendition of that name; undefined where there is none. */
function leftAsIs(name: string, { previous }: AssetPlan): RenditionAction | undefined {
  const record = previous?.renditions.find((one) => one.name === name);
  return record && { action: 'keep', record, stale: false };
}

/** A rendition that is no longer asked for goes only when nothing is picked out, or it is itself. */
function keepLeftover(
  action: Extract<RenditionAction, { action: 'remove' }>,
  { renditions }: PlanSelection,
): RenditionAction {
  const { record } = action;
  return renditions !== undefined && isChosen(record, renditions) ? action : { action: 'keep', record, stale: false };
}

/** A plan that leaves clips of animations as they are: missing ones are not made. */
export function withoutClips(plan: AssetPlan): AssetPlan {
  const actions = plan.actions.flatMap((action) => {
    if (action.action !== 'make' || action.order.poster === undefined) return [action];
    return leftAsIs(action.order.name, plan) ?? [];
  });
  return { ...plan, actions };
}

/**
 * Narrows a plan to what was selected: renditions left out stay as they are. Undefined = the asset is not touched at
 * all. Only assets the catalog knows can be selected.
 */
export function selectPlan(plan: AssetPlan, selection: PlanSelection): AssetPlan | undefined {
  if (!selectsAsset(plan, selection)) return undefined;
  // What was picked out by its reason or name is renditions.
  const { placeholderDue: _due, ...rest } = plan;
  const narrowed = (selectedReasons(selection) ?? selection.renditions) === undefined ? plan : rest;
  return { ...narrowed, actions: plan.actions.flatMap((action) => selectAction(action, plan, selection) ?? []) };
}
