import type { AnyPicture } from '../../picture.ts';
import { extractWindow } from '../source/crop-to-window.ts';
import type { LayerStep } from './step.ts';

/** `extend`: lays the turned layer on its rectangle, clear around it, or cuts off what that leaves out. */
export const extend: LayerStep<'extend', AnyPicture> = (picture, laid, { at }) => extractWindow(laid, picture, at);
