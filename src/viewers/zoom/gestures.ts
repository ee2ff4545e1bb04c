import type { ViewerContext } from '../core/context.ts';

/** The attributes that a zoomed picture has in one viewer: those of `ZoomView` or `SpinView`. */
export type ZoomComponent = 'ZoomView' | 'SpinView';

/** A point of the picture's box, fractions of it. */
export interface BoxPoint {
  readonly x: number;
  readonly y: number;
}

/** The picture that gestures act on. */
export interface GestureTarget {
  readonly setting: ViewerContext['setting'];
  readonly component: ZoomComponent;
  readonly signal: AbortSignal;
  readonly isZoomed: () => boolean;
  readonly canZoomMore: () => boolean;
  readonly zoom: (about: BoxPoint, by?: number) => void;
  readonly reset: () => void;
}

/** The farthest that a pointer moves in a click. CSS pixels. */
const CLICK_PX = 6;

/** The longest between the two clicks of a double click. Milliseconds. */
const DOUBLE_MS = 300;

/** A wheel's turn by which a picture doubles. CSS pixels. */
const WHEEL_PX = 300;

type Action = 'none' | 'zoom' | 'reset' | 'zoomReset';

/** By default one click zooms with a mouse and two with a finger: one finger's tap is for what else is on the page. */
function actionOf(said: string, touch: boolean, clicks: 1 | 2): Action {
  if (said !== 'auto') return said as Action;
  if (clicks === 1) return touch ? 'none' : 'zoomReset';
  return touch ? 'zoomReset' : 'reset';
}

/** Hears clicks, double clicks and wheels with Ctrl on a picture, and what the attributes make of them. */
export function listenToGestures(main: HTMLElement, target: GestureTarget): void {
  const { setting, component, signal, isZoomed, canZoomMore, zoom, reset } = target;
  const [single] = setting(`${component}.singleclick`).map(String);
  const [double] = setting(`${component}.doubleclick`).map(String);
  const at = ({ clientX, clientY }: MouseEvent): BoxPoint => {
    const { left, top, width, height } = main.getBoundingClientRect();
    return { x: (clientX - left) / width, y: (clientY - top) / height };
  };
  const act = (action: Action, about: BoxPoint): void => {
    if (action === 'none') return;
    if (action === 'reset' || (action === 'zoomReset' && isZoomed() && !canZoomMore())) reset();
    else zoom(about);
  };
  let down: PointerEvent | undefined;
  let last: { readonly time: number; readonly point: BoxPoint } | undefined;
  main.addEventListener('pointerdown', (event) => (down = event.isPrimary && event.button === 0 ? event : undefined), {
    signal,
    capture: true,
  });
  main.addEventListener(
    'pointerup',
    (event) => {
      const start = down;
      down = undefined;
      if (!start || Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > CLICK_PX) return;
      const point = at(event);
      const touch = event.pointerType === 'touch';
      const again = last !== undefined && event.timeStamp - last.time < DOUBLE_MS;
      last = again ? undefined : { time: event.timeStamp, point };
      act(actionOf((again ? double : single) ?? 'auto', touch, again ? 2 : 1), point);
    },
    { signal, capture: true },
  );
  main.addEventListener(
    'wheel',
    (event) => {
      // Without Ctrl a wheel scrolls the page; with it, and by a pinch on a touchpad, it zooms.
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(at(event), 2 ** (-event.deltaY / WHEEL_PX));
    },
    { signal, passive: false },
  );
  listenToPinch(main, target);
}

/** The change of a pinch by which a picture that was whole is opened. */
const PINCH = 1.15;

/** A pinch starts zooming from the whole picture; once zoomed, the zoom view handles touches itself. */
function listenToPinch(main: HTMLElement, { signal, isZoomed, zoom }: GestureTarget): void {
  let start = 0;
  const apart = ([a, b]: TouchList & Iterable<Touch>): number =>
    a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0;
  main.addEventListener('touchstart', ({ touches }) => (start = touches.length === 2 ? apart(touches as never) : 0), {
    signal,
    passive: true,
  });
  main.addEventListener(
    'touchmove',
    (event) => {
      if (start === 0 || isZoomed()) return;
      event.preventDefault();
      const by = apart(event.touches as never) / start;
      if (by < PINCH) return;
      start = 0;
      const { left, top, width, height } = main.getBoundingClientRect();
      const [a, b] = [event.touches[0], event.touches[1]];
      const x = (((a?.clientX ?? 0) + (b?.clientX ?? 0)) / 2 - left) / width;
      const y = (((a?.clientY ?? 0) + (b?.clientY ?? 0)) / 2 - top) / height;
      zoom({ x, y }, 2);
    },
    { signal, passive: false },
  );
}
