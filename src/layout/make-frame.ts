import { type Mark, marksIn, marksOfMap, marksOn } from './marks.ts';
import type { Rect, Size } from '../model/geometry.ts';
import type { Color, Composite, Layer, MasterTreatment, PictureRecipe } from '../model/recipe/recipe.ts';
import { childrenOf, type Children, FULL_SIZE } from '../model/recipe/recipe-tree.ts';
import { compositeGeometry, originOf, type PlacedLayer } from './composite.ts';
import { contoursOf, type Drawn, outlinesIn } from './contour.ts';
import { effectFrames, neededAround, replyHasAlpha } from './effect-frame.ts';
import type { CompositeFrame, Frame, LayerFrame, MaskImage } from './frame.ts';
import { checkPixels, checkReply, writableFormat } from './frame-limits.ts';
import { type Canvas, layerFrame, type LayerOrigin } from './layer-frame.ts';
import { checkWhole, type Original, referenced, textOf } from './original.ts';
import { canvasFor } from './reach.ts';
import { wholeOf } from './reading.ts';
import { common, within } from './rect.ts';
import { solidSize } from './solid.ts';
import { drawnPart, placement, replyIn, viewGeometry } from './view.ts';

/** The drawing of a reply that something else is made of: as it is, with its alpha. */
const REPLY = { format: 'png-alpha' } as const;

/** The picture that a recipe is about. */
interface TreatedOriginal {
  readonly original: Original;
  readonly treatment?: MasterTreatment;
  readonly window?: Rect;
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });

/** A picture that is named in a request, as it is: what a profile says is of the master alone. */
function about(path: string | undefined, subject: TreatedOriginal): TreatedOriginal {
  return path === undefined ? subject : { original: referenced(subject.original, path) };
}

function maskImageOf({ mask }: Children, { original }: TreatedOriginal): MaskImage | undefined {
  if (!mask) return undefined;
  const { path, request = FULL_SIZE } = mask;
  const frame = frameOf({ ...request, output: REPLY }, { original: referenced(original, path) });
  return { ...(path !== undefined && { object: path }), frame };
}

const CLEAR: Color = { r: 0, g: 0, b: 0, alpha: 0 };

/** The source that a layer is cut from: a picture, the reply to a request, or a colour. */
function originFor(layer: Layer, subject: TreatedOriginal): LayerOrigin {
  const { original, treatment, window } = subject;
  const maskImage = maskImageOf(childrenOf(layer), subject);
  const source = { ...(maskImage && { maskImage }) };
  return originOf<LayerOrigin>(layer, {
    master: () => {
      checkWhole(original);
      return {
        picture: original,
        ...(treatment && { treatment }),
        ...(window && { window }),
        outlines: original.outlines ?? [],
        ...(original.marks && { marks: original.marks }),
        source,
      };
    },
    request: (request, path) => {
      const inner = frameOf({ ...request, output: REPLY }, about(path, subject));
      const object = path === undefined ? {} : { object: path };
      const { view, paths: outlines, marks } = inner;
      const picture = { ...view, alpha: replyHasAlpha(inner) };
      return { picture, outlines, ...(marks && { marks }), source: { ...source, ...object, inner } };
    },
    object: (path) => {
      const picture = referenced(original, path);
      return { picture, outlines: picture.outlines ?? [], source: { ...source, object: path } };
    },
    solid: () => {
      const size = solidSize(layer, maskImage?.frame.view);
      return { picture: size, outlines: [], source: { ...source, solid: { color: layer.underColor ?? CLEAR, size } } };
    },
    text: (source) => {
      const text = textOf(original, source, layer);
      const { width, height, origin } = text;
      return { picture: { width, height }, outlines: [], source: { text }, ...(origin && { point: origin }) };
    },
  });
}

