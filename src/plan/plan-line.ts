import type { AssetPlan } from '../model/plan.ts';
import { nameOf, type PlanLine, reasonOf } from '../model/run/plan-line.ts';
import type { PlanEstimate } from './estimate/plan-estimate.ts';
import { plannedSize } from './planned-size.ts';

/** One asset's plan without the records it was decided from. */
export function planLine(plan: AssetPlan, estimate?: PlanEstimate): PlanLine {
  const { path, master, profile, published, movedFrom, gone, actions, errors, warnings } = plan;
  const { placeholders = [], placeholderDue } = plan;
  const { masterBytes = null, outputBytes = null, work } = estimate ?? {};
  return {
    type: 'plan-asset',
    path,
    profile,
    published,
    movedFrom: movedFrom ?? null,
    gone: gone ?? null,
    ...{ masterBytes, outputBytes, seconds: work?.seconds ?? null },
    actions: actions.map((action) => ({
      ...(plannedSize(action, master?.facts ?? null) ?? { width: null, height: null }),
      action: action.action,
      reason: reasonOf(action),
      name: nameOf(action),
      role: action.action === 'make' ? action.order.role : action.record.role,
      recipe: action.action === 'make' ? action.order.recipeText : action.record.recipe,
      path: action.action === 'make' || action.action === 'carry' ? action.path : action.record.path,
    })),
    placeholders: placeholderDue === true ? placeholders : [],
    ...(plan.words && { words: plan.words }),
    errors,
    warnings,
  };
}
