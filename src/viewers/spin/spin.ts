import type { ViewerItem, ViewerPicture } from '../../model/viewers/document.ts';
import {
  type Mount,
  type ViewerContext,
  Zoomable,
  iconButton,
  make,
  makeApplication,
  makeControls,
  numberAt,
  pictureElement,
  picturesOf,
  wantsStillness,
} from '../shared.ts';
import styles from '../styles/spin.css';
import { listenToDrag } from './drag.ts';
import { FrameLoader } from './frame-loader.ts';
import { type Frame, frameIndex, type Grid, gridOf, loadOrder, turned } from './turning.ts';

/** Stacks frames, of which one is visible. */
function makeStack(frames: readonly ViewerPicture[], main: HTMLElement): readonly HTMLImageElement[] {
  const layer = make('div', { class: 'frames', 'aria-hidden': 'true' });
  const images = frames.map((frame) => {
    const picture = pictureElement(frame.views[0].files, '', 'lazy');
    layer.append(picture);
    return picture.querySelector('img') ?? make('img');
  });
  main.append(layer);
  return images;
}

/** Spins automatically, as the attribute says, until the user takes over. */
function autoSpin({ setting, signal }: ViewerContext, spin: Spin): void {
  const [on, duration = 1, direction, turns = 1] = setting('SpinView.autospin');
  if (on !== 1 || wantsStillness()) return;
  let left = Number(turns) < 0 ? Infinity : Number(turns) * spin.grid.columns;
  const stop = (): void => clearInterval(timer);
  const timer = setInterval(
    () => {
      left -= 1;
      if (left < 0) stop();
      else spin.turn(Number(direction) < 0 ? -1 : 1);
    },
    (Number(duration) * 1000) / spin.grid.columns,
  );
  for (const event of ['pointerdown', 'keydown', 'focusin']) spin.main.addEventListener(event, stop, { signal });
  signal.addEventListener('abort', stop);
}

const gridOfItem = (item: ViewerItem, count: number): Grid =>
  item.kind === 'set' ? gridOf(count, item.rows, item.columns) : gridOf(count);

const KEYS: Readonly<Record<string, readonly [columns: number, rows: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The frames of a spin and the one that is seen, which is also the one that is magnified. */
class Spin {
  readonly grid: Grid;
  readonly main: HTMLElement;
  readonly zoomable: Zoomable;
  /** Says to assistive technology which frame is seen. */
  readonly value = make('p', { class: 'unseen', 'aria-live': 'polite' });
  readonly #context: ViewerContext;
  readonly #frames: readonly ViewerPicture[];
  readonly #images: readonly HTMLImageElement[];
  readonly #loaded = new Set<number>();
  readonly #loader: FrameLoader;
  readonly #onlySeen: boolean;
  #at: Frame;

  constructor(context: ViewerContext, frames: readonly ViewerPicture[], first: ViewerPicture) {
    const { item, setting, signal } = context;
    this.#context = context;
    this.#frames = frames;
    this.grid = gridOfItem(item, frames.length);
    this.zoomable = new Zoomable(context, 'SpinView', first, (main) => main.querySelector('img.seen'));
    this.main = this.zoomable.main;
    this.main.classList.add('spin');
    const start = numberAt(setting('initialFrame'), 0) % frames.length;
    this.#at = { row: Math.floor(start / this.grid.columns), column: start % this.grid.columns };
    this.#images = makeStack(frames, this.main);
    this.#onlySeen = numberAt(setting('SpinView.maxloadradius'), 0) === 0;
    const onLoad = (index: number): void => {
      this.#loaded.add(index);
      if (index === this.#seen()) this.#draw();
    };
    this.#loader = new FrameLoader(this.#images, onLoad, signal);
    this.#want();
  }

  /** The row that is seen. */
  row(): number {
    return this.#at.row;
  }

  /** Turns by some frames; a spin that is magnified stays. */
  turn(columns: number, rows = 0): void {
    if (this.zoomable.isZoomed() || (columns === 0 && rows === 0)) return;
    this.#at = turned(this.#at, columns, rows, this.grid);
    this.#draw();
    this.#want();
    const frame = this.#frames[this.#seen()];
    if (frame) this.zoomable.change(frame);
    this.#context.tell('spin', { frame: this.#seen(), ...this.#at });
  }

  /** Turns as a key or button asks, and says which frame is seen then. */
  step(columns: number, rows = 0): void {
    this.turn(columns, rows);
    this.value.textContent = this.#context.text('SpinView.VALUE', this.#seen() + 1, this.#frames.length);
  }

  /** Does what a key asks for; false = it asks for nothing. */
  press(key: string): boolean {
    const by = KEYS[key];
    // Without rows up and down scroll the page.
    if (!by || this.zoomable.isZoomed() || (by[1] !== 0 && this.grid.rows === 1)) return this.zoomable.press(key);
    this.step(...by);
    return true;
  }

  #seen(): number {
    return frameIndex(this.#at, this.grid);
  }

  #draw(): void {
    // Until a frame is there, the one before it stays.
    if (!this.#loaded.has(this.#seen())) return;
    for (const [i, image] of this.#images.entries()) image.classList.toggle('seen', i === this.#seen());
  }

  #want(): void {
    this.#loader.want(this.#onlySeen ? [this.#seen()] : loadOrder(this.#at, this.grid));
  }
}

/** A thing that turns: by dragging, by arrow keys and buttons; magnified, drags move the picture. */
export const mountSpin: Mount = (context) => {
  const { item, signal, stage, style, text } = context;
  const frames = picturesOf(item);
  const [first] = frames;
  if (first === undefined) throw new Error(`expected the frames of a spin in ${item.name}, got none`);
  style(styles);
  const spin = new Spin(context, frames, first);
  const { main } = spin;
  const label = item.label || text('Spin.LABEL');
  const hint = makeApplication(main, label, text('SpinView.ROLE_DESCRIPTION'), text('SpinView.USAGE_HINT'));
  main.addEventListener(
    'keydown',
    (event) => event.target === main && spin.press(event.key) && event.preventDefault(),
    {
      signal,
    },
  );
  listenToDrag(context, spin);
  const left = iconButton('turnLeft', text('SpinLeftButton.TOOLTIP'), () => spin.step(-1));
  const right = iconButton('turnRight', text('SpinRightButton.TOOLTIP'), () => spin.step(1));
  const controls = makeControls(context, left, right, ...spin.zoomable.buttons);
  stage.append(make('div', { class: 'view' }, main, controls), hint, spin.value);
  autoSpin(context, spin);
};
