import { join } from 'node:path';
import { UsageError } from '../../model/errors.ts';
import type { LoadedLibrary } from '../project/load-config.ts';
import { outputOf } from '../project/project.ts';
import { spellings, type RenderTarget } from './target.ts';
import type { Request } from '../request.ts';
import { openExisting } from '../project/runtime.ts';

function noPyramid(given: string, output: string): UsageError {
  return new UsageError('RENDITION_UNKNOWN', `expected a pyramid of ${given} in ${output}, got none`, {
    place: given,
    hint: 'Ask for `pyramid` in its image profile and ingest it, or render from the master.',
  });
}

/**
 * The pyramid that an output holds of `asset` or `asset:Crop`, whether its master is there or not. Throws UsageError
 * RENDITION_UNKNOWN, CatalogError.
 */
export async function findPyramid(
  asset: string,
  request: Request,
  { config, configFile }: LoadedLibrary,
  library: string | undefined,
): Promise<RenderTarget> {
  const output = outputOf(request, config, configFile);
  const catalog = await openExisting(output);
  if (catalog === undefined) throw noPyramid(asset, output);
  try {
    for (const { path, crop } of spellings(asset, request.cwd, library)) {
      const record = await catalog.asset(path);
      const pyramid = record?.renditions.find(({ role }) => role === 'pyramid');
      if (record === undefined || pyramid === undefined) continue;
      return {
        given: asset,
        file: join(output, pyramid.path),
        path,
        pyramid: true,
        losesPaths: record.facts?.kind === 'image' && record.facts.paths !== undefined,
        sha256: record.sha256,
        ...(crop === undefined ? {} : { crop }),
      };
    }
    throw noPyramid(asset, output);
  } finally {
    await catalog.close();
  }
}
