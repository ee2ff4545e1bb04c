import { encodedPath } from '../base/encoded-path.ts';
import { present } from '../base/present.ts';
import { chunksOf } from '../base/chunks.ts';
import { basename, join } from 'node:path';
import type { Analysis, Finding } from '../model/analysis.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import { UsageError } from '../model/errors.ts';
import { damageOf } from '../model/manifest/manifest.ts';
import { isUnsure, type RenditionRecord, type SmartCropRecord } from '../model/rendition.ts';
import type {
  PrintReport,
  ReportAsset,
  ReportCrop,
  ReportFile,
  ReportHead,
  ReportSubject,
} from '../model/run/report-page.ts';
import { withTemporary } from '../system/scratch.ts';
import { storageError } from '../system/storage-error.ts';
import { textOf, writeText } from '../system/writing/write-text.ts';
import { atWorkHint, runAtWork } from './history/history.ts';
import { lastRuns } from './reporting/last-runs.ts';
import { type Layered, layeredOf } from './reporting/layered.ts';
import {
  isShown,
  makePreviews,
  type PreviewContext,
  type PreviewWish,
  renditionPreview,
  wishesOf,
} from './reporting/previews.ts';
import { Renderer } from './rendering/renderer.ts';
import type { Request, RunContext } from './request.ts';
import type { ReadRuntime, Runtime } from './project/runtime.ts';
import { settingsOf } from './project/settings.ts';
import { type Wanted, wantedOf, wantedRecords } from './project/wanted.ts';
import { dmxVersion } from '../system/package-files.ts';

/** The page that was written. */
export interface ReportView {
  /** Absolute. */
  readonly file: string;
  readonly assets: number;
  readonly bytes: number;
}

/** Below the output, so that its links to renditions hold wherever that is taken. */
const FILE = 'report.html';

// Assets per batch of previews: enough to keep all workers busy without holding too many in memory.
const CHUNK = 50;

/** Findings shown of each detector: the surest, without what hardly anybody would see. */
const SHOWN_SUBJECTS = 8;
const LEAST_SCORE = 0.2;

async function noOutput({ project: { output }, history }: ReadRuntime): Promise<UsageError> {
  const atWork = await runAtWork(history);
  const hint = atWork === undefined ? 'Run dmx ingest first, or name another `output`.' : atWorkHint(atWork);
  const message = `expected an output with assets in ${output}, got none`;
  return new UsageError('OUTPUT_EMPTY', message, { place: output, hint });
}

function subjectsOf(analysis: Analysis = {}): readonly ReportSubject[] {
  const shown = ({ subjects }: Finding): Finding['subjects'] =>
    subjects.filter(({ score }) => score >= LEAST_SCORE).slice(0, SHOWN_SUBJECTS);
  return Object.entries(analysis).flatMap(([by, finding]) =>
    shown(finding).map(({ box, label }) => ({ box, label, by })),
  );
}

function fileOf({ name, path, mime, width, height, bytes, quality, score, alternate }: RenditionRecord): ReportFile {
  const facts = { name, link: encodedPath(path), mime, shown: isShown(mime), width, height, bytes };
  return present<ReportFile>({ ...facts, of: alternate?.of, quality, score });
}

/** The link to a file that browsers play: an encoding, of a clip or of a picture that moves, else the smallest quality of a set, which has no sound. */
function playOf({ kind, renditions }: AssetRecord): string | null {
  const encoding = renditions.find(({ role, mime }) => role === 'encoding' && mime.startsWith('video/'));
  if (kind !== 'video') return encoding === undefined ? null : encodedPath(encoding.path);
  const set = renditions.find(({ packaged }) => packaged !== undefined);
  const file = set?.packaged?.files.find(({ path }) => path.endsWith('.mp4'));
  if (encoding !== undefined) return encodedPath(encoding.path);
  return set === undefined || file === undefined ? null : encodedPath(`${set.path}/${file.path}`);
}

function cropOf(crop: SmartCropRecord, record: AssetRecord, pictures: ReadonlyMap<string, string>): ReportCrop {
  const made = record.renditions.find(({ role, name }) => role === 'crop' && name === crop.name);
  const picture = pictures.get(`${record.path}\n${crop.name}`) ?? null;
  return { ...crop, unsure: isUnsure(crop), file: made ? fileOf(made) : null, picture };
}

/** An asset with the data that the page needs besides its record. */
interface Described {
  readonly record: AssetRecord;
  readonly layered: readonly Layered[];
}

