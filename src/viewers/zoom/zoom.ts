import type { Region } from './deep.ts';
import type { Hotspots } from '../hotspots/hotspots.ts';
import {
  type Mount,
  type ViewerContext,
  make,
  makeApplication,
  makeControls,
  Swatches,
  Zoomable,
  picturesOf,
  stepOf,
  wantsStillness,
  wholePicture,
} from '../shared.ts';
import type { ViewerPicture } from '../../model/viewers/document.ts';

/** The part that attributes show first, fractions of the picture; undefined = the whole. */
function firstRegion({ setting }: ViewerContext, { width, height }: ViewerPicture): Region | undefined {
  const [x, y, w, h] = setting('ZoomView.rgn').map(Number) as [number, number, number, number];
  if (w > 0 && h > 0) return { x: x / width, y: y / height, width: w / width, height: h / height };
  const [nx, ny, nw, nh] = setting('ZoomView.rgnN').map(Number) as [number, number, number, number];
  return nw > 0 && nh > 0 ? { x: nx, y: ny, width: nw, height: nh } : undefined;
}

/** Lets one picture follow another as `ZoomView.frametransition` says. */
function follow({ setting }: ViewerContext, old: Element, next: HTMLPictureElement): void {
  const [kind = 'none', seconds = 0.3] = setting('ZoomView.frametransition');
  const image = next.querySelector('img');
  if (kind === 'none' || wantsStillness() || !image) return old.remove();
  const from = kind === 'fade' ? { opacity: 0 } : { transform: 'translateX(100%)' };
  const to = kind === 'fade' ? { opacity: 1 } : { transform: 'none' };
  next.before(old);
  image
    .animate([from, to], { duration: Number(seconds) * 1000, easing: 'ease-out' })
    .addEventListener('finish', () => old.remove());
}

/** The layer of hotspots, fetched where a picture has any. */
async function hotspotsOf(
  context: ViewerContext,
  pictures: readonly ViewerPicture[],
  main: HTMLElement,
): Promise<Hotspots | undefined> {
  if (pictures.every(({ hotspots }) => hotspots === undefined)) return undefined;
  const { makeHotspots } = await import('../hotspots/hotspots.ts');
  return makeHotspots(context, main);
}

/** A picture, or the pictures of a set, to be magnified: buttons, keys, clicks, two fingers. */
export const mountZoom: Mount = async (context) => {
  const { item, signal, stage, setting, tell, text } = context;
  const pictures = picturesOf(item);
  const start = Math.min(pictures.length - 1, Number(setting('initialFrame')[0] ?? 0));
  const first = pictures[start];
  if (first === undefined) throw new Error(`expected a picture to zoom in ${item.name}, got none`);
  const zoomable = new Zoomable(context, 'ZoomView', first, (box) => box.querySelector('img'));
  const { main } = zoomable;
  const hint = makeApplication(
    main,
    first.label || text('Zoom.LABEL'),
    text('ZoomView.ROLE_DESCRIPTION'),
    text('ZoomView.USAGE_HINT'),
  );
  const marks = await hotspotsOf(context, pictures, main);
  // The colour of a picture stands in its place until it has come: what is seen around it then is the ground.
  const paint = (color = ''): void => void (main.style.backgroundColor = color);
  main.addEventListener('load', () => paint(), { signal, capture: true });
  const draw = (picture: ViewerPicture): void => {
    paint(picture.color);
    const next = wholePicture(picture);
    const old = main.querySelector('picture');
    main.prepend(next);
    if (old) follow(context, old, next);
    marks?.show(picture);
  };
  let current = start;
  const show = (index: number): void => {
    const picture = pictures[index];
    if (picture === undefined || index === current) return;
    current = index;
    zoomable.change(picture);
    main.setAttribute('aria-label', picture.label || text('Swatches.ITEM', index + 1, pictures.length));
    draw(picture);
    tell('swap', { index, name: picture.name });
  };
  const swatches = pictures.length > 1 ? new Swatches(context, pictures, show) : undefined;
  main.addEventListener(
    'keydown',
    (event) => {
      const isAside = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
      const turn = isAside ? stepOf(event.key, main) : undefined;
      if (event.target !== main) return;
      if (zoomable.press(event.key)) event.preventDefault();
      else if (turn !== undefined && swatches && pictures[current + turn]) {
        event.preventDefault();
        show(current + turn);
        swatches.choose(current);
      }
    },
    { signal },
  );
  const view = make('div', { class: 'view' }, main, makeControls(context, ...zoomable.buttons));
  stage.append(view, hint, ...(swatches ? [swatches.element] : []));
  swatches?.choose(start);
  draw(first);
  const region = firstRegion(context, first);
  if (region) await zoomable.show(region);
};
