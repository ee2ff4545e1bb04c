import type { ChosenAction } from '../../model/hotspots.ts';
import type { ViewerContext } from '../core/context.ts';
import { stepOf } from '../core/direction.ts';
import { iconButton, make } from '../core/dom.ts';
import styles from '../styles/fragment.css';

/** Something selectable: its name and action. */
export interface Choosable extends ChosenAction {
  readonly name: string;
}

/** The wishes for what people choose by. */
interface Looks {
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** Told to the page with the name. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Addresses that a page may be sent to; what a document says beyond them is not followed. */
const FOLLOWED = new Set(['http:', 'https:', 'mailto:', 'tel:']);

const isFollowed = (href: string): boolean => FOLLOWED.has(new URL(href, document.baseURI).protocol);

/** Lays a page over this one. */
function openFragment(
  { stage, style, text }: ViewerContext,
  { name, fragment = '', width = 600, height = 400 }: Choosable,
): void {
  style(styles);
  const frame = make('iframe', { src: fragment, title: name, width, height });
  const close = iconButton('close', text('CloseButton.TOOLTIP'), () => dialog.close());
  const dialog = make('dialog', { class: 'fragment', part: 'fragment', 'aria-label': name }, close, frame);
  dialog.addEventListener('close', () => dialog.remove());
  stage.append(dialog);
  dialog.showModal();
}

/**
 * Makes the link or button of something to choose. A listener of `dmx:hotspot` that prevents its default keeps a link from
 * being followed.
 */
export function chooser(context: ViewerContext, chosen: Choosable, { attributes, detail }: Looks): HTMLElement {
  const { name, href, target, quickview, fragment } = chosen;
  const { tell } = context;
  if (href !== undefined && isFollowed(href)) {
    const link = make('a', { ...attributes, href, target, rel: target === undefined ? undefined : 'noopener' });
    link.addEventListener('click', (event) => {
      if (!tell('hotspot', { name, ...detail, href })) event.preventDefault();
    });
    return link;
  }
  const button = make('button', { ...attributes, type: 'button' });
  button.addEventListener('click', () => {
    if (quickview) {
      tell('hotspot', { name, ...detail, ...quickview });
      tell('quickview', quickview);
    } else if (fragment !== undefined && isFollowed(fragment)) {
      openFragment(context, chosen);
      tell('hotspot', { name, ...detail, fragment });
    }
  });
  return button;
}

/** Moves the focus between selectable elements by arrow keys. `among`: selector; only visible elements count. */
export function listenToArrows(layer: HTMLElement, among: string, signal: AbortSignal): void {
  layer.addEventListener(
    'keydown',
    (event) => {
      const all = [...layer.querySelectorAll<HTMLElement>(among)].filter((one) => one.checkVisibility());
      const at = all.findIndex((one) => one === event.target);
      const by = stepOf(event.key, layer);
      if (by === undefined || at < 0) return;
      event.preventDefault();
      event.stopPropagation();
      all[(at + by + all.length) % all.length]?.focus();
    },
    { signal },
  );
}
