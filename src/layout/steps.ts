import type { Color, Operations, UnsharpMask } from '../model/recipe/recipe.ts';
import type { CompositeFrame, Frame, LayerFrame, OperatedFrame } from './frame.ts';
import { wholeOf } from './reading.ts';
import { sameRect } from './rect.ts';

/**
 * The copies that a step leaves to be collected, as estimates count it: a copy of the picture, one that has an alpha channel whatever
 * it had before, that and a mask as large, or nothing that is not counted with what is read and finished anyway.
 */
export type Leaves = 'nothing' | 'copy' | 'alpha' | 'masked';

/** One step of a coordinate system. */
export interface StepRow<F, A> {
  /** The request of a frame to the step; undefined: it is passed over. */
  readonly asks: (frame: F) => A | undefined;
  readonly leaves: Leaves;
}

const WHITE: Color = { r: 255, g: 255, b: 255, alpha: 255 };

const layer = <A>(leaves: Leaves, asks: (frame: LayerFrame) => A | undefined): StepRow<LayerFrame, A> => ({
  leaves,
  asks,
});
const composite = <A>(leaves: Leaves, asks: (frame: CompositeFrame) => A | undefined): StepRow<CompositeFrame, A> => ({
  leaves,
  asks,
});
const reply = <A>(leaves: Leaves, asks: (frame: Frame) => A | undefined): StepRow<Frame, A> => ({ leaves, asks });

const operation = <const N extends keyof Operations>(name: N): StepRow<OperatedFrame, Operations[N]> => ({
  leaves: 'copy',
  asks: ({ operations }) => operations[name],
});

/** Operations on pixels, in pixels of the scaled composite or layer (B.1). */
export const OPERATION_STEPS = {
  invert: { ...operation('invert'), asks: ({ operations }: OperatedFrame) => operations.invert || undefined },
  colorBalance: operation('colorBalance'),
  hue: operation('hue'),
  saturation: operation('saturation'),
  brightness: operation('brightness'),
  contrast: operation('contrast'),
  colorize: operation('colorize'),
  grow: operation('grow'),
  blur: operation('blur'),
  sharpenLayer: { leaves: 'copy', asks: ({ sharpening }) => sharpening?.sharpen || undefined } satisfies StepRow<
    OperatedFrame,
    boolean
  >,
  unsharpLayer: {
    leaves: 'copy',
    asks: ({ sharpening }) => sharpening?.unsharpMask ?? sharpening?.unsharpMaskR,
  } satisfies StepRow<OperatedFrame, UnsharpMask>,
  noise: operation('noise'),
  opacity: { ...operation('opacity'), leaves: 'alpha' as const },
};

/**
 * The steps of a layer's pixels once its region was read at its scale, in the order of the reference (B.1); the order
 * of commands in a preset says nothing.
 */
export const LAYER_STEPS = {
  // What overhangs its source was scaled without what is not there.
  pad: layer('alpha', ({ overhang }) => overhang),
  // A perspective has a cost of its own, by the pixels that it is drawn from.
  perspective: layer('nothing', ({ warp }) => warp),
  // Counted by what is done.
  operate: layer('nothing', ({ operated }) => operated),
  // The colour of a layer without a picture is what it is made of.
  underColor: layer('copy', (frame) => (frame.source.solid ? undefined : frame.layer.underColor)),
  flip: layer('copy', ({ flip }) => flip),
  rotate: layer('copy', ({ turn }) => turn),
  extend: layer('alpha', ({ at, laid }) => (sameRect(at, laid) ? undefined : laid)),
  clip: layer('masked', ({ contours }) => (contours.length > 0 ? contours : undefined)),
  fill: layer('copy', (frame) => frame.layer.fill),
};

/** Tells whether a layer has the canvas to itself: nothing is laid on another, and nothing is left out. */
export function isAlone({ layers: [base, ...above], canvas }: CompositeFrame): boolean {
  const isPlain = base.effects.length === 0 && base.layer.hidden !== true;
  return isPlain && above.length === 0 && sameRect(base.laid, canvas);
}

/** The compositor: lays the layers on the canvas; undefined where one has all of it to itself. */
const COMPOSE = composite('alpha', (frame) => (isAlone(frame) ? undefined : frame.canvas));

/** The steps of the layers together, in pixels of the scaled composite. */
export const COMPOSITE_STEPS = {
  operate: composite('nothing', ({ operated }) => operated),
  clip: composite('masked', ({ contours, composite: { clip } }) => clip && contours),
  effects: composite('alpha', ({ effects }) => (effects.length > 0 ? effects : undefined)),
};

/** The steps that make the reply of the composite, in pixels of the view (B.6). */
export const REPLY_STEPS = {
  place: reply('nothing', ({ placement }) => placement),
  sharpen: reply('copy', ({ composite: { composite: asked } }) => asked.sharpen || undefined),
  // Counted with what is finished.
  unsharpMask: reply('nothing', ({ composite: { composite: asked } }) => asked.unsharpMask ?? asked.unsharpMaskR),
  cut: reply('nothing', ({ tile, drawn }) => (sameRect(tile, wholeOf(drawn)) ? undefined : tile)),
  replyMask: reply('copy', ({ recipe }) => (recipe.reply === 'mask' ? recipe.reply : undefined)),
  flatten: reply('nothing', ({ format, recipe }) => (format.alpha ? undefined : (recipe.background ?? WHITE))),
  quantize: reply('copy', ({ recipe }) => recipe.output.palette),
};

/** The rows whose steps leave something. */
const leaving = <F>(rows: Readonly<Record<string, StepRow<F, unknown>>>): readonly StepRow<F, unknown>[] =>
  Object.values(rows).filter(({ leaves }) => leaves !== 'nothing');

const LEAVING = {
  layer: leaving(LAYER_STEPS),
  operation: leaving(OPERATION_STEPS),
  composite: leaving({ COMPOSE, ...COMPOSITE_STEPS }),
  reply: leaving(REPLY_STEPS),
};

/** The copies that the steps of a frame leave, each of its layers' as well. */
export function leftBySteps(frame: Frame): readonly Leaves[] {
  const left: Leaves[] = [];
  const ask = <F>(rows: readonly StepRow<F, unknown>[], of: F): void => {
    for (const { asks, leaves } of rows) if (asks(of) !== undefined) left.push(leaves);
  };
  const operated = [...frame.composite.layers, frame.composite].flatMap((one) => one.operated ?? []);
  for (const one of frame.composite.layers) ask(LEAVING.layer, one);
  for (const one of operated) ask(LEAVING.operation, one);
  ask(LEAVING.composite, frame.composite);
  ask(LEAVING.reply, frame);
  return left;
}
