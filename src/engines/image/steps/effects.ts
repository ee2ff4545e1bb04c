import type { Rect } from '../../../model/geometry.ts';
import type { Color } from '../../../model/recipe/recipe.ts';
import type { EffectFrame } from '../../../layout/frame.ts';
import { within } from '../../../layout/rect.ts';
import type { Picture } from '../../picture.ts';
import { Ground } from '../kernels/ground.ts';
import { openArena } from '../kernels/simd/arena.ts';
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

/** Copies a row of the opacity of a shape, 0…255, from a place of the scaled composite on; `beside` it has none. */
function readOpacity({ picture, at, isSolid }: Shape, x: number, y: number, into: Uint8Array, beside: number): void {
  const { data, width, height, channels } = picture;
  into.fill(beside);
  const row = y - at.y;
  if (row < 0 || row >= height) return;
  const first = Math.max(0, at.x - x);
  const end = Math.min(into.length, at.x + width - x);
  if (channels === 3 || isSolid) into.fill(255, first, Math.max(first, end));
  else for (let i = first, o = (row * width + x + first - at.x) * 4 + 3; i < end; i++, o += 4) into[i] = data[o] ?? 0;
}

/** A row of opacity as its reverse. */
function invert(row: Uint8Array): void {
  for (let i = 0; i < row.length; i++) row[i] = 255 - (row[i] ?? 0);
}

/**
 * The part of a layer that an effect is made of, as a plane of opacity: moved, on the part of the scaled composite that the
 * effect is computed on. Outer ones are made of its shape, inner ones of what lies around it, so that the same shadow, glow or
 * stroke falls out of the shape and into it; `invert` is what lies around within its rectangle, `off` all of that (reference
 * G.6).
 */
function planeOf({ effect, outer, offset, operated: { canvas } }: EffectFrame, shape: Shape): Uint8ClampedArray {
  const { width, height } = canvas;
  const use = effect.mask?.use;
  const from = { ...shape, isSolid: use === 'off' };
  const isInverted = use !== 'off' && (!outer || use === 'invert');
  // Around the shape is all there is of the composite, but for one that is inverted within its rectangle.
  const beside = isInverted && outer ? 255 : 0;
  const plane = new Uint8ClampedArray(width * height);
  for (let y = 0; y < height; y++) {
    const row = new Uint8Array(plane.buffer, y * width, width);
    readOpacity(from, canvas.x - offset.x, canvas.y + y - offset.y, row, beside);
    if (isInverted) invert(row);
  }
  return plane;
}

/** The plane of an effect, grown and blurred as it asks. */
function shapedPlane(frame: EffectFrame, shape: Shape): Uint8Array {
  const { operations, canvas, ratio } = frame.operated;
  const { grow, blur } = operations;
  const bytes = planeOf(frame, shape);
  if (grow !== undefined) growSamples({ bytes, width: canvas.width, channels: 1 }, grow, ratio);
  const data = new Uint8Array(bytes.buffer);
  if (blur === undefined) return data;
  return blurRaster({ data, width: canvas.width, height: canvas.height, channels: 1, alpha: false }, blur, ratio).data;
}

/** A colour as opaque as a plane says. */
function paint(plane: Uint8Array, { width, height }: Rect, { r, g, b, alpha }: Color): Picture {
  const { kernels, ...arena } = openArena();
  const [opacityAt, rowAt] = [arena.take(width), arena.take(width * 4)];
  const [opacity, row] = [arena.bytes(opacityAt, width), arena.bytes(rowAt, width * 4)];
  const data = new Uint8Array(plane.length * 4);
  for (let y = 0; y < height; y++) {
    opacity.set(plane.subarray(y * width, (y + 1) * width));
    kernels.paintRow(rowAt, opacityAt, width, r | (g << 8) | (b << 16), alpha);
    data.set(row, y * row.length);
  }
  return { data, width, height, channels: 4 };
}

/** Keeps of an inner effect what lies within the shape, of an outer one what that does not hide. */
function gate({ data, width, height }: Picture, { outer, operated: { canvas } }: EffectFrame, shape: Shape): void {
  const { kernels, ...arena } = openArena();
  const [opacityAt, rowAt] = [arena.take(width), arena.take(width * 4)];
  const [opacity, row] = [arena.bytes(opacityAt, width), arena.bytes(rowAt, width * 4)];
  for (let y = 0; y < height; y++) {
    readOpacity(shape, canvas.x, canvas.y + y, opacity, 0);
    row.set(data.subarray(y * row.length, (y + 1) * row.length));
    kernels.gateRow(rowAt, opacityAt, width, outer ? 1 : 0);
    data.set(row, y * row.length);
  }
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
