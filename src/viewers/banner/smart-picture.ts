import { type Mount, make, picturesOf } from '../shared.ts';
import { showNearest } from './banner.ts';

/** A picture alone, in the smart crop that suits its box. */
export const mountPicture: Mount = (context) => {
  const { item, stage } = context;
  const [picture] = picturesOf(item);
  if (picture === undefined) throw new Error(`expected a picture in ${item.name}, got none`);
  const main = make('div', { class: 'main', part: 'main' });
  stage.append(main);
  showNearest(context, picture, main, () => undefined);
};
