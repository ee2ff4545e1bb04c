import { present } from '../../base/present.ts';
import type { Analysis } from '../../model/analysis.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { masterDamage } from '../../model/jobs/damage.ts';
import type { ErrorData } from '../../model/errors.ts';
import type { JobResult } from '../../model/jobs/job.ts';
import { type Placeholder, PLACEHOLDER_KINDS } from '../../model/manifest/placeholder.ts';
import { smartTagsOf } from '../../model/manifest/smart-tags.ts';
import type { AssetPlan } from '../../model/plan.ts';

/** The outcome of a job: the engine's answer, or why there is none. */
export interface JobEnd {
  readonly result?: JobResult | undefined;
  readonly error?: ErrorData | undefined;
  /** The findings in the master from before. */
  readonly analysis?: Analysis | undefined;
}

function swatch({ previous, actions }: AssetPlan, result: JobResult | undefined): { readonly swatchColor?: string } {
  const listed = actions.some(
    (a) => (a.action === 'make' ? a.order.role : a.action === 'remove' ? '' : a.record.role) === 'swatch',
  );
  const swatchColor = result?.swatchColor ?? previous?.swatchColor;
  return listed && swatchColor !== undefined ? { swatchColor } : {};
}

/** Placeholders that are asked for: made now, or before of the same master. */
function placeholderOf({ previous, placeholders = [], master }: AssetPlan, result: JobResult | undefined) {
  const before = previous?.sha256 === master?.sha256 ? previous?.placeholder : undefined;
  const all: Placeholder = { ...before, ...result?.placeholder };
  const placeholder = Object.fromEntries(
    PLACEHOLDER_KINDS.filter((kind) => placeholders.includes(kind) && all[kind] !== undefined).map((kind) => [
      kind,
      all[kind],
    ]),
  );
  return Object.keys(placeholder).length === 0 ? {} : { placeholder };
}

/** The subjects that detectors saw now, or before, where the manifest shall tell. */
function seenOf({ smartTags }: AssetPlan, { result, analysis }: JobEnd): Pick<AssetRecord, 'smartTags'> {
  return smartTags === true ? { smartTags: smartTagsOf(result?.analysis ?? analysis ?? {}) } : {};
}

/** The fields of a record that come from the master's pixels: colour, placeholders and smart tags. */
export function findingsOf(
  plan: AssetPlan,
  end: JobEnd,
): Pick<AssetRecord, 'swatchColor' | 'placeholder' | 'smartTags'> {
  return { ...swatch(plan, end.result), ...placeholderOf(plan, end.result), ...seenOf(plan, end) };
}

/** The damage that was seen in the master now, or before by a job that read more of it. */
function damageOf({ previous, master }: AssetPlan, result: JobResult | undefined): string | undefined {
  return result?.damage ?? (previous?.sha256 === master?.sha256 ? previous?.damage : undefined);
}

/** The warnings about an asset, each once. */
export function warningsOf(plan: AssetPlan, result: JobResult | undefined): Pick<AssetRecord, 'warnings' | 'damage'> {
  const damage = damageOf(plan, result);
  const told = result ? [...plan.warnings, ...result.warnings] : (plan.previous?.warnings ?? plan.warnings);
  return {
    warnings: [...new Set([...told, ...(damage === undefined ? [] : [masterDamage(damage)])])],
    ...present({ damage }),
  };
}
