import type { ViewerPicture } from '../../model/viewers/document.ts';
import { numberAt, type ViewerContext } from '../core/context.ts';
import { iconButton, make } from '../core/dom.ts';
import zoomStyles from '../styles/zoom.css';
import type { Deep, Region } from './deep.ts';
import { type BoxPoint, listenToGestures, type ZoomComponent } from './gestures.ts';

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-0.2, 0],
  ArrowRight: [0.2, 0],
  ArrowUp: [0, -0.2],
  ArrowDown: [0, 0.2],
};

/** Less than this is the whole picture, but for rounding. */
const ZOOMED = 1.01;

interface Shown {
  readonly picture: ViewerPicture;
  readonly box: HTMLElement;
  readonly going: AbortController;
  deep?: Promise<Deep>;
  ready?: Deep;
}

const shownOf = (picture: ViewerPicture): Shown => ({
  picture,
  box: make('div', { class: 'deep' }),
  going: new AbortController(),
});

/**
 * The part of a viewer whose picture is magnified on demand; what does it is fetched when somebody first asks for it. The caller
 * shows the picture, whole, in `main`; `onScreen` finds the file that is seen there, and stands for the picture until its tiles
 * have come.
 */
export class Zoomable {
  readonly main = make('div', { class: 'main', part: 'main' });
  /** Buttons for zooming: first the one that magnifies. */
  readonly buttons: readonly HTMLButtonElement[];
  readonly #context: ViewerContext;
  readonly #component: ZoomComponent;
  readonly #onScreen: (main: HTMLElement) => HTMLImageElement | null;
  /** The factor of one step, and the largest magnification: pixels of CSS to one of the picture. */
  readonly #factor: number;
  readonly #limit: number;
  #shown: Shown;
  #scale = 1;

  constructor(
    context: ViewerContext,
    component: ZoomComponent,
    first: ViewerPicture,
    onScreen: (main: HTMLElement) => HTMLImageElement | null,
  ) {
    const { setting, signal, style, text } = context;
    style(zoomStyles);
    this.#context = context;
    this.#component = component;
    this.#onScreen = onScreen;
    const [step = 1, limit = 1] = setting(`${component}.zoomstep`).map(Number);
    this.#factor = 2 ** step;
    this.#limit = limit;
    const zoomIn = iconButton('zoomIn', text('ZoomInButton.TOOLTIP'), () => this.#zoom(this.#factor));
    const zoomOut = iconButton('zoomOut', text('ZoomOutButton.TOOLTIP'), () => this.#zoom(1 / this.#factor));
    const reset = iconButton('reset', text('ZoomResetButton.TOOLTIP'), () => this.reset());
    this.buttons = setting('ZoomView.reset')[0] === 1 ? [zoomIn, zoomOut, reset] : [zoomIn, zoomOut];
    this.#shown = shownOf(first);
    this.#mark();
    signal.addEventListener('abort', () => this.#shown.going.abort());
    listenToGestures(this.main, {
      ...{ setting, component, signal },
      isZoomed: () => this.isZoomed(),
      canZoomMore: () => this.#canZoomMore(),
      zoom: (about, by = this.#factor) => this.#zoom(by, about),
      reset: () => this.reset(),
    });
  }

  /** Magnifies another picture from now on: the one that the caller shows, whole. */
  change(picture: ViewerPicture): void {
    this.#shown.going.abort();
    this.#shown.box.remove();
    this.#shown = shownOf(picture);
    this.#scale = 1;
    this.#mark();
  }

  isZoomed(): boolean {
    return (this.#shown.ready?.scale() ?? 1) > ZOOMED;
  }

  /** Magnifies a part. */
  async show(region: Region): Promise<void> {
    (await this.#deep())?.show(region);
  }

  reset(): void {
    this.#shown.ready?.reset();
  }

  /** Does what a key asks for; false = it asks for nothing. */
  press(key: string): boolean {
    const zoomed = this.isZoomed();
    const move = ARROWS[key];
    if (key === '+' || key === '=') this.#zoom(this.#factor);
    else if (key === '-' && zoomed) this.#zoom(1 / this.#factor);
    else if (key === 'Escape' && zoomed) this.reset();
    else if (move && zoomed) this.#shown.ready?.pan(...move);
    else return false;
    return true;
  }

  /** The magnification at which a pixel of the picture is as large as the limit says. */
  #most(): number {
    const { picture, box, ready } = this.#shown;
    const fit = Math.min(box.clientWidth / picture.width, box.clientHeight / picture.height);
    return ready && fit > 0 ? Math.max(1, this.#limit / fit) : Infinity;
  }

  #canZoomMore(): boolean {
    return this.#scale < this.#most() - 0.01;
  }

  /** Marks the picture as magnified or whole, and the buttons that do nothing. */
  #mark(): void {
    const zoomed = this.#scale > ZOOMED;
    // Whole, the picture is what gestures of the page pass over.
    this.main.classList.toggle('zoomed', zoomed);
    // Not `disabled`, which would take the focus from the button that was pressed.
    for (const [i, button] of this.buttons.entries())
      button.setAttribute('aria-disabled', String(!(i === 0 ? this.#canZoomMore() : zoomed)));
  }

  #onView(scale: number, seen: Region): void {
    const changed = Math.abs(scale - this.#scale) > 1e-4;
    this.#scale = scale;
    this.#mark();
    this.#context.tell(changed ? 'zoom' : 'pan', { name: this.#shown.picture.name, scale, seen });
  }

  async #open({ picture, box, going }: Shown): Promise<Deep> {
    const { openDeep } = await import('./deep.ts');
    const seconds = numberAt(this.#context.setting(`${this.#component}.transition`), 0);
    const preview = this.#onScreen(this.main)?.currentSrc || picture.largest.src;
    this.main.append(box);
    const onView = (scale: number, seen: Region): void => this.#onView(scale, seen);
    const { fail } = this.#context;
    return openDeep(box, picture, { seconds, limit: this.#limit, preview, signal: going.signal, onView, fail });
  }

  /** The magnified picture; undefined where another one is shown by the time it is there. */
  async #deep(): Promise<Deep | undefined> {
    const of = this.#shown;
    of.deep ??= this.#open(of).catch((error: unknown) => {
      // Whoever asks again may have more luck.
      delete of.deep;
      of.box.replaceChildren();
      throw error;
    });
    of.ready = await of.deep;
    return of === this.#shown ? of.ready : undefined;
  }

  #zoom(by: number, about?: BoxPoint): void {
    if (by < 1 && !this.isZoomed()) return;
    this.#deep().then((deep) => deep?.zoomBy(by, about), this.#context.fail);
  }
}
