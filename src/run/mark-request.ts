import type { Marked } from '../model/hotspots.ts';
import { toPixels } from '../model/geometry.ts';
import { type MarkedView, placeMarks } from '../plan/place-marks.ts';
import { lookedFor, standIn } from '../plan/stand-ins.ts';
import { factsOf, wishedOrder } from './properties.ts';
import { referencesNamed } from './publishing/manifest-entry.ts';
import type { RenderWish } from './rendering/order.ts';
import { Renderer } from './rendering/renderer.ts';
import type { Request } from './request.ts';

/** The marks of an asset, and their places in a reply about it. */
export interface MarkAnswer {
  readonly marked: Marked;
  readonly view: MarkedView;
}

/** The picture at its own size: that of a request which asks for none. */
const WHOLE = 'scl=1';

/**
 * The hotspots and zoom targets of an asset of the catalog, or of `asset:Crop`, in the reply that a wish asks for; in the
 * picture at its own size where it asks for none. Nothing is made. Throws UsageError (ASSET_UNKNOWN, CROP_UNKNOWN),
 * SourceError for no picture, RenditionError.
 */
export async function answerMarks(request: Request, given: string, wish: RenderWish): Promise<MarkAnswer> {
  const renderer = await Renderer.open(request);
  try {
    const { project, catalog } = await renderer.runtime();
    const found = await (await renderer.lookup()).find(given);
    const facts = factsOf(found.asset);
    const isWhole = (wish.preset ?? wish.modifiers) === undefined;
    const { order } = wishedOrder(found, isWhole ? { ...wish, modifiers: WHOLE } : wish, project);
    const { server } = project.config;
    const references = await referencesNamed(lookedFor(order.recipe, server), found.asset.path, catalog);
    const byName = new Map(references.map((one) => [one.object, one]));
    const { recipe } = standIn([order], byName, server).orders[0] ?? order;
    const window = found.crop && toPixels(found.crop.rect, facts);
    const view = placeMarks(found.asset, {
      recipe,
      facts,
      references,
      ...(window && { window }),
    });
    return { marked: found.asset, view };
  } finally {
    await renderer.close();
  }
}
