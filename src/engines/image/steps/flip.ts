import type { AnyPicture } from '../../picture.ts';
import { turnPicture } from '../source/turn.ts';
import type { LayerStep } from './step.ts';
import { flipTurn } from '../../../layout/turn.ts';

/** `flip`: mirrors the layer; see `LayerFrame.flip` for why before it is turned. */
export const flip: LayerStep<'flip', AnyPicture> = (picture, mirror) => turnPicture(picture, flipTurn(mirror));
