import type { ErrorData } from './errors.ts';
import type { AssetPlan, Reason, RenditionAction } from './plan.ts';
import type { Role } from './rendition.ts';

/** The work planned for one rendition, and why. */
export interface PlannedRendition {
  readonly action: RenditionAction['action'];
  readonly reason: Reason | 'up to date' | 'up to date, but of an older engine';
  readonly name: string;
  readonly role: Role;
  /** The canonical text of its recipe. */
  readonly recipe: string;
  /** Below the output. */
  readonly path: string;
}

/** The work planned for one asset, for programs: fields are only ever added. */
export interface PlanLine {
  readonly type: 'plan-asset';
  /** The asset path. */
  readonly path: string;
  /** null = no profile governs it. */
  readonly profile: string | null;
  readonly published: boolean;
  readonly movedFrom: string | null;
  /** Why it leaves the manifest; null = it does not. */
  readonly gone: 'master gone' | 'excluded' | null;
  readonly actions: readonly PlannedRendition[];
  /** Known before anything is made. */
  readonly errors: readonly ErrorData[];
  readonly warnings: readonly string[];
}

export function reasonOf(action: RenditionAction): PlannedRendition['reason'] {
  if (action.action !== 'keep') return action.reason;
  return action.stale ? 'up to date, but of an older engine' : 'up to date';
}

export function nameOf(action: RenditionAction): string {
  return action.action === 'make' ? action.order.name : action.record.name;
}

/** One asset's plan without the records it was decided from. */
export function planLine({
  path,
  profile,
  published,
  movedFrom,
  gone,
  actions,
  errors,
  warnings,
}: AssetPlan): PlanLine {
  return {
    type: 'plan-asset',
    path,
    profile,
    published,
    movedFrom: movedFrom ?? null,
    gone: gone ?? null,
    actions: actions.map((action) => ({
      action: action.action,
      reason: reasonOf(action),
      name: nameOf(action),
      role: action.action === 'make' ? action.order.role : action.record.role,
      recipe: action.action === 'make' ? action.order.recipeText : action.record.recipe,
      path: action.action === 'make' || action.action === 'carry' ? action.path : action.record.path,
    })),
    errors,
    warnings,
  };
}
