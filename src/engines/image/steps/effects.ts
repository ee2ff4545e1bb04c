import type { Rect } from '../../../model/geometry.ts';
import type { Color, Layer } from '../../../model/recipe/recipe.ts';
import type { EffectFrame } from '../../../layout/frame.ts';
import { within } from '../../../layout/rect.ts';
import type { Picture } from '../../picture.ts';
import { Ground } from '../kernels/ground.ts';
import { operate } from '../operations.ts';
import type { CompositeStep } from './step.ts';

/** The finished pixels of a layer, and their place in the scaled composite. */
interface Shape {
  readonly picture: Picture;
  readonly at: Rect;
}

const BLACK: Color = { r: 0, g: 0, b: 0, alpha: 255 };

/** The opacity of a shape at a place of the scaled composite, 0…255; undefined beside it. */
function opacityAt({ picture: { data, width, height, channels }, at }: Shape, x: number, y: number) {
  const [column, row] = [x - at.x, y - at.y];
  if (column < 0 || row < 0 || column >= width || row >= height) return undefined;
  return channels === 4 ? (data[(row * width + column) * 4 + 3] ?? 0) : 255;
}

/**
 * The part of a layer that an effect is made of. Outer ones are its shape, inner ones what lies around it, so that the
 * same shadow, glow or stroke falls out of the shape and into it; `invert` is what lies around, `off` all of its
 * rectangle (reference G.6).
 */
function coverage({ mask }: Layer, outer: boolean): (opacity: number | undefined) => number {
  if (mask?.use === 'off') return (opacity) => (opacity === undefined ? 0 : 255);
  if (!outer) return (opacity) => 255 - (opacity ?? 0);
  return mask?.use === 'invert' ? (opacity) => (opacity === undefined ? 0 : 255 - opacity) : (opacity) => opacity ?? 0;
}

/** A colour in the shape of a layer, moved, on the part of the scaled composite that an effect is computed on. */
function shapeOf({ effect, outer, offset, operated: { canvas } }: EffectFrame, shape: Shape, color: Color): Picture {
  const { width, height } = canvas;
  const data = new Uint8Array(width * height * 4);
  const cover = coverage(effect, outer);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      data[i] = color.r;
      data[i + 1] = color.g;
      data[i + 2] = color.b;
      data[i + 3] = cover(opacityAt(shape, canvas.x + x - offset.x, canvas.y + y - offset.y));
    }
  }
  return { data, width, height, channels: 4 };
}

/** The colour as it was asked for: what blurs and grows works on it multiplied by alpha, and rounds it. */
function recolor({ data }: Picture, { r, g, b, alpha }: Color): void {
  for (let i = 0; i < data.length; i += 4) {
    data[i] = r;
    data[i + 1] = g;
    data[i + 2] = b;
    data[i + 3] = ((data[i + 3] ?? 0) * alpha) / 255 + 0.5;
  }
}

/** Keeps of an inner effect what lies within the shape, of an outer one what that does not hide. */
function gate({ data, width, height }: Picture, { outer, operated: { canvas } }: EffectFrame, shape: Shape): void {
  for (let y = 0, i = 3; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      const opacity = opacityAt(shape, canvas.x + x, canvas.y + y) ?? 0;
      data[i] = ((data[i] ?? 0) * (outer ? 255 - opacity : opacity)) / 255 + 0.5;
    }
  }
}

/** `effect`: a colour in the shape of a layer: grown, blurred, made noisy, moved, and cut by the layer (G.6). */
export async function drawEffect(frame: EffectFrame, shape: Shape, masked: boolean): Promise<Picture> {
  const { grow, blur, ...others } = frame.operated.operations;
  const color = frame.effect.underColor ?? BLACK;
  const shaping = { ...(grow !== undefined && { grow }), ...(blur !== undefined && { blur }) };
  const drawn = await operate(shapeOf(frame, shape, color), { ...frame.operated, operations: shaping });
  recolor(drawn, color);
  const noisy = await operate(drawn, { ...frame.operated, operations: others });
  if (masked || !frame.outer) gate(noisy, frame, shape);
  return noisy;
}

/** Effects of all layers together: outer ones below, inner ones above. */
export const compositeEffects: CompositeStep<'effects'> = async (picture, effects, { canvas, composite }) => {
  const ground = new Ground(canvas);
  const shape = { picture, at: canvas };
  const layAll = async (outer: boolean): Promise<void> => {
    for (const effect of effects.filter((one) => one.outer === outer)) {
      const drawn = await drawEffect(effect, shape, composite.effectMask !== false);
      const { blend, number: salt } = effect.effect;
      ground.lay(drawn, within(effect.operated.canvas, canvas), { blend, salt });
    }
  };
  await layAll(true);
  ground.lay(picture, within(canvas, canvas), { blend: undefined, salt: 0 });
  await layAll(false);
  return ground.toPicture();
};
