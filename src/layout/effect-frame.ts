import type { Rect } from '../model/geometry.ts';
import type { FlipMode, Layer, Operations } from '../model/recipe/recipe.ts';
import type { Offset } from '../model/recipe/transforms.ts';
import type { EffectFrame } from './frame.ts';
import { type CompositeScale, neighbourhood } from './reach.ts';
import { common, unite } from './rect.ts';
import { flipTurn } from './turn.ts';

/** The scaled composite that effects are drawn for. */
interface Ground {
  /** The part of it that is drawn. */
  readonly canvas: Rect;
  readonly ratio: CompositeScale;
  readonly flip: FlipMode | undefined;
  /** In pixels of the composite. */
  readonly composite: { readonly width: number; readonly height: number };
}

/** Those that change the shape of an effect. */
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
