import type { AnyPicture } from '../../picture.ts';
import { extractWindow } from '../source/crop-to-window.ts';
import type { LayerStep } from './step.ts';

/** `crop` that overhangs the picture: clear around what there is of it. */
export const pad: LayerStep<'pad', AnyPicture> = (picture, { at, window }) => extractWindow(window, picture, at);
