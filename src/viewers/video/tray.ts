import { make, type ViewerContext } from '../shared.ts';
import { isSitePath, parseSwatches, type ShownSwatch } from '../../model/viewers/clip-swatches.ts';
import type { TimedSwatches } from '../../model/viewers/document.ts';
import { chooser, listenToArrows } from '../hotspots/choosing.ts';
import { firstSeen } from './first-seen.ts';
import styles from '../styles/tray.css';

/** Browsers take two of these at the beginning of an address for the name of another machine. */
const OTHER_MACHINE = /^[/\\]{2}/;

/** The address of the picture of a swatch; undefined where it is not published. */
function addressOf({ image = '' }: ShownSwatch, { looks }: TimedSwatches): string | undefined {
  if (!isSitePath(image)) return looks[image]?.src;
  return OTHER_MACHINE.test(image) ? undefined : image;
}

/** A swatch in the tray, and when it is due. Seconds. */
interface Offer {
  readonly place: HTMLLIElement;
  readonly start: number;
  readonly end: number;
}

const isDue = ({ start, end }: Offer, seconds: number): boolean => start <= seconds && seconds < end;

/** The swatches of one clip, in step with its time. */
class Tray {
  readonly element: HTMLElement;
  readonly #context: ViewerContext;
  readonly #video: HTMLVideoElement;
  readonly #list = make('ul', { class: 'offers', part: 'offers', role: 'list' });
  readonly #box: HTMLElement;
  readonly #recap: HTMLElement;
  #offers: readonly Offer[] = [];
  #isPointed = false;
  #first = -1;

  constructor(context: ViewerContext, video: HTMLVideoElement) {
    const { text } = context;
    this.#context = context;
    this.#video = video;
    const label = text('InteractiveSwatches.LABEL');
    this.#recap = make('p', { class: 'recap', hidden: true }, label);
    this.#box = make('div', { class: 'box' }, this.#recap, this.#list);
    this.element = make('div', { class: 'tray', part: 'tray', role: 'group', 'aria-label': label }, this.#box);
    this.#listen();
  }

  /** Fills the tray with the cues of a track. */
  fill(cues: Iterable<TextTrackCue>, swatches: TimedSwatches): void {
    const shown = [...cues].flatMap((cue) =>
      parseSwatches((cue as VTTCue).text).map((swatch) => ({ swatch, start: cue.startTime, end: cue.endTime })),
    );
    this.#offers = shown.map(({ swatch, ...times }, i) => ({ place: this.#place(swatch, i, swatches), ...times }));
    this.#list.replaceChildren(...this.#offers.map(({ place }) => place));
    this.#update();
  }

  #place(swatch: ShownSwatch, index: number, swatches: TimedSwatches): HTMLLIElement {
    const { label, image: _image, ...action } = swatch;
    const [textPosition = 'bottom'] = this.#context.setting('InteractiveSwatches.textpos').map(String);
    const title = textPosition === 'tooltip' ? label : undefined;
    const attributes = { class: 'offer', part: 'offer', 'aria-label': label, title };
    const detail = { swatch: index };
    const element = chooser(this.#context, { name: label, ...action }, { attributes, detail });
    const src = addressOf(swatch, swatches);
    if (src !== undefined) element.append(make('img', { src, alt: '', loading: 'lazy', draggable: 'false' }));
    if (src === undefined || textPosition === 'bottom') element.append(make('span', { class: 'label' }, label));
    // Choosing an item pauses the clip, so that the user can look at it.
    element.addEventListener('click', () => this.#video.pause());
    return make('li', { hidden: true }, element);
  }

  #listen(): void {
    const { signal } = this.#context;
    const update = (): void => this.#update();
    for (const event of ['timeupdate', 'seeking', 'loadedmetadata', 'play', 'ended'])
      this.#video.addEventListener(event, update, { signal });
    this.element.addEventListener('pointerenter', ({ pointerType }) => (this.#isPointed = pointerType === 'mouse'));
    this.element.addEventListener('pointerleave', () => (this.#isPointed = false));
    listenToArrows(this.#list, '.offer', signal);
    const watcher = new ResizeObserver(() => (this.#first = -1));
    watcher.observe(this.#box);
    signal.addEventListener('abort', () => watcher.disconnect());
  }

  /** Nothing goes away under a pointer, or while somebody moves among swatches by keys. */
  get #isHeld(): boolean {
    return this.#isPointed || this.#list.querySelector(':focus-visible') !== null;
  }

  #update(): void {
    const { setting } = this.#context;
    const { currentTime, ended } = this.#video;
    const isRecap = ended && setting('callToActionRecap')[0] === 1;
    const isContinuous = setting('InteractiveSwatches.displaymode')[0] === 'continuous';
    this.#recap.hidden = !isRecap;
    for (const offer of this.#offers) {
      const due = isDue(offer, currentTime);
      offer.place.classList.toggle('due', due && isContinuous && !isRecap);
      if (due || isContinuous || isRecap) offer.place.hidden = false;
      else if (!this.#isHeld) offer.place.hidden = true;
    }
    if (!isRecap && !this.#isHeld && setting('InteractiveSwatches.autoscroll')[0] === 1) this.#scroll(currentTime);
  }

  /** Scrolls to the swatches that are due; where they do not fit, to a part of them after the other. */
  #scroll(seconds: number): void {
    const due = this.#offers.filter((offer) => isDue(offer, seconds));
    const [one, last] = [due[0], due.at(-1)];
    if (!one || !last) return;
    const isRow = this.#box.scrollHeight <= this.#box.clientHeight + 1;
    const [start, end] = [Math.max(...due.map((offer) => offer.start)), Math.min(...due.map((offer) => offer.end))];
    const share = end > start ? (seconds - start) / (end - start) : 0;
    const first = due[firstSeen(due.length, this.#slots(due, isRow), share)] ?? one;
    const at = this.#offers.indexOf(first);
    if (at === this.#first) return;
    this.#first = at;
    const { offsetLeft, offsetTop } = first.place;
    // Not `scrollIntoView`, which would scroll the page too.
    this.#box.scrollTo(isRow ? { left: offsetLeft } : { top: offsetTop });
  }

  #slots(due: readonly Offer[], isRow: boolean): number {
    const { clientWidth, clientHeight } = this.#box;
    const fits = ({ place }: Offer): boolean => {
      const from = due[0]?.place ?? place;
      if (isRow) return place.offsetLeft + place.offsetWidth - from.offsetLeft <= clientWidth;
      return place.offsetTop + place.offsetHeight - from.offsetTop <= clientHeight;
    };
    return due.filter(fits).length;
  }
}

/** Shows the swatches of a clip beside it or, where there is no room, below it. */
export function showTray(
  context: ViewerContext,
  swatches: TimedSwatches,
  video: HTMLVideoElement,
  main: HTMLElement,
): void {
  const { setting, signal, style } = context;
  style(styles);
  const tray = new Tray(context, video);
  const track = make('track', { kind: 'metadata', label: 'swatches', src: swatches.src });
  track.addEventListener('load', () => tray.fill(track.track.cues ?? [], swatches), { signal });
  video.append(track);
  // Read, and told of, but not shown by the browser.
  track.track.mode = 'hidden';
  const [side = 'auto'] = setting('InteractiveSwatches.direction').map(String);
  tray.element.dataset['side'] = side;
  main.after(tray.element);
  signal.addEventListener('abort', () => tray.element.remove());
}
