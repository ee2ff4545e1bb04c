import type { HotspotAction, MarkPoints, PictureView, ViewerPicture } from '../../model/viewers/document.ts';
import type { ViewerContext } from '../core/context.ts';
import { make } from '../core/dom.ts';
import { fitted } from '../core/picture.ts';
import styles from '../styles/hotspots.css';
import { chooser, listenToArrows } from './choosing.ts';

/** The hotspots of one picture at a time, over it. */
export interface Hotspots {
  /** Shows the hotspots of a picture in a view; without one, of the whole picture. */
  readonly show: (picture: ViewerPicture, view?: PictureView) => void;
}

function markElement(context: ViewerContext, action: HotspotAction): HTMLElement {
  const title = context.setting('ImageMapEffect.mapTips')[0] === 1 ? action.name : undefined;
  return chooser(context, action, {
    attributes: { class: 'mark', part: 'hotspot', 'aria-label': action.name, title },
  });
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
  listenToArrows(layer, '.mark', signal);
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
