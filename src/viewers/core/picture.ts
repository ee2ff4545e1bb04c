import type { PictureFiles, ViewerPicture } from '../../model/viewers/document.ts';
import { make } from './dom.ts';

/** The time at which a picture is fetched: at once, or when it is seen. */
export type Loading = 'eager' | 'lazy';

/** A `<picture>` whose file the browser chooses by the width that it has on the page. */
export function pictureElement(files: PictureFiles, label: string, loading: Loading): HTMLPictureElement {
  const sizes = files.srcset === undefined ? undefined : '100vw';
  const picture = make('picture', { part: 'picture' });
  for (const { type, srcset } of files.sources) picture.append(make('source', { type, sizes, srcset }));
  const { width, height, srcset, src } = files;
  picture.append(
    make('img', {
      part: 'image',
      alt: label,
      draggable: 'false',
      width,
      height,
      loading,
      decoding: 'async',
      sizes,
      srcset,
      src,
    }),
  );
  return picture;
}

/** Says how wide pictures are shown, so that no larger files are fetched than are seen. */
export function sizePictures(stage: HTMLElement, width: number): void {
  const sizes = `${Math.max(1, Math.round(width))}px`;
  for (const one of stage.querySelectorAll('source, picture > img')) {
    if (one.getAttribute('srcset') !== null) one.setAttribute('sizes', sizes);
  }
}

/** The whole picture as an element. */
export function wholePicture(item: ViewerPicture, loading: Loading = 'eager'): HTMLPictureElement {
  return pictureElement(item.views[0].files, item.label, loading);
}

/** The size of a picture in a box, when it is as large as fits. CSS pixels. */
export function fitted(
  box: { readonly width: number; readonly height: number },
  { width, height }: { readonly width: number; readonly height: number },
): { readonly left: number; readonly top: number; readonly width: number; readonly height: number } {
  const scale = Math.min(box.width / width, box.height / height);
  const size = { width: width * scale, height: height * scale };
  return { left: (box.width - size.width) / 2, top: (box.height - size.height) / 2, ...size };
}
