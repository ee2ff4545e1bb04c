import type { OpenGraph } from './about.ts';
import type { Background } from './background.ts';
import type { Element } from './element.ts';
import type { Picture } from './picture.ts';
import type { Video } from './video.ts';

function styleOf({ color, image }: Background): Readonly<Record<string, string>> | undefined {
  if (color === undefined && image === undefined) return undefined;
  return {
    ...(color === undefined ? {} : { 'background-color': color }),
    ...(image === undefined ? {} : { 'background-image': `url(${image})`, 'background-size': 'cover' }),
  };
}

/** A picture as elements: an `<img>` alone where there is nothing to choose. */
export function pictureElement({ sources, img, background = {} }: Picture): Element {
  const { src, srcset, sizes, ...rest } = img;
  const attributes = {
    ...rest,
    'data-thumbhash': background.thumbhash,
    style: styleOf(background),
    sizes,
    srcset,
    src,
  };
  const image: Element = { tag: 'img', attributes };
  if (sources.length === 0) return image;
  const chosen = sources.map(({ media, type, width, height, sizes: own, srcset: files }): Element => {
    return { tag: 'source', attributes: { media, type, width, height, sizes: own, srcset: files } };
  });
  return { tag: 'picture', attributes: {}, children: [...chosen, image] };
}

/** A clip as elements. */
export function videoElement(video: Video): Element {
  const { sources, poster, width, height, preload, moving, label, title, tracks } = video;
  const described = label === '' ? { 'aria-hidden': 'true' } : { 'aria-label': label };
  const played =
    moving === true
      ? ({ autoplay: true, loop: true, muted: true, playsinline: true, ...described } as const)
      : ({ controls: true, playsinline: true, preload } as const);
  const attributes = { ...played, poster, title, width, height } as const;
  const children: readonly Element[] = [
    ...sources.map(({ src, type }): Element => ({ tag: 'source', attributes: { src, type } })),
    ...tracks.map(({ kind, srclang, label, src }): Element => {
      return { tag: 'track', attributes: { kind, srclang, label, src } };
    }),
  ];
  return { tag: 'video', attributes, children };
}

export const metaElements = (properties: OpenGraph): readonly Element[] =>
  properties.map(([property, content]) => ({ tag: 'meta', attributes: { property, content } }));

export const scriptElement = (json: unknown): Element => ({
  tag: 'script',
  attributes: { type: 'application/ld+json' },
  json,
});
