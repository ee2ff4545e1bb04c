import { present } from '../../base/present.ts';
import { plural } from '../../base/text.ts';
import { unpackFiles } from '../../model/asset-glance.ts';
import { OVERRIDES_SUFFIX } from '../../model/overrides.ts';
import type { Emit, Event } from '../../model/run/event.ts';
import { type AssetPlan, NO_TOTALS, type PlanTotals } from '../../model/plan.ts';
import type { PlannedAsset } from './candidate.ts';
import type { CandidateWithRecord, Planner } from './planner.ts';
import type { IgnoredFile, Survey, Surveyed } from './survey.ts';
import { estimatePlan, type PlanEstimate } from '../../plan/estimate/plan-estimate.ts';
import { addPlan } from '../../plan/plan-totals.ts';

/** The plan of one asset, and what it can be computed from again. */
export interface Planned {
  readonly plan: AssetPlan;
  readonly todo: PlannedAsset;
  /** Estimate of the work; absent = nothing is to be made. */
  readonly estimate?: PlanEstimate;
}

/** Numbers of assets that need not be planned, and of their renditions. */
interface Settled {
  readonly assets: number;
  readonly kept: number;
}

/** The plans of a survey, computed lazily. */
export interface SurveyPlans {
  /** Every asset judged, in UTF-8 order. May be asked for again. */
  plans(): AsyncIterable<Planned>;
  /** Sums of what `plans` has told so far, and of assets that it passed over. */
  totals(): PlanTotals;
  /** Assets passed over so far, which are as they were left, and their renditions. */
  settled(): Settled;
}

interface PlannedChunk {
  readonly plans: readonly Planned[];
  /** Assets looked at, whether anything is planned for them or not. */
  readonly assets: number;
  readonly ignored: readonly IgnoredFile[];
  readonly settled: Settled;
}

/** The library that is surveyed. */
interface SurveyedLibrary {
  readonly library: string;
  /** True: assets were asked for by what they are, or by a share. */
  readonly narrowed: boolean;
}

/** Plans a survey chunk by chunk, and emits the survey's own events. `surveyed`: what the "nothing there" message names. */
export function planSurvey(survey: Survey, planner: Planner, surveyed: SurveyedLibrary, emit: Emit): SurveyPlans {
  let totals = NO_TOTALS;
  let settled: Settled = { assets: 0, kept: 0 };
  return {
    totals: () => ({ ...totals, assets: totals.assets + settled.assets, keep: totals.keep + settled.kept }),
    settled: () => settled,
    async *plans() {
      totals = NO_TOTALS;
      settled = { assets: 0, kept: 0 };
      let found = 0;
      for await (const { plans, assets, ignored, ...passed } of planChunks(survey.assets(), planner)) {
        totals = plans.reduce((sum, { plan, estimate }) => addPlan(sum, plan, estimate), {
          ...totals,
          ignored: totals.ignored + ignored.length,
        });
        settled = { assets: settled.assets + passed.settled.assets, kept: settled.kept + passed.settled.kept };
        for (const file of ignored) emitIgnored(file, emit);
        found += assets;
        for (const one of plans)
          for (const message of ignoredSidecars(one)) emit(ignoredNotice(one.plan.path, message));
        yield* plans;
      }
      if (found === 0) emit(nothingUsable(surveyed, totals.ignored));
    },
  };
}

/** Plans in the order of the survey. What it tells at a time is planned together: one trip for the sizes of their files. */
async function* planChunks(
  surveyed: AsyncIterable<readonly Surveyed[]>,
  planner: Planner,
): AsyncIterable<PlannedChunk> {
  for await (const chunk of surveyed) yield await planChunk(chunk, planner);
}

async function planChunk(chunk: readonly Surveyed[], planner: Planner): Promise<PlannedChunk> {
  const known = chunk.flatMap(({ candidate, previous }): CandidateWithRecord[] =>
    candidate ? [{ candidate, previous }] : [],
  );
  const there = (await planner.plan(known)).map(({ plan, known: { candidate } }) => ({ plan, todo: { candidate } }));
  const gone = chunk.flatMap(({ gone: left, previous }) =>
    left && previous ? planner.planGone(left, previous).map((plan) => ({ plan, todo: { gone: left } })) : [],
  );
  const plans = [...there, ...gone].map((one) => ({ ...one, ...present({ estimate: estimatePlan(one.plan) }) }));
  const ignored = chunk.flatMap((one) => one.ignored ?? []);
  const left = chunk.flatMap((one) => one.settled ?? []);
  const kept = left.reduce((sum, { files }) => sum + unpackFiles(files).length, 0);
  return { plans, assets: chunk.length - ignored.length, ignored, settled: { assets: left.length, kept } };
}

/** Sidecar warnings of assets with nothing to make; of the others the job tells them. */
function ignoredSidecars({ plan, todo }: Planned): readonly string[] {
  const silent = 'candidate' in todo && todo.candidate.overrides !== undefined;
  return silent && !plan.actions.some(({ action }) => action === 'make') ? plan.warnings : [];
}

function ignoredNotice(asset: string, message: string): Event {
  const hint = `Mend ${asset.slice(asset.lastIndexOf('/') + 1)}${OVERRIDES_SUFFIX}.`;
  return { type: 'notice', level: 'warning', message, hint, asset };
}

function emitIgnored({ path, seeming, isSound }: IgnoredFile, emit: Emit): void {
  emit({ type: 'file-ignored', path, seeming });
  if (!isSound) return;
  const message = `expected a clip with pictures in ${path}, got sound alone: ignored`;
  const hint = 'Put it beside its clip as a sidecar (clip.audio-de.m4a), or out of the library.';
  emit({ type: 'notice', level: 'warning', message, hint, asset: path });
}

/** A library without a picture or clip is no failure, but hardly what was meant. */
function nothingUsable({ library, narrowed }: SurveyedLibrary, ignored: number): Event {
  if (narrowed) {
    const message = `expected pictures or clips in ${library} that are what was asked for, got none`;
    const hint = 'Check the tags, keywords, rating, collection or share: dmx list prints what there is.';
    return { type: 'notice', level: 'warning', message, hint };
  }
  const but = ignored === 0 ? '' : `, only ${plural(ignored, 'other file')}`;
  return {
    type: 'notice',
    level: 'warning',
    message: `expected pictures or clips in ${library}, got none${but}`,
    hint: 'Check the folder, its .dmxignore and the include and exclude globs.',
  };
}
