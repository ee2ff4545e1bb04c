import type { ViewerPicture } from '../../model/viewers/document.ts';
import { fitted, isRightToLeft, type ViewerContext } from '../shared.ts';

/** The elements of a lens. */
export interface LensParts {
  readonly main: HTMLElement;
  readonly lens: HTMLElement;
  readonly panel: HTMLElement;
  readonly image: HTMLImageElement;
}

const between = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

/** A step of an arrow key, as a share of the picture. */
const STEP = 0.05;

/** CSS pixels between the picture and the magnified view. */
const GAP = 12;

/** A panel beside a picture has at least this share of its width. */
const LEAST_BESIDE = 0.5;

const MOVES: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

const pixels = (values: Readonly<Record<string, number>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `${value}px`]));

/** A lens over a picture: the part under it stands magnified in a panel. */
export class Lens {
  readonly #context: ViewerContext;
  readonly #parts: LensParts;
  /** The panel lies inside of the picture. */
  readonly #inline: boolean;
  /** Magnifications: the second is what another press changes to. */
  readonly #factors: readonly number[];
  readonly #upscale: boolean;
  #picture: ViewerPicture | undefined;
  #step = 0;
  #point = { x: 0.5, y: 0.5 };

  constructor(context: ViewerContext, parts: LensParts, inline: boolean) {
    const [primary = 3, secondary = -1, upscale = 1] = context.setting('FlyoutZoomView.zoomfactor').map(Number);
    this.#context = context;
    this.#parts = parts;
    this.#inline = inline;
    this.#factors = secondary > 0 ? [primary, secondary] : [primary];
    this.#upscale = upscale === 1;
    this.#listen();
  }

  /** Magnifies another picture from now on. */
  change(picture: ViewerPicture): void {
    this.#picture = picture;
    this.#hide();
  }

  /** Does what a key asks for; false = it asks for nothing. */
  press(key: string): boolean {
    const move = MOVES[key];
    const open = this.#isOpen();
    if (key === '+' || key === 'Enter' || key === ' ') {
      if (open) this.#step += 1;
      this.#show();
    } else if (open && (key === 'Escape' || key === '-')) this.#hide();
    else if (open && move) {
      const { x, y } = this.#point;
      this.#point = { x: between(x + move[0], 0, 1), y: between(y + move[1], 0, 1) };
      this.#draw();
    } else return false;
    return true;
  }

  #listen(): void {
    const { main } = this.#parts;
    const { signal } = this.#context;
    const byMouse = (event: PointerEvent): boolean => event.pointerType === 'mouse';
    main.addEventListener('pointermove', (event) => byMouse(event) && this.#pointTo(event), { signal });
    main.addEventListener('pointerleave', (event) => byMouse(event) && this.#hide(), { signal });
    main.addEventListener('click', (event) => this.#onClick(event), { signal });
  }

  /** A finger opens by a tap, changes to the second factor where there is one, and closes. */
  #onClick(event: MouseEvent): void {
    const isTouch = event instanceof PointerEvent && event.pointerType === 'touch';
    if (this.#isOpen()) {
      const isLast = this.#step % this.#factors.length === this.#factors.length - 1;
      if (isTouch && isLast) {
        this.#step = 0;
        return this.#hide();
      }
      this.#step += 1;
    }
    this.#pointTo(event);
  }

  #isOpen(): boolean {
    return this.#parts.main.classList.contains('magnified');
  }

  #factor(width: number): number {
    const wanted = this.#factors[this.#step % this.#factors.length] ?? 3;
    const most = (this.#picture?.largest.width ?? 0) / width;
    return this.#upscale ? wanted : Math.max(1, Math.min(wanted, most));
  }

  #box(): ReturnType<typeof fitted> {
    const { main } = this.#parts;
    return fitted({ width: main.clientWidth, height: main.clientHeight }, this.#picture ?? { width: 1, height: 1 });
  }

  /** Puts the panel beside the picture, as wide as there is room for, or over it where that is too little. */
  #placePanel(): void {
    const { main, panel } = this.#parts;
    if (this.#inline) return;
    const { left, right, width } = main.getBoundingClientRect();
    const room = (isRightToLeft(main) ? left : document.documentElement.clientWidth - right) - GAP;
    const isOver = room < width * LEAST_BESIDE;
    panel.classList.toggle('over', isOver);
    panel.style.width = isOver || room >= width ? '' : `${room}px`;
  }

  #draw(): void {
    const { lens, panel, image } = this.#parts;
    this.#placePanel();
    const box = this.#box();
    const by = this.#factor(box.width);
    const width = Math.min(box.width, panel.clientWidth / by);
    const height = Math.min(box.height, panel.clientHeight / by);
    const left = between(this.#point.x * box.width - width / 2, 0, box.width - width);
    const top = between(this.#point.y * box.height - height / 2, 0, box.height - height);
    Object.assign(lens.style, pixels({ left: box.left + left, top: box.top + top, width, height }));
    // Inside of its own picture the magnified one follows the pointer from edge to edge.
    const x = this.#inline ? this.#point.x * (box.width * by - panel.clientWidth) : left * by;
    const y = this.#inline ? this.#point.y * (box.height * by - panel.clientHeight) : top * by;
    Object.assign(image.style, pixels({ width: box.width * by, height: box.height * by }));
    image.style.transform = `translate(${-x}px, ${-y}px)`;
  }

  #show(): void {
    if (!this.#picture) return;
    const { main, image } = this.#parts;
    const { largest, name } = this.#picture;
    if (image.src !== largest.src) image.src = largest.src;
    if (!this.#isOpen()) this.#context.tell('zoom', { name, scale: this.#factor(this.#box().width) });
    main.classList.add('magnified');
    this.#draw();
  }

  #hide(): void {
    this.#parts.main.classList.remove('magnified');
  }

  #pointTo({ clientX, clientY }: MouseEvent): void {
    const box = this.#box();
    const { left, top } = this.#parts.main.getBoundingClientRect();
    const [x, y] = [(clientX - left - box.left) / box.width, (clientY - top - box.top) / box.height];
    if (x < 0 || y < 0 || x > 1 || y > 1) return this.#hide();
    this.#point = { x, y };
    this.#show();
  }
}
