import type { AssetRecord } from '../model/catalog-record.ts';
import { Renderer } from './rendering/renderer.ts';
import type { Request } from './request.ts';

/** One asset in full. */
export interface ShowView {
  readonly library: string;
  readonly output: string;
  readonly asset: AssetRecord;
  /** Paths of its renditions whose file is not there. */
  readonly missing: readonly string[];
}

/** Shows the record of one asset, and whether its files are there. Throws UsageError ASSET_UNKNOWN. */
export async function show(request: Request, given: string): Promise<ShowView> {
  const renderer = await Renderer.open(request);
  try {
    const { project, storage } = await renderer.runtime();
    const { library, output } = project;
    const { asset } = await (await renderer.lookup()).find(given);
    const paths = asset.renditions.map((rendition) => rendition.path);
    const sizes = await storage.sizes(paths);
    return { library, output, asset, missing: paths.filter((_, i) => sizes[i] === undefined) };
  } finally {
    await renderer.close();
  }
}
