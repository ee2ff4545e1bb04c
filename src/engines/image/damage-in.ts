import type { ImageFacts } from '../../model/asset.ts';
import type { JobResult, LocalJob } from '../../model/jobs/job.ts';
import { SourceError } from '../../model/errors.ts';
import { decoderOf } from '../formats/index.ts';
import { hearDamage, type HeardDamage } from './source/hear-damage.ts';
import { openFile } from './source/master.ts';
import { ofMaster } from './source-error.ts';

/** The pictures of a job that libvips reads as they are: its master, and those that it names. */
function readAsTheyAre({ master, facts, references = [], pyramid }: LocalJob) {
  const own = facts.kind === 'image' && pyramid !== true ? [{ file: master.file, facts }] : [];
  const named: readonly { file: string; facts: ImageFacts }[] = references.flatMap((one) =>
    'got' in one ? [] : [one],
  );
  return [...own, ...named].filter((one) => one.facts.rewriteBytes === undefined);
}

// The part of sharp's message where a warning alone ended the reading.
const MERE_WARNING = /failOn/;

/** The words about damage of what ends a strict reading of a file; undefined = nothing does, or something harmless, which is no error otherwise. */
async function saidStrictly(file: string): Promise<string | undefined> {
  try {
    await hearDamage(() => ofMaster(() => openFile(file).stats()), new Set([file]));
    return undefined;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const { cause, message } = error;
    if (cause instanceof Error && MERE_WARNING.test(cause.message)) return undefined;
    return message.replace(/^.*, got: (?:\w+: )?/, '');
  }
}

/** The files among the pictures of a job whose decoders would keep damage to themselves. */
async function hidingDamage(job: LocalJob): Promise<ReadonlySet<string>> {
  const files = new Set<string>();
  for (const { file, facts } of readAsTheyAre(job)) {
    if ((await decoderOf(facts.mime).hidesDamage?.(file)) === true) files.add(file);
  }
  return files;
}

/** Runs a job in which any warning about these files ends what is read; undefined = something was ended. */
async function runStrictly<T extends Pick<JobResult, 'failures'>>(
  run: () => Promise<T>,
  files: ReadonlySet<string>,
): Promise<readonly [result: T, damage: HeardDamage] | undefined> {
  try {
    const done = await hearDamage(run, files);
    // What cannot be read of a picture that is named fails those renditions alone.
    return done[0].failures.length > 0 ? undefined : done;
  } catch (error) {
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}

/**
 * Runs a job, and returns what decoders reported about damage in its pictures. Decoders that report warnings only where
 * these are errors are run so: then each picture is read by itself, and the job runs once more with warnings allowed,
 * as other decoders go on after damage.
 */
export async function hearJob<T extends Pick<JobResult, 'failures'>>(
  job: LocalJob,
  run: () => Promise<T>,
): Promise<readonly [result: T, damage: HeardDamage]> {
  const hiding = await hidingDamage(job);
  const done = hiding.size === 0 ? undefined : await runStrictly(run, hiding);
  if (done) return done;
  const [result, heard] = await hearDamage(run);
  const damage = new Map(heard);
  for (const file of hiding) {
    const said = await saidStrictly(file);
    if (said !== undefined) damage.set(file, said);
  }
  return [result, damage];
}

/** Damage in the pictures of a job, by file: reported by decoders (`heard`), or found by other checks. */
export async function damageIn(job: LocalJob, heard: HeardDamage): Promise<HeardDamage> {
  const damage = new Map(heard);
  for (const { file, facts } of readAsTheyAre(job)) {
    const found = await decoderOf(facts.mime).findDamage?.(file);
    if (found !== undefined) damage.set(file, found);
  }
  return damage;
}
