import type { ViewerItem } from '../../model/viewers/document.ts';
import { type ViewerContext, wantsStillness } from '../core/context.ts';
import { isRightToLeft, stepOf } from '../core/direction.ts';
import { iconButton, make } from '../core/dom.ts';
import styles from '../styles/swatches.css';

/** The mark of what is no plain picture. */
const MARKS: Readonly<Record<ViewerItem['kind'], string>> = { picture: '', clip: '▶', spread: '', set: '' };
const SET_MARKS: Readonly<Record<string, string>> = { spin: '⟳', image: '▦', video: '▶' };

const markOf = (item: ViewerItem): string => (item.kind === 'set' ? (SET_MARKS[item.type] ?? '') : MARKS[item.kind]);

function lookOf(item: ViewerItem): HTMLElement {
  const { swatch } = item;
  const look = make('span', { class: 'look' });
  if (swatch && 'src' in swatch) {
    look.append(make('img', { src: swatch.src, alt: '', loading: 'lazy', decoding: 'async', draggable: 'false' }));
  } else if (swatch) look.style.backgroundColor = swatch.color;
  const mark = markOf(item);
  if (mark !== '') look.append(make('span', { class: 'mark', 'aria-hidden': 'true' }, mark));
  return look;
}

function swatchButton(item: ViewerItem, name: string, textPosition: string): HTMLButtonElement {
  const label = item.label === '' ? name : item.label;
  const attributes = { type: 'button', class: 'swatch', part: 'swatch', role: 'tab', 'aria-label': label };
  const button = make('button', attributes, lookOf(item));
  if (textPosition === 'tooltip') button.title = label;
  const isWritten = item.label !== '' && textPosition !== 'none' && textPosition !== 'tooltip';
  if (isWritten) button.append(make('span', { class: 'label' }, item.label));
  return button;
}

/** Between swatches. CSS pixels. */
const GAP = 8;

/** The place to scroll to, so that a swatch stands in the middle. */
const middle = (start: number, length: number, box: number): number => start - (box - length) / 2;

/** A row of swatches of which one is chosen. */
export class Swatches {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  readonly #buttons: readonly HTMLButtonElement[];
  readonly #upright: boolean;
  readonly #onPress: (index: number) => void;
  #current = 0;

  /** `onChoose` is called for each choice of the user. */
  constructor(context: ViewerContext, items: readonly ViewerItem[], onChoose: (index: number) => void) {
    const { setting, style, tell, text } = context;
    style(styles);
    const [textPosition = 'none'] = setting('Swatches.textpos').map(String);
    const [side = 'auto'] = setting('Swatches.direction').map(String);
    this.#upright = side !== 'auto';
    this.#buttons = items.map((item, i) =>
      swatchButton(item, text('Swatches.ITEM', i + 1, items.length), textPosition),
    );
    this.#onPress = (index) => {
      tell('swatch', { index, name: items[index]?.name });
      onChoose(index);
    };
    this.#list = this.#makeList(context);
    this.element = make(
      'div',
      { class: this.#upright ? 'swatches upright' : 'swatches' },
      ...this.#withArrows(context),
    );
    if (this.#upright) context.stage.classList.add('beside', side);
    this.#watch(context.signal);
    this.choose(0);
  }

  /** Marks a swatch as the one that is shown. */
  choose(index: number): void {
    this.#current = index;
    for (const [i, button] of this.#buttons.entries()) {
      button.setAttribute('aria-selected', String(i === index));
      button.tabIndex = i === index ? 0 : -1;
    }
    const button = this.#buttons[index];
    if (!button) return;
    const { offsetLeft, offsetWidth, offsetTop, offsetHeight } = button;
    // Not `scrollIntoView`, which would scroll the page too.
    const left = middle(offsetLeft, offsetWidth, this.#list.clientWidth);
    this.#list.scrollTo({ left, top: middle(offsetTop, offsetHeight, this.#list.clientHeight) });
  }

  #makeList({ setting, text }: ViewerContext): HTMLElement {
    const [align = 'center'] = setting('Swatches.align').map(String);
    const orientation = this.#upright ? 'vertical' : 'horizontal';
    const attributes = { class: 'list', part: 'swatches', role: 'tablist', 'data-align': align };
    const names = { 'aria-label': text('Swatches.LABEL'), 'aria-orientation': orientation };
    const list = make('div', { ...attributes, ...names }, ...this.#buttons);
    for (const [i, button] of this.#buttons.entries()) button.addEventListener('click', () => this.#press(i));
    list.addEventListener('keydown', (event) => this.#onKey(event));
    return list;
  }

  #onKey(event: KeyboardEvent): void {
    const step = stepOf(event.key, this.#list);
    const ends: Readonly<Record<string, number>> = { Home: 0, End: this.#buttons.length - 1 };
    const next = step === undefined ? ends[event.key] : this.#current + step;
    if (next === undefined) return;
    event.preventDefault();
    this.#press(next);
  }

  #press(index: number): void {
    const next = Math.max(0, Math.min(this.#buttons.length - 1, index));
    this.choose(next);
    this.#buttons[next]?.focus();
    this.#onPress(next);
  }

  /** Arrows on both sides: for hands alone, the keyboard has its own. */
  #withArrows({ setting, text }: ViewerContext): readonly HTMLElement[] {
    const [across = 3, down = 3] = setting('Swatches.scrollstep').map(Number);
    const move = (by: number): void => {
      const length = ((this.#buttons[0]?.offsetWidth ?? 64) + GAP) * by * (this.#upright ? down : across);
      const way = this.#upright ? { top: length } : { left: isRightToLeft(this.#list) ? -length : length };
      this.#list.scrollBy({ ...way, behavior: wantsStillness() ? 'auto' : 'smooth' });
    };
    const back = iconButton('previous', text('PanLeftButton.TOOLTIP'), () => move(-1));
    const on = iconButton('next', text('PanRightButton.TOOLTIP'), () => move(1));
    for (const button of [back, on]) {
      button.tabIndex = -1;
      button.setAttribute('aria-hidden', 'true');
    }
    return [back, this.#list, on];
  }

  #watch(signal: AbortSignal): void {
    const list = this.#list;
    const watcher = new ResizeObserver(() => {
      const isWider = list.scrollWidth > list.clientWidth + 1;
      this.element.classList.toggle('overflowing', isWider || list.scrollHeight > list.clientHeight + 1);
    });
    watcher.observe(list);
    signal.addEventListener('abort', () => watcher.disconnect());
  }
}
