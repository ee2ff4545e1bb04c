import { turnPicture } from '../source/turn.ts';
import type { Step } from './step.ts';
import { flipTurn } from '../../../layout/turn.ts';

/** `flip`: mirrors the layer; see `Frame.degrees` for why before it is turned. */
export const flip: Step = (picture, { recipe }) => turnPicture(picture, flipTurn(recipe.flip));
