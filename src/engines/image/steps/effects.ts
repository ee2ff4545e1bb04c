import type { Rect } from '../../../model/geometry.ts';
import type { Color } from '../../../model/recipe/recipe.ts';
import type { EffectFrame } from '../../../layout/frame.ts';
import { within } from '../../../layout/rect.ts';
import type { Picture } from '../../picture.ts';
import { Ground } from '../kernels/ground.ts';
import { redrawRows, type RedrawRow } from '../kernels/redraw-rows.ts';
import { type Arena, openArena } from '../kernels/simd/arena.ts';
import { operate } from '../operations.ts';
import { blurRaster } from './blur.ts';
import { growSamples } from './grow.ts';
import type { CompositeStep } from './step.ts';

/** The finished pixels of a layer, and their place in the scaled composite. */
interface Shape {
  readonly picture: Picture;
  readonly at: Rect;
  /** Its alpha is left out: it is all of its rectangle. */
  readonly isSolid?: boolean;
}

const BLACK: Color = { r: 0, g: 0, b: 0, alpha: 255 };

/** A row of opacity in the kernels' memory, 0…255. */
interface OpacityRow {
  readonly address: number;
  /** Fills the row from a place of the scaled composite on; where the shape has no pixels the opacity is `beside`. */
  readonly read: (x: number, y: number, beside: number) => void;
}

function takeOpacityRow(arena: Arena, { picture, at, isSolid }: Shape, count: number): OpacityRow {
  const { data, width, height, channels } = picture;
  const isOpaque = channels === 3 || isSolid === true;
  const [address, pixels] = [arena.take(count), arena.take(count * 4)];
  const read = (x: number, y: number, beside: number): void => {
    const row = arena.bytes(address, count).fill(beside);
    const [first, end] = [Math.max(0, at.x - x), Math.min(count, at.x + width - x)];
    if (y < at.y || y >= at.y + height || end <= first) return;
    if (isOpaque) {
      row.fill(255, first, end);
      return;
    }
    const from = ((y - at.y) * width + x + first - at.x) * 4;
    const shown = data.subarray(from, from + (end - first) * 4);
    arena.bytes(pixels, shown.length).set(shown);
    arena.kernels.takeAlpha(address + first, pixels, end - first);
  };
  return { address, read };
}

/**
 * The part of a layer that an effect is made of, as a plane of opacity: moved, on the part of the scaled composite that the
 * effect is computed on. Outer ones are made of its shape, inner ones of what lies around it, so that the same shadow, glow or
 * stroke falls out of the shape and into it; `invert` is what lies around within its rectangle, `off` all of that (reference
 * G.6).
 */
function planeOf({ effect, outer, offset, operated: { canvas } }: EffectFrame, shape: Shape): Uint8Array {
  const { width, height } = canvas;
  const use = effect.mask?.use;
  const from = { ...shape, isSolid: use === 'off' };
  const isInverted = use !== 'off' && (!outer || use === 'invert');
  // Around the shape is all there is of the composite, but for one that is inverted within its rectangle.
  const beside = isInverted && outer ? 255 : 0;
  const plane = new Uint8Array(width * height);
  const arena = openArena();
  const opacity = takeOpacityRow(arena, from, width);
  for (let y = 0; y < height; y++) {
    opacity.read(canvas.x - offset.x, canvas.y + y - offset.y, beside);
    if (isInverted) arena.kernels.invertRow(opacity.address, width);
    plane.set(arena.bytes(opacity.address, width), y * width);
  }
  return plane;
}

/** The plane of an effect, grown and blurred as it asks. */
function shapedPlane(frame: EffectFrame, shape: Shape): Uint8Array {
  const { operations, canvas, ratio } = frame.operated;
  const { grow, blur } = operations;
  const data = planeOf(frame, shape);
  if (grow !== undefined) growSamples({ bytes: data, width: canvas.width, channels: 1 }, grow, ratio);
  if (blur === undefined) return data;
  return blurRaster({ data, width: canvas.width, height: canvas.height, channels: 1, alpha: false }, blur, ratio).data;
}

/** A colour as opaque as a plane says. */
function paint(plane: Uint8Array, { width, height }: Rect, { r, g, b, alpha }: Color): Picture {
  const color = r | (g << 8) | (b << 16);
  const data = redrawRows({ data: plane, width, height, channels: 1 }, 4, ({ kernels }) => (into, from) => {
    kernels.paintRow(into, from, width, color, alpha);
  });
  return { data, width, height, channels: 4 };
}

/** Clips an effect in place: an inner effect to the shape, an outer one to what the shape does not cover. */
function gate(picture: Picture, { outer, operated: { canvas } }: EffectFrame, shape: Shape): void {
  const { data, width, channels } = picture;
  const begin = (arena: Arena): RedrawRow => {
    const opacity = takeOpacityRow(arena, shape, width);
    return (row, _from, y) => {
      opacity.read(canvas.x, canvas.y + y, 0);
      arena.kernels.gateRow(row, opacity.address, width, outer ? 1 : 0);
    };
  };
  redrawRows(picture, channels, begin, data);
}

/** `effect`: a colour in the shape of a layer: grown, blurred, made noisy, moved, and cut by the layer (G.6). */
export async function drawEffect(frame: EffectFrame, shape: Shape, masked: boolean): Promise<Picture> {
  const { grow: _grow, blur: _blur, ...others } = frame.operated.operations;
  const painted = paint(shapedPlane(frame, shape), frame.operated.canvas, frame.effect.underColor ?? BLACK);
  const noisy = await operate(painted, { ...frame.operated, operations: others });
  if (masked || !frame.outer) gate(noisy, frame, shape);
  return noisy;
}

/** Effects of all layers together: outer ones below, inner ones above. */
export const compositeEffects: CompositeStep<'effects'> = async (picture, effects, { canvas, composite }) => {
  const ground = new Ground(canvas);
  const shape = { picture, at: canvas };
  const layAll = async (some: readonly EffectFrame[]): Promise<void> => {
    for (const effect of some) {
      const drawn = await drawEffect(effect, shape, composite.effectMask !== false);
      const { blend, number: salt } = effect.effect;
      ground.lay(drawn, within(effect.operated.canvas, canvas), { blend, salt });
    }
  };
  await layAll(effects.filter(({ outer }) => outer));
  ground.lay(picture, within(canvas, canvas), { blend: undefined, salt: 0 });
  await layAll(effects.filter(({ outer }) => !outer));
  return ground.toPicture();
};
