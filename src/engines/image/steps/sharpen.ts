import { redraw } from '../source/pixels.ts';
import type { AnyPicture } from '../../picture.ts';
import type { OperationStep, ReplyStep } from './step.ts';

/**
 * `op_sharpen`: a fixed, mild sharpening; the reference has no formula. libvips' 3 × 3 kernel (centre 32, neighbours
 * −1, over 24) on colours and alpha, the one that people who know sharp expect of `sharpen()`.
 */
const sharpened = (picture: AnyPicture): Promise<AnyPicture> => redraw(picture, (pipeline) => pipeline.sharpen());

export const sharpen: ReplyStep<'sharpen', AnyPicture> = sharpened;
export const sharpenLayer: OperationStep<'sharpenLayer'> = sharpened;
