import type { Rect } from '../model/geometry.ts';
import type { FlipMode, Layer, Operations } from '../model/recipe/recipe.ts';
import type { Offset } from '../model/recipe/transforms.ts';
import type { CompositeFrame, EffectFrame, Frame, LayerFrame, LayerSource } from './frame.ts';
import type { LayerGeometry } from './placing.ts';
import { type CompositeScale, neighbourhood } from './reach.ts';
import { common, covers, sameRect, unite } from './rect.ts';
import type { SourcePicture } from './source-region.ts';
import { flipTurn } from './turn.ts';
import { replyIn } from './view.ts';

/** The scaled composite that effects are drawn for. */
interface Ground {
  /** The part of it that is drawn. */
  readonly canvas: Rect;
  readonly ratio: CompositeScale;
  readonly flip: FlipMode | undefined;
  /** In pixels of the composite. */
  readonly composite: { readonly width: number; readonly height: number };
}

/** The operations that change the shape of an effect. */
const shaping = ({ own }: Layer): Operations => own?.operations ?? {};

/** The way of an effect in whole pixels of the scaled composite; that mirrors it too. */
function offsetOf(position: Offset | undefined, { ratio, flip, composite }: Ground): EffectFrame['offset'] {
  const { unit = 'pixel', x = 0, y = 0 } = position ?? {};
  const { mirrorX, mirrorY } = flipTurn(flip);
  const across = x * (unit === 'pixel' ? 1 : composite.width) * ratio.across * (mirrorX ? -1 : 1);
  const down = y * (unit === 'pixel' ? 1 : composite.height) * ratio.down * (mirrorY ? -1 : 1);
  return { x: Math.floor(across + 0.5), y: Math.floor(down + 0.5) };
}

const shown = (effects: readonly Layer[] = []): readonly Layer[] => effects.filter(({ hidden }) => hidden !== true);

const moved = (rect: Rect, { x, y }: EffectFrame['offset']): Rect => ({ ...rect, x: rect.x + x, y: rect.y + y });

/** The part of a layer that its canvas shows, and that its effects are made of. */
export function neededAround(effects: readonly Layer[] | undefined, on: Ground): Rect {
  const parts = shown(effects).map((effect) => {
    const { x, y } = offsetOf(effect.position, on);
    return moved(neighbourhood(on.canvas, shaping(effect), on.ratio), { x: -x, y: -y });
  });
  return unite([on.canvas, ...parts]);
}

/** Plans the effects of a layer that fills `rect` of the scaled composite, or of that itself. */
export function effectFrames(effects: readonly Layer[] | undefined, rect: Rect, on: Ground): readonly EffectFrame[] {
  return shown(effects).flatMap((effect) => {
    const operations = shaping(effect);
    const offset = offsetOf(effect.position, on);
    const seen = common(neighbourhood(moved(rect, offset), operations, on.ratio), on.canvas);
    if (!seen) return [];
    const canvas = neighbourhood(seen, operations, on.ratio);
    return [{ effect, outer: effect.number < 0, offset, operated: { operations, canvas, ratio: on.ratio } }];
  });
}

/** A layer and its source in coordinates of the composite. */
interface Placed {
  readonly layer: Layer;
  readonly origin: { readonly picture: SourcePicture; readonly source: LayerSource };
  readonly geometry: LayerGeometry;
}

/** Tells whether a layer leaves a part of its rectangle to what lies below it, whatever its picture is like. */
function leavesRoom({ layer, origin: { picture }, geometry: { region, box, rect } }: Placed): boolean {
  const { perspective, rotate = 0, own, mask } = layer;
  if (perspective || rotate % 90 !== 0 || own?.clip || mask?.object || mask?.use === 'invert') return true;
  const shown = common(box, rect);
  return !covers(picture, region) || !shown || !sameRect(shown, rect);
}

/**
 * Tells whether a layer is a picture without alpha that fills its rectangle: no shape is there of which something could be
 * seen around it (reference G.6). A picture of which that is not known may have alpha.
 */
export function isOpaque(placed: Placed): boolean {
  const { source, picture } = placed.origin;
  if (source.solid || source.text || picture.alpha !== false) return false;
  return !leavesRoom(placed);
}

const isWhole = (opacity: readonly number[] = []): boolean => opacity.every((percent) => percent === 100);

/** Tells whether an opaque layer 0 fills a composite. */
function isFilled({ composite, layers: [base] }: CompositeFrame): boolean {
  const treatments = [composite, base.layer.own ?? {}];
  const isFull = base.isOpaque === true && base.layer.hidden !== true && !composite.clip;
  return isFull && treatments.every(({ operations }) => isWhole(operations?.opacity));
}

/** Tells whether the reply of a frame may have alpha: not where an opaque layer 0 fills it. */
export function replyHasAlpha({ composite, placement, tile }: Frame): boolean {
  return !isFilled(composite) || !covers(composite.scaled, replyIn(placement, tile));
}

const hasOuter = ({ effects = [] }: Pick<Layer, 'effects'>): boolean =>
  effects.some(({ number, hidden }) => number < 0 && hidden !== true);

const losesEffects = ({ layer, isOpaque: opaque }: LayerFrame): boolean =>
  opaque === true && layer.hidden !== true && hasOuter(layer);

/**
 * The layers of which nothing is seen of their outer effects, as the language calls them, those of the requests that they
 * are made of as well.
 */
export function withoutOuterEffects({ composite }: Frame): readonly (number | 'comp')[] {
  const layers = composite.layers.flatMap((layer) => [
    ...(losesEffects(layer) ? [layer.layer.number] : []),
    ...(layer.source.inner ? withoutOuterEffects(layer.source.inner) : []),
  ]);
  return hasOuter(composite.composite) && isFilled(composite) ? [...layers, 'comp'] : layers;
}
