import { printBytes } from '../base/bytes.ts';
import { printable, type Paint } from '../base/paint.ts';
import { plural } from '../base/text.ts';
import { masterFormat } from '../model/formats/master-formats.ts';
import type { AssetPlan } from '../model/plan.ts';
import { nameOf, reasonOf } from '../model/run/plan-line.ts';
import type { PlanEstimate } from '../plan/estimate/plan-estimate.ts';
import { printAssetPlan } from './print-plan.ts';

/** Assets named of each group; the rest is counted. */
const NAMED = 3;

/** Groups that are kept. In a library whose assets all differ, the later ones are printed one by one. */
const MOST_GROUPS = 100;

/** Assets of one format and profile with which the very same is to be done. */
interface Group {
  /** Lines about the first of them. */
  readonly lines: readonly string[];
  readonly label: string;
  readonly profile: string | null;
  readonly renditions: number;
  readonly first: string[];
  count: number;
  masterBytes: number;
  outputBytes: number;
}

const labelOf = ({ master }: AssetPlan): string => masterFormat(master?.mime ?? '')?.label ?? '';

/** Tells whether an asset can be one of many: nothing about it is its own. */
function isUsual({ errors, warnings, gone, movedFrom, master }: AssetPlan): boolean {
  return master !== undefined && errors.length + warnings.length === 0 && gone === undefined && movedFrom === undefined;
}

function keyOf(plan: AssetPlan): string {
  const actions = plan.actions.map((action) => [action.action, reasonOf(action), nameOf(action)]);
  return JSON.stringify([labelOf(plan), plan.profile, actions]);
}

/** Gathers the plans of like assets, so that a library of thousands can be told on a screen. */
export class PlanGroups {
  readonly #groups = new Map<string, Group>();
  readonly #paint: Paint;
  #more = 0;

  constructor(paint: Paint) {
    this.#paint = paint;
  }

  /** Assets that could not be gathered or named. */
  get more(): number {
    return this.#more;
  }

  /** Takes the plan of an asset with something to do; false = it is to be told by itself. */
  take(plan: AssetPlan, estimate: PlanEstimate | undefined): boolean {
    if (!isUsual(plan)) return false;
    const key = keyOf(plan);
    const group = this.#groups.get(key) ?? this.#begin(key, plan);
    if (group === undefined) this.#more++;
    else {
      group.count++;
      group.masterBytes += estimate?.masterBytes ?? 0;
      group.outputBytes += estimate?.outputBytes ?? 0;
      if (group.first.length < NAMED) group.first.push(plan.path);
    }
    return true;
  }

  lines(): readonly string[] {
    return [...this.#groups.values()].flatMap((group) => (group.count === 1 ? group.lines : this.#print(group)));
  }

  #begin(key: string, plan: AssetPlan): Group | undefined {
    const lines = printAssetPlan(plan, { paint: this.#paint, verbose: false });
    if (this.#groups.size === MOST_GROUPS) return undefined;
    const renditions = plan.actions.filter(({ action }) => action === 'make').length;
    const about = { label: labelOf(plan), profile: plan.profile, renditions };
    const group = { ...about, lines, first: [], count: 0, masterBytes: 0, outputBytes: 0 };
    this.#groups.set(key, group);
    return group;
  }

  #print({ lines, label, profile, renditions, first, count, masterBytes, outputBytes }: Group): readonly string[] {
    const paint = this.#paint;
    const each = renditions > 0 ? ` of ${plural(renditions, 'rendition')} each` : '';
    const size = renditions > 0 ? `  ${printBytes(masterBytes)} in, about ${printBytes(outputBytes)} out` : '';
    const names = first.map(printable).join(', ');
    return [
      `${paint.bold(`${plural(count, `${label} asset`)}${each}`)}${paint.dim(`  ${profile ?? ''}${size}`)}`,
      ...lines.slice(1),
      `  ${paint.dim(count > first.length ? `${names}, …` : names)}`,
    ];
  }
}
