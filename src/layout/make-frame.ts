import type { Rect, Size } from '../model/geometry.ts';
import type { Composite, Layer, MasterTreatment, PictureRecipe } from '../model/recipe/recipe.ts';
import { childrenOf, type Children, FULL_SIZE } from '../model/recipe/recipe-tree.ts';
import { compositeGeometry, originOf, type PlacedLayer } from './composite.ts';
import { contoursOf, type Drawn, outlinesIn } from './contour.ts';
import type { CompositeFrame, Frame, MaskImage } from './frame.ts';
import { checkPixels, checkReply, writableFormat } from './frame-limits.ts';
import { type Canvas, layerFrame, type LayerOrigin } from './layer-frame.ts';
import type { Original } from './original.ts';
import { canvasFor } from './reach.ts';
import { within } from './rect.ts';
import { drawnPart, placement, viewGeometry, type Placement } from './view.ts';

/** The drawing of a reply that something else is made of: as it is, with its alpha. */
const REPLY = { format: 'png-alpha' } as const;

/** The picture that a recipe is about. */
interface TreatedOriginal {
  readonly original: Original;
  readonly treatment?: MasterTreatment;
  readonly window?: Rect;
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });

function maskImageOf({ mask }: Children, { original }: TreatedOriginal): MaskImage | undefined {
  if (!mask) return undefined;
  const { path, request = FULL_SIZE } = mask;
  if (!original.references) throw new RangeError('expected pictures that recipes name, got none at hand');
  const frame = frameOf({ ...request, output: REPLY }, { original: original.references(path) });
  return { ...(path !== undefined && { object: path }), frame };
}

/** The source that a layer is cut from: what the recipe is about, or the reply to a request of its own. */
function originFor(layer: Layer, subject: TreatedOriginal): LayerOrigin {
  const { original, treatment, window } = subject;
  const children = childrenOf(layer);
  const maskImage = maskImageOf(children, subject);
  const source = { ...(maskImage && { maskImage }) };
  return originOf<LayerOrigin>(layer, {
    master: () => ({
      picture: original,
      ...(treatment && { treatment }),
      ...(window && { window }),
      outlines: original.outlines ?? [],
      source,
    }),
    request: (request) => {
      const inner = frameOf({ ...request, output: REPLY }, subject);
      return { picture: inner.view, outlines: inner.paths, source: { ...source, inner } };
    },
  });
}

/** The reply as a part of the scaled composite, which it may overhang. */
function replyIn({ from, at }: Placement, tile: Rect): Rect {
  return { ...tile, x: tile.x - at.x + from.x, y: tile.y - at.y + from.y };
}

/** The part of the scaled composite that is drawn so that `shown` comes out right. */
function canvasOf(recipe: PictureRecipe, composite: Size, scaled: Size, shown: Rect): Canvas {
  const { composite: asked, view, resample = 'sharp2' } = recipe;
  const ratio = { across: scaled.width / composite.width, down: scaled.height / composite.height };
  const canvas = canvasFor(shown, scaled, asked.operations, ratio);
  checkPixels('what is drawn of the picture', canvas);
  const stretches = view.fit?.mode === 'stretch';
  return { composite, scaled, ratio, canvas, flip: asked.flip, stretches, resample };
}

type Base = PlacedLayer<LayerOrigin>;

/** The paths of the base layer's source are those that a composite is clipped by, and that a reply brings along. */
function drawnOf({ layer, geometry, origin }: Base, { ratio, canvas, flip }: Canvas): Drawn {
  return { master: origin.picture, layer, geometry, flip, ratio, canvas };
}

function compositeFrame(
  composite: Composite,
  [base, ...above]: readonly [Base, ...Base[]],
  canvas: Canvas,
): CompositeFrame {
  return {
    composite,
    layers: [layerFrame(base, canvas), ...above.map((layer) => layerFrame(layer, canvas))],
    scaled: canvas.scaled,
    canvas: canvas.canvas,
    ratio: canvas.ratio,
    contours: contoursOf(composite.clip, base.origin.outlines, drawnOf(base, canvas)),
  };
}

function frameOf(recipe: PictureRecipe, subject: TreatedOriginal): Frame {
  const format = writableFormat(recipe.output.format ?? 'jpeg');
  const { layers, size } = compositeGeometry(recipe.composite, (layer) => originFor(layer, subject));
  const geometry = viewGeometry(size, recipe.view);
  const { scaled, tile } = geometry;
  checkReply(format, tile, scaled);
  const drawn = drawnPart(geometry, recipe.composite);
  const placed = placement(geometry, drawn);
  const canvas = canvasOf(recipe, size, scaled, placed.from);
  const [base] = layers;
  const shown = within(tile, drawn);
  return {
    recipe,
    format,
    composite: compositeFrame(recipe.composite, layers, canvas),
    paths: outlinesIn(replyIn(placed, shown), base.origin.outlines, drawnOf(base, canvas)),
    placement: placed,
    drawn: sizeOf(drawn),
    tile: shown,
    view: sizeOf(tile),
  };
}

/**
 * Plans one picture of a master of upright size `master`; `window` is that of its smart crop. Sizes come from the
 * master's size alone. Throws RenditionError (RENDITION_EMPTY, RENDITION_TOO_LARGE, RENDITION_NOT_AS_PLANNED).
 */
export function makeFrame(recipe: PictureRecipe, master: Original, window?: Rect): Frame {
  const { master: treatment } = recipe;
  return frameOf(recipe, { original: master, ...(treatment && { treatment }), ...(window && { window }) });
}
