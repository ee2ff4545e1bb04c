import { type Mount, type ViewerContext, make, pictureElement, picturesOf } from '../shared.ts';
import { makeHotspots } from '../hotspots/hotspots.ts';
import type { PictureView, ViewerPicture } from '../../model/viewers/document.ts';

/** The view whose shape is nearest to that of a box. */
export function nearestView({ views }: ViewerPicture, ratio: number): PictureView {
  const miss = ({ files }: PictureView): number => Math.abs(Math.log(files.width / files.height / ratio));
  return views.reduce((best, view) => (miss(view) < miss(best) ? view : best), views[0]);
}

/** Shows the view of a picture that is nearest to the shape of its box, and changes it as the box does. */
export function showNearest(
  { signal, stage, tell }: ViewerContext,
  picture: ViewerPicture,
  main: HTMLElement,
  onView: (view: PictureView) => void,
): void {
  let shown: PictureView | undefined;
  const choose = (): void => {
    const view = nearestView(picture, (main.clientWidth || 1) / (main.clientHeight || 1));
    if (view === shown) return;
    if (shown) tell('swap', { name: picture.name, crop: view.crop });
    shown = view;
    const element = pictureElement(view.files, picture.label, 'eager');
    for (const one of element.querySelectorAll('[srcset]'))
      one.setAttribute('sizes', `${Math.max(1, stage.clientWidth)}px`);
    main.querySelector(':scope > picture')?.remove();
    main.prepend(element);
    onView(view);
  };
  const watcher = new ResizeObserver(choose);
  watcher.observe(main);
  signal.addEventListener('abort', () => watcher.disconnect());
  choose();
}

/** A picture with hotspots, in the smart crop that suits its box. */
export const mountBanner: Mount = (context) => {
  const { item, stage } = context;
  const [picture] = picturesOf(item);
  if (picture === undefined) throw new Error(`expected a picture with hotspots in ${item.name}, got none`);
  const main = make('div', { class: 'main', part: 'main' });
  stage.append(main);
  const marks = makeHotspots(context, main);
  showNearest(context, picture, main, (view) => marks.show(picture, view));
};
