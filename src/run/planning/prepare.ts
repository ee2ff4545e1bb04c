import type { Installation } from '../../model/installation.ts';
import type { Workers } from '../../schedule/workers.ts';
import { plural } from '../../base/text.ts';
import type { Emit, Event } from '../../model/event.ts';
import { DmxError, type Problem } from '../../model/errors.ts';
import { OVERRIDES_SUFFIX } from '../../model/overrides.ts';
import { shardOf } from '../../plan/shard.ts';
import { checkSelection } from './check-selection.ts';
import { ReferenceFinder } from './find-references.ts';
import { Planner, type CandidateWithRecord } from './planner.ts';
import type { PlannedAsset } from './candidate.ts';
import type { Request } from '../request.ts';
import type { Runtime } from '../project/runtime.ts';
import { isCaseBlind } from '../project/runtime.ts';
import { exclusionsOf, ownerless, scan } from './scan.ts';
import type { Settings } from '../project/settings.ts';
import { Survey, type Surveyed } from './survey.ts';
import { type AssetPlan, NO_TOTALS, type PlanTotals } from '../../model/plan.ts';
import { addPlan } from '../work/tally.ts';

/** What reading a header and a digest may cost: seconds for a slow disk, bytes for libvips' own buffers. */
const EXAMINE = { timeoutSeconds: 600, memoryBytes: 256 * 2 ** 20 } as const;

// Candidates planned together: one trip for the sizes of their files.
const CHUNK = 500;

/** The plan of one asset, and what it can be computed from again. */
export interface Planned {
  readonly plan: AssetPlan;
  readonly todo: PlannedAsset;
}

/** What is decided before anything is written. */
export interface Prepared {
  readonly planner: Planner;
  /** Every asset judged, in UTF-8 order. May be asked for again. */
  plans(): AsyncIterable<Planned>;
  /** Sums of what `plans` has told so far. */
  totals(): PlanTotals;
}

interface PlannedChunk {
  readonly plans: readonly Planned[];
  /** Assets looked at, whether anything is planned for them or not. */
  readonly assets: number;
  readonly ignored: number;
}

export interface PrepareOptions {
  readonly request: Request;
  readonly runtime: Runtime;
  readonly settings: Settings;
  readonly pool: Workers;
  readonly width: number;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

/** The engine texts of today; unknown where nothing answers, which the first job will tell in full. */
async function encoderVersionsOf(
  installation: Promise<Installation>,
): Promise<Installation['encoderVersions'] | undefined> {
  try {
    return (await installation).encoderVersions;
  } catch (error) {
    if (error instanceof DmxError) return undefined;
    throw error;
  }
}

/** Scans the library, compares it with the catalog and plans. Throws UsageError LIBRARY_SHRUNK. */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const { request, runtime, settings, pool, width, emit, signal } = options;
  const { project, catalog, storage } = runtime;
  for (const warning of project.warnings) emit(settingNotice(warning));
  const excluded = exclusionsOf(project.config, settings);
  const encoderVersions = encoderVersionsOf(pool.installation());
  const scanned = await scan(project, excluded, emit, signal);
  const { files, overrides } = scanned;
  for (const path of ownerless(scanned, project.selections, excluded)) emit(ownerlessNotice(path));
  const survey = new Survey(files, {
    ...{ project, catalog, excluded, width, emit, signal, overrides },
    examine: ({ file }) => pool.examine(`${project.library}/${file}`, EXAMINE),
    retryFailed: request.select?.failed === true,
    keepOnMove: settings.onMove === 'keep',
    settleMoves: request.intent?.settleMoves === true,
    video: settings.video,
    owns: ownsBy(request.shard),
    sharded: request.shard !== undefined,
    selections: project.selections,
    narrowed: settings.include.length + settings.exclude.length > 0,
  });
  const caseBlind = isCaseBlind(project.output);
  const { select } = request;
  const programVersions = (): ReturnType<typeof encoderVersionsOf> => encoderVersionsOf(pool.programs());
  const references = new ReferenceFinder({
    library: project.library,
    maxPixels: project.config.maxpixels,
    examine: (file) => pool.examine(file, EXAMINE),
    recall: (path) => catalog.asset(path),
  });
  const asked = { project, settings, select, storage, references };
  const planner = new Planner({ ...asked, encoderVersions: await encoderVersions, programVersions, caseBlind });
  if (select !== undefined) await checkSelection(select, { profiles: project.profiles, planner, catalog });
  await survey.prepare(settings.allowGone);
  await planner.reserve(survey.others());
  // Where nothing had to be read there is hardly anything to make: the worker that told the encoderVersions need not be held.
  if (!survey.hasRead) await pool.trim(0);
  let totals = NO_TOTALS;
  return {
    planner,
    totals: () => totals,
    async *plans() {
      totals = NO_TOTALS;
      let found = 0;
      for await (const { plans, assets, ignored } of planned(survey.assets(), planner)) {
        totals = plans.reduce((sum, { plan }) => addPlan(sum, plan), { ...totals, ignored: totals.ignored + ignored });
        found += assets;
        for (const one of plans) for (const message of ignoredSidecars(one)) emit(notHeard(one.plan.path, message));
        yield* plans;
      }
      if (found === 0) emit(nothingUsable(project, totals.ignored));
    },
  };
}

