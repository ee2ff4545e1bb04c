import type { CompositeFrame, LayerFrame } from '../../layout/frame.ts';
import { within } from '../../layout/rect.ts';
import { isAlone } from '../../layout/steps.ts';
import type { AnyPicture, Picture } from '../picture.ts';
import { Ground } from './kernels/ground.ts';
import { toBytes } from './source/pixels.ts';
import { drawEffect } from './steps/effects.ts';

/** The way to the pixels of a layer: those that are read, and what its steps make of them. */
interface LayerDrawing {
  readonly read: (layer: LayerFrame) => Promise<AnyPicture>;
  readonly draw: (read: AnyPicture, layer: LayerFrame) => Promise<AnyPicture>;
}

/** A layer as opaque as its source is: its effects are made of that shape. */
function withoutOpacity(layer: LayerFrame): LayerFrame {
  const { operated } = layer;
  if (!operated?.operations.opacity) return layer;
  const { opacity: _opacity, ...operations } = operated.operations;
  return { ...layer, operated: { ...operated, operations } };
}

/** Makes an effect as opaque as its layer lets it be: the opacity of contents says nothing of it (reference G.4). */
function fade({ data }: Picture, { layer }: LayerFrame): void {
  const [opacity] = layer.own?.operations?.opacity ?? [100];
  if (opacity === 100) return;
  for (let i = 3; i < data.length; i += 4) data[i] = ((data[i] ?? 0) * opacity) / 100 + 0.5;
}

/** Lays one layer on those below it, between its outer and its inner effects. */
async function layOn(ground: Ground, layer: LayerFrame, frame: CompositeFrame, drawing: LayerDrawing): Promise<void> {
  const { canvas, composite } = frame;
  const { number, blend, hidden } = layer.layer;
  if (hidden === true) return;
  const read = await drawing.read(layer);
  const drawn = toBytes(await drawing.draw(read, layer));
  const shaped = layer.effects.length > 0 ? withoutOpacity(layer) : layer;
  const shape = { picture: shaped === layer ? drawn : toBytes(await drawing.draw(read, shaped)), at: layer.laid };
  const layEffects = async (effects: LayerFrame['effects']): Promise<void> => {
    for (const effect of effects) {
      const picture = await drawEffect(effect, shape, composite.effectMask !== false);
      const { blend: how, number: salt } = effect.effect;
      fade(picture, layer);
      ground.lay(picture, within(effect.operated.canvas, canvas), {
        blend: how,
        salt: salt + 31 * number,
      });
    }
  };
  await layEffects(layer.effects.filter(({ outer }) => outer));
  ground.lay(drawn, within(layer.laid, canvas), { blend, salt: number });
  await layEffects(layer.effects.filter(({ outer }) => !outer));
}

/**
 * The compositor: lays the layers on the canvas, the lowest first, clear around them. One that has all of it to itself
 * is the canvas.
 */
export async function compose(frame: CompositeFrame, drawing: LayerDrawing): Promise<AnyPicture> {
  const [base] = frame.layers;
  if (isAlone(frame)) return drawing.draw(await drawing.read(base), base);
  const ground = new Ground(frame.canvas);
  for (const layer of frame.layers) await layOn(ground, layer, frame, drawing);
  return ground.toPicture();
}