/** The part of the scaled composite that is drawn so that `shown` comes out right. */
function canvasOf(recipe: PictureRecipe, composite: Size, scaled: Size, shown: Rect): Canvas {
  const { composite: asked, view, resample = 'sharp2' } = recipe;
  const ratio = { across: scaled.width / composite.width, down: scaled.height / composite.height };
  const needed = neededAround(asked.effects, { canvas: shown, ratio, flip: undefined, composite });
  const canvas = canvasFor(common(needed, wholeOf(scaled)) ?? shown, scaled, asked.operations, ratio);
  checkPixels('what is drawn of the picture', canvas);
  const stretches = view.fit?.mode === 'stretch';
  return { composite, scaled, ratio, canvas, flip: asked.flip, stretches, resample };
}

type Base = PlacedLayer<LayerOrigin>;

/** The paths of the base layer's source are those that a composite is clipped by, and that a reply brings along. */
function drawnOf({ layer, geometry, origin }: Base, { ratio, canvas, flip }: Canvas): Drawn {
  return { master: origin.picture, layer, geometry, flip, ratio, canvas };
}

/** Tells whether anything of a layer falls on the canvas. */
const isSeen = ({ laid, effects }: LayerFrame, { canvas }: Canvas): boolean =>
  common(laid, canvas) !== undefined || effects.length > 0;

/** The numbers of layers of which nothing could be seen, whatever part of the composite is shown. */
function numbersBeside(layers: readonly Base[], planned: readonly LayerFrame[], on: Canvas): readonly number[] {
  const whole = wholeOf(on.composite);
  const isBeside = ({ layer, geometry }: Base, i: number): boolean =>
    layer.hidden !== true && planned[i]?.effects.length === 0 && common(geometry.rect, whole) === undefined;
  return layers.filter(isBeside).map(({ layer }) => layer.number);
}

/** The marks of a layer: those of its map, else of its source's, else of what it shows (reference C: `map`, `mapA`). */
function marksOfLayer(base: Base, reply: Rect, on: Canvas): readonly Mark[] {
  const { layer, geometry, origin } = base;
  const { rect } = geometry;
  if (layer.own?.map !== undefined) return marksOn(reply, marksOfMap(layer.own.map, rect), { ...on, rect });
  const marks = layer.sourceMap === undefined ? origin.marks : marksOfMap(layer.sourceMap, origin.picture);
  return marks ? marksIn(reply, marks, drawnOf(base, on)) : [];
}

/** The marks of all layers, front to back, and those of the composite behind them. */
function marksOf({ map }: Composite, layers: readonly Base[], reply: Rect, on: Canvas): Pick<Frame, 'marks'> {
  const own = layers.toReversed().flatMap((layer) => marksOfLayer(layer, reply, on));
  const all = { ...on, flip: undefined, rect: wholeOf(on.composite) };
  const marks = map === undefined ? own : [...own, ...marksOn(reply, marksOfMap(map, on.composite), all)];
  return marks.length === 0 ? {} : { marks };
}

function compositeFrame(
  composite: Composite,
  [base, ...above]: readonly [Base, ...Base[]],
  on: Canvas,
): CompositeFrame {
  const { scaled, canvas, ratio } = on;
  const { operations, effects } = composite;
  const planned = above.map((layer) => layerFrame(layer, on));
  const beside = numbersBeside(above, planned, on);
  return {
    composite,
    layers: [layerFrame(base, on), ...planned.filter((one) => isSeen(one, on))],
    ...(beside.length > 0 && { beside }),
    scaled,
    canvas,
    ratio,
    ...(operations && { operated: { operations, canvas, ratio } }),
    contours: contoursOf(composite.clip, base.origin.outlines, drawnOf(base, on)),
    effects: effectFrames(effects, wholeOf(scaled), { ...on, flip: undefined }),
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
  const reply = replyIn(placed, shown);
  return {
    recipe,
    format,
    composite: compositeFrame(recipe.composite, layers, canvas),
    paths: outlinesIn(reply, base.origin.outlines, drawnOf(base, canvas)),
    ...marksOf(recipe.composite, layers, reply, canvas),
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
