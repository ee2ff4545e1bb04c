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
import { hearAs } from './source/hear-damage.ts';
import type { Master } from './source/master.ts';
import type { OpenReferences } from './source/referenced-images.ts';
import { withDecoded } from './with-decoded.ts';

/** The master of a job, and all that its pictures are made with. */
interface PartContext {
  readonly known: Master;
  readonly scratch: string;
  readonly references: OpenReferences;
}

/** The renditions of a job that are of one part of the master, and whether placeholders are. */
interface PartJob {
  readonly part: MasterPart;
  readonly job: LocalJob;
}

const keyOf = (part: MasterPart): string => (isWhole(part) ? '' : `${part.page} ${part.preview === true}`);

/** The parts of a job, the whole first. */
function byPart(job: LocalJob): readonly PartJob[] {
  const { placeholders, rawPreview, ...rest } = job;
  const parts = new Map<string, { readonly part: MasterPart; readonly own: LocalJob['renditions'][number][] }>();
  const at = (part: MasterPart) => {
    const known = parts.get(keyOf(part)) ?? { part, own: [] };
    parts.set(keyOf(part), known);
    return known;
  };
  const small = keyOf(partOf(rawPreview ? { rawPreview } : {}));
  if (placeholders) at(partOf(rawPreview ? { rawPreview } : {}));
  for (const rendition of job.renditions) {
    at(partOf('master' in rendition.recipe ? rendition.recipe.master : {})).own.push(rendition);
  }
  return [...parts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { part, own }]) => ({
      part,
      job: { ...rest, renditions: own, ...(placeholders && key === small && { placeholders }) },
    }));
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
    return { file: target, facts: checkPixels(await hearAs(file, () => writePart(file, part, { mime, target }))) };
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

/** The renditions of one part, as of a picture of its own. */
async function renderPart(job: LocalJob, part: MasterPart, means: PartContext): Promise<JobResult> {
  const { known, scratch, references } = means;
  const folder = await makeScratch(scratch, 'part');
  try {
    const opened = await openPart(known, part, folder);
    // Pages show other things than the file is known for; the picture of a camera shows the same.
    const { analysis: _ofTheFile, ...bare } = job;
    const own = part.preview ? job : bare;
    const result = await renderImage(opened, { ...own, facts: opened.facts }, { scratch, references });
    const { analysis: found, ...rest } = result;
    return part.preview && found ? result : rest;
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
export async function renderParts(job: LocalJob, means: PartContext): Promise<JobResult> {
  const { known, scratch, references } = means;
  const whole = (own: LocalJob): Promise<JobResult> =>
    withDecoded(known, scratch, (readable) => renderImage(readable, own, { scratch, references }));
  const parts = byPart(job);
  if (job.pyramid || (parts.length === 1 && parts.every(({ part }) => isWhole(part)))) return whole(job);
  const results: JobResult[] = [];
  for (const one of parts) {
    results.push(isWhole(one.part) ? await whole(one.job) : await renderPart(one.job, one.part, means));
  }
  return joined(results, job);
}