function describe(
  { record, layered }: Described,
  analysis: Analysis | undefined,
  pictures: ReadonlyMap<string, string>,
  seconds: ReadonlyMap<string, number>,
): ReportAsset {
  const { path, kind, state, facts, stat, smartCrops, renditions, errors } = record;
  return {
    ...{ path, kind, state, width: facts?.width ?? 0, height: facts?.height ?? 0, bytes: stat.bytes },
    picture: pictures.get(`${path}\n`) ?? null,
    play: playOf(record),
    seconds: seconds.get(path) ?? null,
    crops: smartCrops.map((crop) => cropOf(crop, record, pictures)),
    subjects: subjectsOf(analysis),
    layered: layered.map(({ rendition, layers }) => ({
      file: fileOf(rendition),
      picture: pictures.get(`${path}\n${rendition.name}`) ?? null,
      layers,
    })),
    files: renditions.filter(({ role }) => role !== 'crop').map(fileOf),
    errors: errors.map(({ code, rendition, message, hint }) => ({ code, rendition, message, hint })),
    damage: damageOf(record) ?? null,
  };
}

async function allWishes(
  record: AssetRecord,
  layered: readonly Layered[],
  means: PreviewContext,
): Promise<readonly PreviewWish[]> {
  const own = await wishesOf(record, means);
  const more = layered.map(({ rendition }) => renditionPreview(record, rendition));
  return [...own, ...more.filter(({ key }) => own.every((wish) => wish.key !== key))];
}

async function* describeAll(
  { project: { selections }, catalog }: Runtime,
  wanted: Wanted | undefined,
  means: PreviewContext,
  seconds: ReadonlyMap<string, number>,
): AsyncGenerator<readonly ReportAsset[]> {
  for await (const records of chunksOf(wantedRecords(catalog, selections[0] ?? '', wanted), CHUNK)) {
    means.signal.throwIfAborted();
    const described = await Promise.all(
      records.map(async (record) => ({ record, layered: await layeredOf(record, catalog) })),
    );
    const wishes = await Promise.all(described.map(({ record, layered }) => allWishes(record, layered, means)));
    const pictures = await makePreviews(wishes.flat(), means);
    const analyses = await catalog.analyses(records.map(({ sha256 }) => sha256));
    yield described.map((one) => describe(one, analyses.get(one.record.sha256), pictures, seconds));
  }
}

async function headOf(runtime: ReadRuntime, wanted: Wanted | undefined, run: ReportHead['run']): Promise<ReportHead> {
  const { project, catalog } = runtime;
  const counted = await catalog.summary(project.selections[0] ?? '', wanted);
  const { states, masterBytes, renditions, renditionBytes } = counted;
  const assets = states.ready + states.partial + states.failed + states.unsupported;
  if (assets === 0) throw await noOutput(runtime);
  const library = [basename(project.library), project.selections[0] ?? ''].filter((part) => part !== '').join('/');
  const failed = states.partial + states.failed;
  return { library, generator: `dmx ${dmxVersion()}`, assets, masterBytes, renditions, renditionBytes, failed, run };
}

/**
 * Writes one page about what the catalog knows of a folder: masters with their crops and subjects drawn on them, sizes,
 * savings, times, failures. It needs nothing but itself. No lock is taken and nothing else written. Throws UsageError, StorageError.
 */
export async function report(request: Request, print: PrintReport, { signal }: RunContext): Promise<ReportView> {
  const renderer = await Renderer.open(request);
  try {
    const runtime = await renderer.runtime();
    const { project, storage } = runtime;
    const wanted = wantedOf(settingsOf(request, project), project.config);
    const { seconds, ...run } = await lastRuns(runtime.history);
    const head = await headOf(runtime, wanted, run);
    await withTemporary('dmx-report', async (scratch) => {
      const means: PreviewContext = { renderer, runtime, signal, server: project.config.server };
      // Making it takes minutes; a run that begins meanwhile sweeps what lies half-written in the output.
      const page = join(scratch, FILE);
      await writeText(page, print(head, describeAll(runtime, wanted, means, seconds))).catch((error: unknown) => {
        throw storageError(error, scratch, page);
      });
      await storage.writeText(FILE, textOf(page));
    });
    const [bytes = 0] = await storage.sizes([FILE]);
    return { file: storage.nameOf(FILE), assets: head.assets, bytes };
  } finally {
    await renderer.close();
  }
}