function ownsBy(shard: Request['shard']): (path: string) => boolean {
  return shard === undefined ? () => true : (path) => shardOf(path, shard.of) === shard.index;
}

/** What a sidecar says in vain, where no job is going to tell it. */
function ignoredSidecars({ plan, todo }: Planned): readonly string[] {
  const silent = 'candidate' in todo && todo.candidate.overrides !== undefined;
  return silent && !plan.actions.some(({ action }) => action === 'make') ? plan.warnings : [];
}

function notHeard(asset: string, message: string): Event {
  return { type: 'notice', level: 'warning', message, hint: 'Mend the sidecar: dmx crop shows what it says.', asset };
}

/** What works in files that people wrote, but not as they may believe. */
function settingNotice({ message, hint, file, line, column }: Problem): Event {
  return { type: 'notice', level: 'warning', message, hint, place: { file, line, column } };
}

function ownerlessNotice(asset: string): Event {
  const message = 'expected a master for the sidecar of this name, got none';
  const hint = `A sidecar is called as its master with ${OVERRIDES_SUFFIX} behind it: rename or remove it.`;
  return { type: 'notice', level: 'warning', message, hint, asset };
}

/** What is told of a library without a picture or clip: no failure, but hardly what was meant. */
function nothingUsable({ library }: Runtime['project'], ignored: number): Event {
  const but = ignored === 0 ? '' : `, only ${plural(ignored, 'other file')}`;
  return {
    type: 'notice',
    level: 'warning',
    message: `expected pictures or clips in ${library}, got none${but}`,
    hint: 'Check the folder, its .dmxignore and the include and exclude globs.',
  };
}

/** Plans what a survey tells, chunk by chunk, in its order. */
async function* planned(surveyed: AsyncIterable<Surveyed>, planner: Planner): AsyncIterable<PlannedChunk> {
  let chunk: Surveyed[] = [];
  for await (const one of surveyed) {
    chunk.push(one);
    if (chunk.length < CHUNK) continue;
    yield await planChunk(chunk, planner);
    chunk = [];
  }
  yield await planChunk(chunk, planner);
}

async function planChunk(chunk: readonly Surveyed[], planner: Planner): Promise<PlannedChunk> {
  const known = chunk.flatMap(({ candidate, previous }): CandidateWithRecord[] =>
    candidate ? [{ candidate, previous }] : [],
  );
  const there = (await planner.plan(known)).map(({ plan, known: { candidate } }) => ({ plan, todo: { candidate } }));
  const gone = chunk.flatMap(({ gone: left, previous }) =>
    left && previous ? planner.planGone(left, previous).map((plan) => ({ plan, todo: { gone: left } })) : [],
  );
  const plans = [...there, ...gone];
  const ignored = chunk.filter((one) => one.ignored === true).length;
  return { plans, assets: chunk.length - ignored, ignored };
}
