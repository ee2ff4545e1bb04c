import type { MadePicture } from './rendering/made-picture.ts';
import type { RenderWish } from './rendering/order.ts';
import { Renderer, type RenderSource } from './rendering/renderer.ts';
import type { RenderTarget } from './rendering/target.ts';
import type { Request, RunContext } from './request.ts';

export interface RenderOptions extends RenderWish {
  /** Files, or asset paths that the catalog knows, each with or without a smart crop: `asset:Large`. */
  readonly assets: readonly string[];
  readonly from: RenderSource;
}

/**
 * Renders one picture of each asset: the same plan, job and engine as ingest, so the same bytes; only what is selected and
 * where it ends differ. `take` gets one after the other. Nothing of the output is touched and no lock taken. Throws what
 * stopped it, at the first asset.
 */
export async function render(
  request: Request,
  { assets, from, ...wish }: RenderOptions,
  context: RunContext,
  take: (picture: MadePicture) => Promise<void>,
): Promise<void> {
  // One at a time, so that each may have all the memory there is.
  const renderer = await Renderer.open({ ...request, concurrency: 1 });
  try {
    const targets: RenderTarget[] = [];
    for (const asset of assets) targets.push(await renderer.target(asset, from, context));
    for (const target of targets) await renderer.render(target, wish, context, take);
  } finally {
    await renderer.close();
  }
}
