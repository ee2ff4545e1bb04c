import {
  type Mount,
  type ViewerContext,
  changeButton,
  iconButton,
  isRightToLeft,
  make,
  stepOf,
  wantsStillness,
} from '../shared.ts';
import { makeHotspots } from '../hotspots/hotspots.ts';
import EmblaCarousel, { type EmblaCarouselType } from 'embla-carousel';
import type { ViewerItem, ViewerPicture } from '../../model/viewers/document.ts';
import { showNearest } from '../banner/banner.ts';
import styles from '../styles/carousel.css';

/** The pictures of one slide: those of a spread lie side by side. */
function pagesOf(item: ViewerItem): readonly ViewerPicture[] {
  if (item.kind === 'picture') return [item];
  if (item.kind === 'spread') return item.pages;
  return item.kind === 'set' ? item.items.slice(0, 1).flatMap(pagesOf) : [];
}

function slideElement(context: ViewerContext, item: ViewerItem, number: number, count: number): HTMLElement {
  const { text } = context;
  const slide = make('div', {
    class: 'slide',
    part: 'slide',
    role: 'group',
    'aria-roledescription': text('Slide.ROLE_DESCRIPTION'),
    'aria-label': item.label || text('SetIndicator.ITEM', number, count),
  });
  for (const page of pagesOf(item)) {
    const main = make('div', { class: 'main' });
    slide.append(main);
    const marks = makeHotspots(context, main);
    // Its box has a size only once it stands in the page.
    queueMicrotask(() => showNearest(context, page, main, (view) => marks.show(page, view)));
  }
  return slide;
}

/** Dots, or numbers, that say which slide is seen; each is a button to it. */
function makeIndicator(
  { setting, text }: ViewerContext,
  count: number,
  onChoose: (index: number) => void,
): { readonly element: HTMLElement; readonly choose: (index: number) => void } {
  const [mode = 'dotted'] = setting('SetIndicator.mode').map(String);
  const [hides, limit] = setting('SetIndicator.autohide').map(Number);
  const marks = Array.from({ length: count }, (_, i) => {
    const button = make(
      'button',
      { type: 'button', class: 'dot', 'aria-label': text('SetIndicator.ITEM', i + 1, count) },
      mode === 'numeric' ? String(i + 1) : '',
    );
    button.addEventListener('click', () => onChoose(i));
    return button;
  });
  const element = make(
    'div',
    { class: `indicator ${mode}`, part: 'indicator', role: 'group', 'aria-label': text('SetIndicator.LABEL') },
    ...marks,
  );
  element.hidden = hides === 1 && count > (limit ?? 10) && mode === 'dotted';
  const choose = (index: number): void => {
    for (const [i, button] of marks.entries()) {
      if (i === index) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    }
    const { offsetLeft = 0, offsetWidth = 0 } = marks[index] ?? {};
    // Not `scrollIntoView`, which would scroll the page too.
    element.scrollTo({ left: offsetLeft - (element.clientWidth - offsetWidth) / 2 });
  };
  return { element, choose };
}

/** Plays the slides until a person takes them, or stops them by the button; while the pointer or the focus is on them, they wait. */
function autoPlay(
  { setting, signal, stage, text, tell }: ViewerContext,
  move: (by: number) => void,
): HTMLButtonElement | undefined {
  const [on, seconds = 9, direction] = setting('CarouselView.autoplay');
  if (on !== 1) return undefined;
  let playing = !wantsStillness();
  const held = { pointer: false, focus: false };
  const label = (): string => text(`PlayPauseButton.${playing ? 'TOOLTIP_SELECTED' : 'TOOLTIP_UNSELECTED'}`);
  const button = iconButton(playing ? 'pause' : 'play', label(), () => {
    playing = !playing;
    changeButton(button, playing ? 'pause' : 'play', label());
    tell(playing ? 'play' : 'pause', {});
  });
  const timer = setInterval(
    () => playing && !held.pointer && !held.focus && !document.hidden && move(Number(direction) < 0 ? -1 : 1),
    Number(seconds) * 1000,
  );
  for (const [event, by, state] of [
    ['pointerenter', 'pointer', true],
    ['pointerleave', 'pointer', false],
    ['focusin', 'focus', true],
    ['focusout', 'focus', false],
  ] as const) {
    stage.addEventListener(event, () => (held[by] = state), { signal });
  }
  signal.addEventListener('abort', () => clearInterval(timer));
  return button;
}

function openCarousel({ setting, signal }: ViewerContext, port: HTMLElement, start: number): EmblaCarouselType {
  const [kind = 'slide', duration = 0.3] = setting('CarouselView.frametransition');
  const still = wantsStillness() || kind === 'none';
  // Embla counts in its own measure, of which 25 are about 0.3 seconds.
  const embla = EmblaCarousel(port, {
    loop: true,
    startIndex: start,
    direction: isRightToLeft(port) ? 'rtl' : 'ltr',
    duration: still ? 0 : Math.max(20, Math.min(60, Number(duration) * 83)),
  });
  signal.addEventListener('abort', () => embla.destroy());
  return embla;
}

/** Slides side by side: by swiping, arrows, dots, or by themselves. */
export const mountCarousel: Mount = (context) => {
  const { item, setting, signal, stage, style, tell, text } = context;
  const items = item.kind === 'set' ? item.items.filter((one) => pagesOf(one).length > 0) : [item];
  if (items.length === 0) throw new Error(`expected slides in ${item.name}, got none`);
  style(styles);
  const slides = items.map((one, i) => slideElement(context, one, i + 1, items.length));
  const track = make('div', { class: 'track' }, ...slides);
  const port = make(
    'div',
    {
      class: 'port',
      part: 'main',
      tabindex: 0,
      role: 'group',
      'aria-roledescription': text('CarouselView.ROLE_DESCRIPTION'),
      'aria-label': item.label || text('Carousel.LABEL'),
    },
    track,
  );
  const start = Math.min(items.length - 1, Number(setting('initialFrame')[0] ?? 0));
  const back = iconButton('previous', text('PanLeftButton.TOOLTIP'), () => move(-1));
  const on = iconButton('next', text('PanRightButton.TOOLTIP'), () => move(1));
  const play = items.length > 1 ? autoPlay(context, (by) => move(by)) : undefined;
  const indicator = makeIndicator(context, items.length, (index) => embla.scrollTo(index));
  // What moves by itself can be stopped before it is read: its button comes first.
  const bar = make('div', { class: 'bar', part: 'controls' }, ...(play ? [play] : []), back, indicator.element, on);
  stage.append(make('div', { class: 'view' }, ...(items.length > 1 ? [bar] : []), port));
  const embla = openCarousel(context, port, start);
  const move = (by: number): void => embla.scrollTo((embla.selectedScrollSnap() + by + items.length) % items.length);
  const seen = (): void => {
    const index = embla.selectedScrollSnap();
    indicator.choose(index);
    for (const [i, slide] of slides.entries()) slide.inert = i !== index;
    tell('slide', { index, name: items[index]?.name });
  };
  embla.on('select', seen);
  indicator.choose(start);
  for (const [i, slide] of slides.entries()) slide.inert = i !== start;
  port.addEventListener(
    'keydown',
    (event) => {
      const isAside = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
      const by = isAside ? stepOf(event.key, port) : undefined;
      if (event.target !== port || (by === undefined && event.key !== 'Home' && event.key !== 'End')) return;
      event.preventDefault();
      if (by === undefined) embla.scrollTo(event.key === 'Home' ? 0 : items.length - 1);
      else move(by);
    },
    { signal },
  );
};
