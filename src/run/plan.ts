import { Cancelled } from '../model/errors.ts';
import type { Planned } from './planning/plan-survey.ts';
import { prepare } from './planning/prepare.ts';
import type { Request, RunContext } from './request.ts';
import { openPool } from './work/open-pool.ts';
import { openReadOnly, placesOf } from './project/runtime.ts';
import { settingsOf } from './project/settings.ts';
import { SetForecast } from './publishing/set-forecast.ts';
import type { PlanTotals } from '../model/plan.ts';
import type { SetChange } from '../model/sets.ts';

/** The plan of an asset, and the estimate of what is to be made. */
export type PlannedView = Pick<Planned, 'plan' | 'estimate'>;

/** The work of a run, decided by the same code and stopped before anything is written. */
export interface PlanView {
  readonly library: string;
  readonly output: string;
  /** Workers that a run would have at most. */
  readonly workers: number;
  /** Every asset judged, in UTF-8 order; to be taken once. Its end closes the plan. */
  assets(): AsyncIterable<PlannedView>;
  /** Totals of the assets that were yielded so far. */
  totals(): PlanTotals;
  /** Changes of sets that follow from the assets that were yielded so far. */
  sets(): readonly SetChange[];
  /** For who does not take the assets to their end; who is reading gets Cancelled. */
  close(): Promise<void>;
}

/** Plans without a lock and without writing. Throws what a run would throw before it starts. */
export async function planRun(request: Request, { emit, signal }: RunContext): Promise<PlanView> {
  const runtime = await openReadOnly(request);
  const settings = settingsOf(request, runtime.project);
  const { pool, workers: width } = openPool(settings, placesOf(runtime.project));
  const release = async (): Promise<void> => {
    await pool.close();
    await runtime.catalog.close();
  };
  try {
    const prepared = await prepare({ request, runtime, settings, pool, width, emit, signal });
    const forecast = await SetForecast.open(runtime.project, runtime.catalog);
    const { library, output } = runtime.project;
    const plans = noted(prepared.plans(), forecast);
    const told = { totals: () => prepared.totals(), sets: () => forecast.changes() };
    return { library, output, workers: width, ...readable(plans, release), ...told };
  } catch (error) {
    await release();
    throw error;
  }
}

async function* noted(plans: AsyncIterable<PlannedView>, forecast: SetForecast): AsyncIterable<PlannedView> {
  for await (const planned of plans) {
    forecast.note(planned.plan);
    yield planned;
  }
}

/**
 * Plans to be read once. Closing waits for the read in hand, which needs what is released; that one ends with
 * Cancelled.
 */
function readable(
  planned: AsyncIterable<PlannedView>,
  release: () => Promise<void>,
): Pick<PlanView, 'assets' | 'close'> {
  const plans = planned[Symbol.asyncIterator]();
  let inHand: Promise<unknown> = Promise.resolve();
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closed ??= Promise.allSettled([inHand]).then(async () => {
      await plans.return?.();
      await release();
    }));
  const next = async (): Promise<IteratorResult<PlannedView>> => {
    const read = closed === undefined ? plans.next() : Promise.reject<never>(new Cancelled());
    inHand = read;
    const result = await read;
    if (closed !== undefined) throw new Cancelled();
    return result;
  };
  return {
    close,
    async *assets() {
      try {
        for (let one = await next(); one.done !== true; one = await next()) yield one.value;
      } finally {
        await close();
      }
    },
  };
}
