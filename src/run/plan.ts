import type { AssetPlan } from '../model/plan.ts';
import { prepare } from './planning/prepare.ts';
import type { Request, RunContext } from './request.ts';
import { openPool } from './work/open-pool.ts';
import { openReadOnly, placesOf } from './project/runtime.ts';
import { settingsOf } from './project/settings.ts';
import type { PlanTotals } from '../model/plan.ts';

/** What a run would do, decided by the same code and stopped before anything is written. */
export interface PlanView {
  readonly library: string;
  readonly output: string;
  /** Every asset judged, in UTF-8 order; to be taken once. Its end closes the plan. */
  assets(): AsyncIterable<AssetPlan>;
  /** Sums of what `assets` has told so far. */
  totals(): PlanTotals;
  /** For who does not take the assets to their end. */
  close(): Promise<void>;
}

/** Plans without a lock and without writing. Throws what a run would throw before it starts. */
export async function planRun(request: Request, { emit, signal }: RunContext): Promise<PlanView> {
  const runtime = await openReadOnly(request);
  const settings = settingsOf(request, runtime.project);
  const { pool, workers: width } = openPool(settings, placesOf(runtime.project));
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= pool.close().then(() => runtime.catalog.close()));
  try {
    const prepared = await prepare({ request, runtime, settings, pool, width, emit, signal });
    const { library, output } = runtime.project;
    const assets = (): AsyncIterable<AssetPlan> => closing(prepared.plans(), close);
    return { library, output, assets, totals: () => prepared.totals(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function* closing(
  planned: AsyncIterable<{ readonly plan: AssetPlan }>,
  close: () => Promise<void>,
): AsyncIterable<AssetPlan> {
  try {
    for await (const { plan } of planned) yield plan;
  } finally {
    await close();
  }
}
