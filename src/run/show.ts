import { UsageError } from '../model/errors.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import { assetPaths } from './project/project.ts';
import type { Request } from './request.ts';
import { openReadOnly } from './project/runtime.ts';

/** One asset in full. */
export interface ShowView {
  readonly library: string;
  readonly output: string;
  readonly asset: AssetRecord;
  /** Paths of its renditions whose file is not there. */
  readonly missing: readonly string[];
}

function unknown(given: string): UsageError {
  return new UsageError('ASSET_UNKNOWN', `expected an asset that the catalog knows, got ${given}`, {
    place: given,
    hint: 'Name an asset path as the manifest prints it, or a file of the library; dmx ingest makes new ones known.',
  });
}

/** What the catalog knows of one asset, and whether its files are there. Throws UsageError ASSET_UNKNOWN. */
export async function show(request: Request, given: string): Promise<ShowView> {
  const { project, storage, catalog } = await openReadOnly(request);
  const { library, output } = project;
  try {
    for (const path of assetPaths(given, request.cwd, library)) {
      const asset = await catalog.asset(path);
      if (asset === undefined) continue;
      const paths = asset.renditions.map((rendition) => rendition.path);
      const sizes = await storage.sizes(paths);
      return { library, output, asset, missing: paths.filter((_, i) => sizes[i] === undefined) };
    }
    throw unknown(given);
  } finally {
    await catalog.close();
  }
}
