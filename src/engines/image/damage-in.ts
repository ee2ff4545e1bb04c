import type { ImageFacts } from '../../model/asset.ts';
import type { LocalJob } from '../../model/jobs/job.ts';
import { decoderOf } from '../formats/index.ts';

async function findIn(file: string, { mime, rewriteBytes }: ImageFacts): Promise<string | undefined> {
  return rewriteBytes === undefined ? decoderOf(mime).findDamage?.(file) : undefined;
}

/** The damage in the pictures of a job, by their files: what decoders said while they were read (`heard`), and what can be seen besides. */
export async function damageIn(
  { master, facts, references = [], pyramid }: LocalJob,
  heard: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const damage = new Map(heard);
  const own = facts.kind === 'image' && pyramid !== true ? [{ file: master.file, facts }] : [];
  const named = references.flatMap((one) => ('got' in one ? [] : [one]));
  for (const one of [...own, ...named]) {
    const found = await findIn(one.file, one.facts);
    if (found !== undefined) damage.set(one.file, found);
  }
  return damage;
}
