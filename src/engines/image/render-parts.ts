import path from 'node:path';
import type { JobResult, LocalJob } from '../../model/jobs/job.ts';
import { DmxError, RenditionError, SourceError } from '../../model/errors.ts';
import { factsOfPart, isWhole, type MasterPart, partOf } from '../../model/recipe/master-part.ts';
import { dropScratch, makeScratch } from '../../system/scratch.ts';
import { storageError } from '../../system/storage-error.ts';
import { decoderOf } from '../formats/index.ts';
import { checkPixels } from './probe.ts';
import { renderImage } from './render.ts';
import { inOrder } from './sort-renditions.ts';
import type { Master } from './source/master.ts';
import type { OpenReferences } from './source/referenced-images.ts';
import { withDecoded } from './with-decoded.ts';

/** The master of a job, and all that its pictures are made with. */
interface PartMeans {
  readonly known: Master;
  readonly scratch: string;
  readonly references: OpenReferences;
}

/** The renditions of a job by the part of the master that they are of, the whole first. */
function byPart({ renditions, placeholders = [] }: LocalJob): ReadonlyMap<number, LocalJob['renditions']> {
  const parts = new Map<number, LocalJob['renditions'][number][]>();
  for (const rendition of renditions) {
    const { page } = partOf('master' in rendition.recipe ? rendition.recipe.master : {});
    parts.set(page, [...(parts.get(page) ?? []), rendition]);
  }
  if (placeholders.length > 0 && !parts.has(1)) parts.set(1, []);
  return new Map([...parts].toSorted(([a], [b]) => a - b));
}

/** A part as a picture of its own, in a new folder that is left there. Throws SourceError, RenditionError, StorageError. */
async function openPart({ file, facts }: Master, part: MasterPart, folder: string): Promise<Master> {
  // Whether there is such a part is told before anything is read.
  factsOfPart(facts, part);
  const { mime } = facts;
  const { writePart } = decoderOf(mime);
  if (writePart === undefined) throw new RangeError(`expected a format of several pages, got ${mime}`);
  const target = path.join(folder, 'part.tif');
  try {
    return { file: target, facts: checkPixels(await writePart(file, part, { mime, target })) };
  } catch (error) {
    throw error instanceof DmxError ? error : storageError(error, folder, target);
  }
}

/** A page that is not there or cannot be read fails the renditions of it alone. */
function failed(error: unknown, { renditions }: LocalJob): JobResult {
  if (!(error instanceof SourceError || error instanceof RenditionError)) throw error;
  const failures = renditions.map(({ name }) => error.toData(name));
  return { artefacts: [], failures, warnings: [], smartCrops: [] };
}

/** The renditions of one part: nothing that is known of the picture of the file is of it. */
async function renderPart(job: LocalJob, part: MasterPart, means: PartMeans): Promise<JobResult> {
  const { known, scratch, references } = means;
  const folder = await makeScratch(scratch, 'part');
  try {
    const opened = await openPart(known, part, folder);
    const { analysis: _ofTheWhole, placeholders: _ofIt, ...rest } = job;
    return await renderImage(opened, { ...rest, facts: opened.facts }, { scratch, references });
  } catch (error) {
    return failed(error, job);
  } finally {
    await dropScratch(folder);
  }
}

/** The results of all parts as those of the one job that they are. */
function joined(results: readonly JobResult[], { renditions }: LocalJob): JobResult {
  const all = <K extends 'artefacts' | 'failures' | 'warnings' | 'smartCrops'>(key: K) =>
    results.flatMap((result) => result[key] as readonly JobResult[K][number][]);
  const others = Object.assign({}, ...results.toReversed()) as JobResult;
  return {
    ...others,
    artefacts: inOrder(all('artefacts'), renditions, ({ name }) => name),
    failures: inOrder(all('failures'), renditions, ({ rendition }) => rendition),
    warnings: [...new Set(all('warnings'))],
    smartCrops: all('smartCrops'),
  };
}

/** Makes every rendition of a picture's job, each of the page of its master that it is about; see `Engine.render`. */
export async function renderParts(job: LocalJob, means: PartMeans): Promise<JobResult> {
  const { known, scratch, references } = means;
  const whole = (own: LocalJob): Promise<JobResult> =>
    withDecoded(known, scratch, (readable) => renderImage(readable, own, { scratch, references }));
  const parts = byPart(job);
  if (job.pyramid || (parts.size === 1 && parts.has(1))) return whole(job);
  const results: JobResult[] = [];
  for (const [page, renditions] of parts) {
    const own = { ...job, renditions };
    results.push(isWhole({ page }) ? await whole(own) : await renderPart(own, { page }, means));
  }
  return joined(results, job);
}
