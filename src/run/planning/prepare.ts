import { isEmpty } from '../../base/is-empty.ts';
import type { Emit, Event } from '../../model/run/event.ts';
import { errorFrom, isOfAll, type Problem } from '../../model/errors.ts';
import type { Examination } from '../../model/jobs/job.ts';
import { adviseOnGlob, findIdle } from '../../profiles/unmatched.ts';
import { limitExamination } from '../../plan/estimate/admit.ts';
import { limitsOf } from '../../plan/limits.ts';
import { shardOf } from '../../plan/shard.ts';
import type { Workers } from '../../schedule/workers.ts';
import { isCaseBlind, type Runtime } from '../project/runtime.ts';
import type { Settings } from '../project/settings.ts';
import { wantedOf } from '../project/wanted.ts';
import type { Request } from '../request.ts';
import { checkSelection } from './check-selection.ts';
import { answeredBy, engineTextsOf } from './engine-texts.ts';
import { ReferenceFinder } from './find-references.ts';
import { planSurvey, type SurveyPlans } from './plan-survey.ts';
import { approvalOf, approvedBy } from './approval.ts';
import { type EncoderVersions, Planner } from './planner.ts';
import { type Exclusion, exclusionsOf, scan, type Scanned } from './scan.ts';
import { survey, type Survey, type SurveyOptions } from './survey.ts';
import { isBelow } from './unselected-assets.ts';

/** The most memory of reading a header and a digest: libvips' own buffers, and key frames of clips one by one. */
export const EXAMINE_BYTES = 256 * 2 ** 20;

/** Everything that is decided before anything is written. */
export interface Prepared extends SurveyPlans {
  readonly planner: Planner;
  /** The rules of this run, by which assets may be approved of; undefined = it is no run that does so. */
  readonly approval: string | undefined;
  /** Asset paths of folders that could not be read. */
  readonly unread: readonly string[];
}

export interface PrepareOptions {
  readonly request: Request;
  readonly runtime: Runtime;
  readonly settings: Settings;
  readonly pool: Workers;
  readonly width: number;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** True where only assets of which something is to be done need a plan; else each gets one. */
  readonly passesOver?: boolean;
}

/** Scans the library, compares it with the catalog and plans. Throws UsageError LIBRARY_SHRUNK. */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const { request, runtime, settings, pool, emit, signal, passesOver = false } = options;
  const { project, catalog } = runtime;
  for (const warning of project.warnings) emit(settingNotice(warning));
  const { select } = request;
  // Before anything is walked.
  if (select !== undefined)
    await checkSelection(select, { ...project, planner: openPlanner(options, () => false), catalog });
  // Where a worker has to tell them, it starts while the library is walked.
  const encoderVersions = engineTextsOf(catalog, pool);
  const excluded = exclusionsOf(project.config, settings);
  const scanned = await scan(runtime, excluded, emit, signal);
  for (const unmatched of unmatchedNotices(scanned, options)) emit(unmatched);
  const planner = openPlanner(options, (path) => scanned.files.has(path), await encoderVersions);
  const approval = passesOver ? approvalOf({ request, settings, project, planner }) : undefined;
  const approved =
    approval === undefined ? undefined : approvedBy(approval, settings.trustCatalog ? undefined : runtime.storage);
  const surveyed = await surveyScanned(scanned, excluded, { ...options, approved });
  await planner.reserve(surveyed.others());
  const narrowed = request.shard !== undefined || wantedOf(settings, project.config) !== undefined;
  // Where nothing had to be read there is hardly anything to make: release the worker that told the encoder versions.
  if (!surveyed.hasRead) await pool.trim(0);
  const plans = planSurvey(surveyed, planner, { library: project.library, narrowed }, emit);
  return { planner, approval, unread: scanned.unread, ...plans };
}

function openPlanner(
  { request, runtime, settings, pool }: PrepareOptions,
  isAsset: (path: string) => boolean,
  encoderVersions?: EncoderVersions,
): Planner {
  const { project, library, catalog, storage } = runtime;
  const references = new ReferenceFinder({
    library,
    limits: limitsOf(project.config),
    examine: (file, { bytes }) => examineFile({ file, bytes }, pool, settings),
    recall: (path) => catalog.asset(path),
  });
  return new Planner({
    ...{ project, settings, storage, references, encoderVersions },
    select: request.select,
    programVersions: () => answeredBy(pool.programs()),
    caseBlind: isCaseBlind(project.output),
    isAsset,
  });
}

/**
 * Reads a file of the library within a time limit: the configured one, or what its size needs, whichever is longer.
 * Throws what every other file would meet too (EngineError).
 */
async function examineFile(
  { file, bytes }: { readonly file: string; readonly bytes: number },
  pool: Workers,
  { timeoutSeconds = 0 }: Settings,
): Promise<Examination> {
  const limits = { timeoutSeconds: Math.max(timeoutSeconds, limitExamination(bytes)), memoryBytes: EXAMINE_BYTES };
  const examination = await pool.examine({ from: 'library', path: file }, limits);
  if (examination.error && isOfAll(examination.error)) throw errorFrom(examination.error);
  return examination;
}

function surveyScanned(
  { files, overrides, unread }: Scanned,
  excluded: (path: string) => Exclusion,
  { request, runtime, settings, pool, width, emit, signal, approved }: PrepareOptions & Pick<SurveyOptions, 'approved'>,
): Promise<Survey> {
  const { project, library, sidecars, catalog } = runtime;
  const { selections } = project;
  const isUnread = (path: string): boolean => unread.some((folder) => isBelow(folder, path));
  return survey(files, {
    ...{ library, sidecars, selections, catalog, overrides, width, emit, signal, approved, isUnread },
    excluded: (path) => (isUnread(path) ? 'narrowed' : excluded(path)),
    examine: ({ file, stat: { bytes } }) => examineFile({ file, bytes }, pool, settings),
    config: project.config,
    retryFailed: request.select?.failed === true,
    keepOnMove: settings.onMove === 'keep',
    settleMoves: request.intent?.settleMoves === true,
    video: settings.video,
    owns: ownsBy(request.shard),
    sharded: request.shard !== undefined,
    narrowed: settings.include.length + settings.exclude.length + unread.length > 0,
    allowGone: settings.allowGone,
    wanted: wantedOf(settings, project.config),
  });
}

function ownsBy(shard: Request['shard']): (path: string) => boolean {
  return shard === undefined ? () => true : (path) => shardOf(path, shard.of) === shard.index;
}

/** Warnings of globs that match nothing: those of dmx.yaml as far as the run looks, and its own. */
function unmatchedNotices({ seen }: Scanned, { request, runtime }: PrepareOptions): readonly Event[] {
  const { selections, unmatched } = runtime.project;
  const ofFile = unmatched(seen, selections);
  if (isEmpty(seen)) return ofFile.map(settingNotice);
  // Globs of a file (`excludeFrom`) are meant for many libraries.
  const own = (['include', 'exclude'] as const).flatMap((option) =>
    findIdle(request[option] ?? [], seen).map((glob) => idleGlobNotice(option, glob, seen)),
  );
  return [...ofFile.map(settingNotice), ...own];
}

function idleGlobNotice(option: string, glob: string, seen: Iterable<string>): Event {
  const message = `expected a glob that matches something for \`${option}\`, got ${glob}, which matches nothing`;
  return { type: 'notice', level: 'warning', message, hint: adviseOnGlob(glob, seen) };
}

/** A setting of a file that works otherwise than its author may believe. */
function settingNotice({ message, hint, file, line, column }: Problem): Event {
  return { type: 'notice', level: 'warning', message, hint, place: { file, line, column } };
}
