import {
  type Mount,
  Swatches,
  type ViewerContext,
  make,
  makeApplication,
  picturesOf,
  wantsStillness,
  wholePicture,
} from '../shared.ts';
import styles from '../styles/flyout.css';
import { Lens, type LensParts } from './lens.ts';

/** A CSS duration; 0s where the user prefers reduced motion. */
const seconds = (value: number): string => `${wantsStillness() ? 0 : value}s`;

/** The hint over the picture, which fades by itself. */
function makeTip({ setting, text }: ViewerContext, main: HTMLElement): HTMLElement {
  const [duration = 3, count = 1, fade = 0.3] = setting('FlyoutZoomView.tip').map(Number);
  const tip = make('p', { class: 'tip', part: 'tip', 'aria-hidden': 'true' }, text('Flyout.TIP'));
  if (count === 0) tip.hidden = true;
  tip.style.transition = `opacity ${seconds(fade)}`;
  setTimeout(() => tip.classList.add('gone'), duration * 1000);
  main.addEventListener('pointerenter', () => tip.classList.add('gone'), { once: true });
  return tip;
}

/** Makes the lens and the panel that magnifies. */
function makeParts({ setting }: ViewerContext, inline: boolean): LensParts {
  const main = make('div', { class: 'main flyout', part: 'main' });
  const image = make('img', { alt: '', class: 'magnified-image', draggable: 'false' });
  const panel = make('div', { class: inline ? 'panel inside' : 'panel', part: 'flyout', 'aria-hidden': 'true' }, image);
  const lens = make('div', { class: `lens ${setting('FlyoutZoomView.highlightmode')[0]}`, part: 'highlight' });
  const [kind, showing = 1, delay = 0] = setting('FlyoutZoomView.flyouttransition');
  const fades = `opacity ${seconds(Number(showing) * 0.3)} ${seconds(Number(delay))}, display ${seconds(Number(showing) * 0.3)} allow-discrete`;
  panel.style.transition = kind === 'none' ? 'none' : fades;
  return { main, lens, panel, image };
}

/** A picture with a magnified view of the part under the pointer, beside it or in it (`mode="inline"`). */
export const mountFlyout: Mount = (context) => {
  const { item, setting, signal, stage, style, tell, text } = context;
  const pictures = picturesOf(item);
  const start = Math.min(pictures.length - 1, Number(setting('initialFrame')[0] ?? 0));
  const first = pictures[start];
  if (first === undefined) throw new Error(`expected a picture to magnify in ${item.name}, got none`);
  style(styles);
  const inline = setting('mode')[0] === 'inline' || setting('FlyoutZoomView.overlay')[0] === 1;
  const parts = makeParts(context, inline);
  const { main, lens, panel } = parts;
  const label = first.label || text('Flyout.LABEL');
  const hint = makeApplication(main, label, text('ZoomView.ROLE_DESCRIPTION'), text('ZoomView.USAGE_HINT'));
  const magnifier = new Lens(context, parts, inline);
  const show = (index: number): void => {
    const picture = pictures[index];
    if (picture === undefined) return;
    main.setAttribute('aria-label', picture.label || text('Swatches.ITEM', index + 1, pictures.length));
    main.replaceChildren(wholePicture(picture), lens, ...(inline ? [panel] : []));
    magnifier.change(picture);
  };
  const onChoose = (index: number): void => {
    show(index);
    tell('swap', { index, name: pictures[index]?.name });
  };
  const swatches = pictures.length > 1 ? new Swatches(context, pictures, onChoose) : undefined;
  const onKey = (event: KeyboardEvent): void => {
    if (event.target === main && magnifier.press(event.key)) event.preventDefault();
  };
  main.addEventListener('keydown', onKey, { signal });
  const view = make('div', { class: 'view' }, main, ...(inline ? [] : [panel]));
  stage.append(view, hint, ...(swatches ? [swatches.element] : []));
  show(start);
  swatches?.choose(start);
  main.append(makeTip(context, main));
};
