import type { HotspotAction, MarkPoints, PictureView, ViewerPicture } from '../../model/viewers/document.ts';
import type { ViewerContext } from '../core/context.ts';
import { iconButton, make } from '../core/dom.ts';
import { fitted } from '../core/picture.ts';
import styles from '../styles/hotspots.css';

/** The hotspots of one picture at a time, over it. */
export interface Hotspots {
  /** Shows those of a picture, as one view of it has them: the whole picture where none is said. */
  readonly show: (picture: ViewerPicture, view?: PictureView) => void;
}

/** A page that a hotspot lays over this one. */
function openFragment(
  { stage, text, tell }: ViewerContext,
  { name, fragment = '', width = 600, height = 400 }: HotspotAction,
): void {
  const frame = make('iframe', { src: fragment, title: name, width, height });
  const close = iconButton('close', text('CloseButton.TOOLTIP'), () => dialog.close());
  const dialog = make('dialog', { class: 'fragment', part: 'fragment', 'aria-label': name }, close, frame);
  dialog.addEventListener('close', () => dialog.remove());
  stage.append(dialog);
  dialog.showModal();
  tell('hotspot', { name, fragment });
}

/** Addresses that a page may be sent to; what a document says beyond them is not followed. */
const FOLLOWED = new Set(['http:', 'https:', 'mailto:', 'tel:']);

const isFollowed = (href: string): boolean => FOLLOWED.has(new URL(href, document.baseURI).protocol);

function markElement(context: ViewerContext, action: HotspotAction): HTMLElement {
  const { name, href, target, quickview } = action;
  const { setting, tell } = context;
  const title = setting('ImageMapEffect.mapTips')[0] === 1 ? name : undefined;
  const attributes = { class: 'mark', part: 'hotspot', 'aria-label': name, title };
  if (href !== undefined && isFollowed(href)) {
    const link = make('a', { ...attributes, href, target, rel: target === undefined ? undefined : 'noopener' });
    link.addEventListener('click', (event) => {
      if (!tell('hotspot', { name, href })) event.preventDefault();
    });
    return link;
  }
  const button = make('button', { ...attributes, type: 'button' });
  button.addEventListener('click', () => {
    if (quickview) {
      tell('hotspot', { name, ...quickview });
      tell('quickview', quickview);
    } else openFragment(context, action);
  });
  return button;
}

const percent = (share: number): string => `${(share * 100).toFixed(4)}%`;

/** Puts a mark at its point, or over its part: the rectangle around its corners, cut to them. */
function place(mark: HTMLElement, points: MarkPoints, asIcon: boolean): void {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  if (asIcon || width * height === 0) {
    mark.classList.add('icon');
    mark.style.left = percent(left + width / 2);
    mark.style.top = percent(top + height / 2);
    return;
  }
  mark.classList.add('region');
  Object.assign(mark.style, { left: percent(left), top: percent(top), width: percent(width), height: percent(height) });
  if (points.length > 4) {
    const corners = points.map(([x, y]) => `${percent((x - left) / width)} ${percent((y - top) / height)}`);
    mark.style.clipPath = `polygon(${corners.join(', ')})`;
  }
}

/** Moves the focus among marks by arrow keys. */
function listenToArrows(layer: HTMLElement, signal: AbortSignal): void {
  layer.addEventListener(
    'keydown',
    (event) => {
      const marks = [...layer.querySelectorAll<HTMLElement>('.mark')];
      const at = marks.findIndex((mark) => mark === event.target);
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (by === undefined || at < 0) return;
      event.preventDefault();
      event.stopPropagation();
      marks[(at + by + marks.length) % marks.length]?.focus();
    },
    { signal },
  );
}

/** Makes the layer of hotspots over the picture of a box. */
export function makeHotspots(context: ViewerContext, main: HTMLElement): Hotspots {
  const { setting, signal, style } = context;
  style(styles);
  const [mode = 'auto'] = setting('ImageMapEffect.mode').map(String);
  const layer = make('div', { class: 'marks', part: 'hotspots' });
  if (setting('ImageMapEffect.rollover')[0] === 1) layer.classList.add('rollover');
  let shape: { readonly width: number; readonly height: number } | undefined;
  const fit = (): void => {
    if (!shape) return;
    const { left, top, width, height } = fitted({ width: main.clientWidth, height: main.clientHeight }, shape);
    Object.assign(layer.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  };
  const watcher = new ResizeObserver(fit);
  watcher.observe(main);
  signal.addEventListener('abort', () => watcher.disconnect());
  listenToArrows(layer, signal);
  return {
    show: ({ hotspots = [], views }, view = views[0]) => {
      shape = view.files;
      const marks = mode === 'none' ? [] : (view.hotspots ?? []);
      layer.replaceChildren(
        ...marks.flatMap(({ index, points }) => {
          const action = hotspots[index];
          if (action === undefined || points.length === 0) return [];
          const mark = markElement(context, action);
          place(mark, points, mode === 'icon');
          return [mark];
        }),
      );
      main.append(layer);
      fit();
    },
  };
}
