import type { COMPOSITE_STEPS, LAYER_STEPS, OPERATION_STEPS, REPLY_STEPS, StepRow } from '../../../layout/steps.ts';
import type { Picture } from '../../picture.ts';

/** One operation on 8-bit pixels, as its row asks for it of a frame. */
type Step<Row> =
  Row extends StepRow<infer F, infer A>
    ? (picture: Picture, asked: NonNullable<A>, frame: F) => Promise<Picture> | Picture
    : never;

/** The steps of a layer, in its own pixels. */
export type LayerStep<N extends keyof typeof LAYER_STEPS> = Step<(typeof LAYER_STEPS)[N]>;
/** Operations on a composite or a layer, in pixels of what there is of it. */
export type OperationStep<N extends keyof typeof OPERATION_STEPS> = Step<(typeof OPERATION_STEPS)[N]>;
/** The steps of a composite, in pixels of its canvas. */
export type CompositeStep<N extends keyof typeof COMPOSITE_STEPS> = Step<(typeof COMPOSITE_STEPS)[N]>;
/** The steps of a reply, in pixels of the view. */
export type ReplyStep<N extends keyof typeof REPLY_STEPS> = Step<(typeof REPLY_STEPS)[N]>;
