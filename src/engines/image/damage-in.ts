import type { ImageFacts } from '../../model/asset.ts';
import type { LocalJob } from '../../model/jobs/job.ts';
import { SourceError } from '../../model/errors.ts';
import { decoderOf } from '../formats/index.ts';
import { hearDamage, type HeardDamage } from './source/hear-damage.ts';

async function findIn(file: string, { mime, rewriteBytes }: ImageFacts): Promise<string | undefined> {
  return rewriteBytes === undefined ? decoderOf(mime).findDamage?.(file) : undefined;
}

// What sharp says where a mere warning ended it.
const MERE_WARNING = /failOn/;

/** The words about damage of what ended a strict reading; undefined = something harmless, which is no error otherwise. */
function saidBy({ message, cause }: SourceError): string | undefined {
  if (cause instanceof Error && MERE_WARNING.test(cause.message)) return undefined;
  return message.replace(/^.*, got: (?:\w+: )?/, '');
}

/**
 * Runs a job, and answers what decoders said of damage in its pictures. Where the decoder of its master would keep damage to itself,
 * any warning ends it first: then it is run once more, as other decoders would have gone on.
 */
export async function hearJob<T>(
  { master, facts, pyramid }: LocalJob,
  run: () => Promise<T>,
): Promise<readonly [result: T, damage: HeardDamage]> {
  const isOwn = facts.kind === 'image' && pyramid !== true && facts.rewriteBytes === undefined;
  if (!isOwn || (await decoderOf(facts.mime).hidesDamage?.(master.file)) !== true) return hearDamage(run);
  try {
    return await hearDamage(run, master.file);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const [result, heard] = await hearDamage(run);
    const said = saidBy(error);
    return [result, said === undefined ? heard : new Map([...heard, [master.file, said]])];
  }
}

/** The damage in the pictures of a job, by their files: what decoders said while they were read (`heard`), and what can be seen besides. */
export async function damageIn(
  { master, facts, references = [], pyramid }: LocalJob,
  heard: HeardDamage,
): Promise<HeardDamage> {
  const damage = new Map(heard);
  const own = facts.kind === 'image' && pyramid !== true ? [{ file: master.file, facts }] : [];
  const named = references.flatMap((one) => ('got' in one ? [] : [one]));
  for (const one of [...own, ...named]) {
    const found = await findIn(one.file, one.facts);
    if (found !== undefined) damage.set(one.file, found);
  }
  return damage;
}
