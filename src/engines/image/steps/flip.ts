import { flipTurn, turnPicture } from '../turn.ts';
import type { Step } from './step.ts';

/** `flip`: mirrors the layer, before it is turned. */
export const flip: Step = (picture, { recipe }) => turnPicture(picture, flipTurn(recipe.flip));
