import { type Mount, type ViewerContext, iconButton, make, pictureElement, picturesOf } from '../shared.ts';
import type { ViewerPicture } from '../../model/viewers/document.ts';
import styles from '../styles/gallery.css';
import { mountZoom } from '../zoom/zoom.ts';

/** Opens the pictures for zooming, one of them first, over the page. */
async function openPictures(context: ViewerContext, index: number): Promise<void> {
  const { stage, text, tell, signal } = context;
  const going = new AbortController();
  const inner = make('div', { class: 'stage' });
  const close = iconButton('close', text('CloseButton.TOOLTIP'), () => dialog.close());
  const dialog = make(
    'dialog',
    { class: 'lightbox', part: 'lightbox', 'aria-label': text('Zoom.LABEL') },
    close,
    inner,
  );
  dialog.addEventListener('close', () => {
    going.abort();
    dialog.remove();
    tell('stop', { by: 'close' });
  });
  stage.append(dialog);
  dialog.showModal();
  const setting: ViewerContext['setting'] = (name) =>
    name === 'initialFrame' ? [index] : name === 'closebutton' ? [0] : context.setting(name);
  await mountZoom({ ...context, stage: inner, setting, signal: AbortSignal.any([signal, going.signal]) });
  inner.querySelector<HTMLElement>('[role="application"]')?.focus();
}

function cell(context: ViewerContext, picture: ViewerPicture, index: number, count: number): HTMLElement {
  const label = picture.label === '' ? context.text('Gallery.ITEM', index + 1, count) : picture.label;
  const element = pictureElement(picture.views[0].files, '', 'lazy');
  const [width] = context.setting('GalleryView.columns').map(Number);
  for (const one of element.querySelectorAll('[srcset]')) one.setAttribute('sizes', `${(width ?? 240) * 2}px`);
  const button = make('button', { type: 'button', class: 'cell', part: 'cell', 'aria-label': label }, element);
  button.addEventListener('click', () => {
    context.tell('swatch', { index, name: picture.name });
    openPictures(context, index).catch(context.fail);
  });
  return make('li', {}, button);
}

/** The pictures of a set side by side; each opens large, to be magnified. */
export const mountGallery: Mount = (context) => {
  const { item, setting, stage, style } = context;
  const pictures = picturesOf(item);
  if (pictures.length === 0) throw new Error(`expected pictures in ${item.name}, got none`);
  style(styles);
  const grid = make(
    'ul',
    { class: 'gallery', part: 'gallery' },
    ...pictures.map((picture, i) => cell(context, picture, i, pictures.length)),
  );
  grid.style.setProperty('--column', `${setting('GalleryView.columns')[0]}px`);
  stage.append(grid);
};
