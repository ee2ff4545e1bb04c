import { stat } from 'node:fs/promises';
import { imageEngine } from '../../../src/engines/image/engine.ts';
import type { JobResult, LocalJob } from '../../../src/model/jobs/job.ts';
import type { Recipe } from '../../../src/model/recipe/recipe.ts';
import { sniff } from '../../../src/system/sniff.ts';
import { ownFolder } from '../files/own-folder.ts';
import { PACKAGE_PROFILES } from './package-profiles.ts';
import { ENGINE_CONTEXT } from '../processes/engine-context.ts';

/** What the engine makes of a file, one rendition for each recipe, named a, b, c …. */
export async function renderFile(
  file: string,
  recipes: readonly Recipe[],
  more: Partial<Pick<LocalJob, 'held' | 'references'>> = {},
): Promise<JobResult> {
  const { size: bytes } = await stat(file);
  const facts = await imageEngine.probe(file, (await sniff(file)) ?? '', ENGINE_CONTEXT);
  const renditions = recipes.map((recipe, i) => ({
    name: String.fromCharCode(97 + i),
    role: 'preset' as const,
    extension: 'bin',
    recipe,
  }));
  const master = { file, stat: { bytes, mtimeNs: '0', inode: '0' }, sha256: '' };
  const job = { asset: 'master', master, facts, renditions, memoryBytes: 1e9, held: true, colors: PACKAGE_PROFILES };
  return imageEngine.render({ ...job, ...more }, ownFolder(), ENGINE_CONTEXT);
}
