import type { COMPOSITE_STEPS, LAYER_STEPS, OPERATION_STEPS, REPLY_STEPS, StepRow } from '../../../layout/steps.ts';
import type { AnyPicture, Picture } from '../../picture.ts';

/** One operation on pixels, as its row asks for it of a frame. Pictures of 16 bits are for those that are named as deep. */
type Step<Row, P extends AnyPicture> =
  Row extends StepRow<infer F, infer A>
    ? (picture: P, asked: NonNullable<A>, frame: F) => Promise<AnyPicture> | AnyPicture
    : never;

/** The steps of a layer, in its own pixels. */
export type LayerStep<N extends keyof typeof LAYER_STEPS, P extends AnyPicture = Picture> = Step<
  (typeof LAYER_STEPS)[N],
  P
>;
/** Operations on a composite or a layer, in pixels of what there is of it. */
export type OperationStep<N extends keyof typeof OPERATION_STEPS, P extends AnyPicture = Picture> = Step<
  (typeof OPERATION_STEPS)[N],
  P
>;
/** The steps of a composite, in pixels of its canvas. */
export type CompositeStep<N extends keyof typeof COMPOSITE_STEPS, P extends AnyPicture = Picture> = Step<
  (typeof COMPOSITE_STEPS)[N],
  P
>;
/** The steps of a reply, in pixels of the view. */
export type ReplyStep<N extends keyof typeof REPLY_STEPS, P extends AnyPicture = Picture> = Step<
  (typeof REPLY_STEPS)[N],
  P
>;
