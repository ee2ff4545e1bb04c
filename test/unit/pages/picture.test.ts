import { describe, expect, it } from 'vitest';
import { pictureOf } from '../../../src/pages/picture.ts';
import { manifestAsset, manifestRendition as made } from '../../support/project/manifest-asset.ts';

const sized = (name: string, width: number, height: number, mime = 'image/jpeg', bytes = width * 10) =>
  made(name, { width, height, mime, bytes, path: `renditions/${name}` });

const WHOLE = [sized('s', 600, 400), sized('m', 1200, 800), sized('l', 2400, 1600)];
const CROPS = [
  ...[sized('Square', 800, 800), sized('Story', 450, 800)].map((one) => ({ ...one, role: 'crop' as const })),
  { ...sized('square-small', 400, 400), crop: 'Square' },
];

describe('a picture', () => {
  it('is offered in all widths that show all of it, at its own ratio', () => {
    const asset = manifestAsset({ renditions: [...WHOLE, sized('thumb', 150, 150), ...CROPS] });
    expect(pictureOf(asset)).toMatchObject({
      sources: [],
      img: {
        src: 'renditions/m',
        srcset: 'renditions/s 600w, renditions/m 1200w, renditions/l 2400w',
        sizes: '(max-width: 2400px) 100vw, 2400px',
        ...{ width: 2400, height: 1600, alt: '', loading: 'lazy', decoding: 'async' },
      },
    });
  });

  it('is one file where there is one', () => {
    const { img } = pictureOf(manifestAsset({ renditions: [sized('web', 1200, 800)] })) ?? {};
    expect(img).toEqual({
      ...{ src: 'renditions/web', width: 1200, height: 800, alt: '', loading: 'lazy', decoding: 'async' },
    });
  });

  it('is offered in newer types first, the smallest before others, where they are as wide as what all browsers show', () => {
    const newer = [
      sized('w', 2400, 1600, 'image/webp', 9000),
      sized('a', 2400, 1600, 'image/avif', 5000),
      sized('a-small', 600, 400, 'image/avif', 900),
    ];
    const { sources = [] } = pictureOf(manifestAsset({ renditions: [...WHOLE, ...newer] })) ?? {};
    expect(sources.map(({ type, srcset }) => [type, srcset])).toEqual([
      ['image/avif', 'renditions/a-small 600w, renditions/a 2400w'],
      ['image/webp', 'renditions/w'],
    ]);
    const narrow = [sized('w', 640, 427, 'image/webp')];
    expect(pictureOf(manifestAsset({ renditions: [...WHOLE, ...narrow] }))?.sources).toEqual([]);
    expect(pictureOf(manifestAsset({ renditions: narrow }))?.img.src).toBe('renditions/w');
  });

  it('takes alternates with their rendition: types, and densities where nobody says how wide it is shown', () => {
    const file = { bytes: 1, sha256: '0' };
    const alternates = [
      { ...file, path: 'r/2x.jpg', mime: 'image/jpeg', width: 600, height: 400, dpr: 2 },
      { ...file, path: 'r/1x.avif', mime: 'image/avif', width: 300, height: 200 },
      { ...file, path: 'r/2x.avif', mime: 'image/avif', width: 600, height: 400, dpr: 2 },
    ];
    const asset = manifestAsset({ renditions: [{ ...sized('card', 300, 200), alternates }] });
    const { sources, img } = pictureOf(asset) ?? {};
    // Whatever is fetched is shown as large as the rendition.
    const box = { width: 300, height: 200 };
    expect(sources).toMatchObject([{ type: 'image/avif', srcset: 'r/1x.avif 1x, r/2x.avif 2x', ...box }]);
    expect(img).toMatchObject({ src: 'renditions/card', srcset: 'renditions/card 1x, r/2x.jpg 2x', ...box });
    expect(pictureOf(asset, { sizes: '50vw' })?.img).toMatchObject({
      srcset: 'renditions/card 300w, r/2x.jpg 600w',
      sizes: '50vw',
    });
  });

  it('is as large as its rendition, whatever widths and types stand beside that', () => {
    const file = { bytes: 1, sha256: '0', mime: 'image/avif' };
    const alternates = [
      ...[300, 600, 900].map((width) => ({ ...file, path: `r/${width}.avif`, width, height: (width * 2) / 3 })),
      { ...file, path: 'r/2x.avif', width: 1200, height: 800, dpr: 2 },
      { ...file, path: 'r/300.jpg', mime: 'image/jpeg', width: 300, height: 200 },
    ];
    const { sources = [], img } =
      pictureOf(manifestAsset({ renditions: [{ ...sized('card', 600, 400), alternates }] })) ?? {};
    const shown = { sizes: '(max-width: 600px) 100vw, 600px', width: 600, height: 400 };
    expect(sources).toEqual([
      {
        ...{ type: 'image/avif', ...shown },
        srcset: 'r/300.avif 300w, r/600.avif 600w, r/900.avif 900w, r/2x.avif 1200w',
      },
    ]);
    expect(img).toMatchObject({ ...shown, srcset: 'r/300.jpg 300w, renditions/card 600w' });
  });

  it('shows the smart crops of its page, from the widest window down', () => {
    const crops = [
      { crop: 'Story', from: 0 },
      { crop: 'Square', from: 600 },
      { crop: null, from: 1000 },
    ];
    const asset = manifestAsset({ renditions: [...WHOLE, ...CROPS], page: { sizes: '100vw', crops } });
    const { sources, img } = pictureOf(asset) ?? {};
    expect(sources).toMatchObject([
      { media: '(min-width: 1000px)', width: 2400, height: 1600 },
      { media: '(min-width: 600px)', srcset: 'renditions/square-small 400w, renditions/Square 800w', height: 800 },
    ]);
    expect(img).toMatchObject({ src: 'renditions/Story', width: 450, height: 800 });
    const turned = manifestAsset({ ...asset, page: { sizes: '100vw', crops: crops.toReversed() } });
    expect(pictureOf(turned)).toEqual(pictureOf(asset));
  });

  it('shows the whole picture below the narrowest crop, and leaves out crops of which there is no file', () => {
    const crops = [
      { crop: 'Gone', from: 500 },
      { crop: 'Square', from: 900 },
    ];
    const { sources, img } = pictureOf(manifestAsset({ renditions: [...WHOLE, ...CROPS], page: { crops } })) ?? {};
    expect(sources?.map(({ media }) => media)).toEqual(['(min-width: 900px)']);
    expect(img?.src).toBe('renditions/m');
  });

  it('shows the renditions that were named alone', () => {
    const asset = manifestAsset({ renditions: [...WHOLE, ...CROPS] });
    expect(pictureOf(asset, { renditions: ['square*'] })?.img).toMatchObject({ width: 800, height: 800 });
    expect(pictureOf(asset, { renditions: ['S'] })?.img.src).toBe('renditions/s');
    expect(pictureOf(asset, { renditions: ['none'] })).toBeUndefined();
  });

  it('is nothing where browsers show nothing of it', () => {
    const tiff = sized('print', 3000, 2000, 'image/tiff');
    const pyramid = { ...sized('pyramid', 3000, 2000), role: 'pyramid' as const };
    expect(pictureOf(manifestAsset({ renditions: [tiff, pyramid] }))).toBeUndefined();
  });

  it('has its alternative text, else its title; the words of the call win, and decoration is told', () => {
    const alt = (metadata: object, said?: string) => pictureOf(manifestAsset({ metadata }), { alt: said })?.img.alt;
    expect([alt({ title: 'T' }), alt({ title: 'T', alt: 'A' }), alt({ title: 'T', alt: '' }), alt({}, 'S')]).toEqual([
      ...['T', 'A', '', 'S'],
    ]);
  });

  it('has a background until it is there, unless it is clear in parts', () => {
    const placeholder = { thumbhash: 'FykKFYRjZGZ/h3eFmYh4dxp/o/Rn', webp: 'data:image/webp;base64,AAAA' };
    const asset = manifestAsset({ placeholder });
    expect(pictureOf(asset)?.background).toEqual({
      ...{ color: '#735f45', image: placeholder.webp, thumbhash: placeholder.thumbhash },
    });
    expect(pictureOf(asset, { placeholder: false })?.background).toBeUndefined();
    const clear = manifestAsset({ placeholder, master: { ...asset.master, alpha: true } });
    expect(pictureOf(clear)?.background).toBeUndefined();
    const hostile = { color: 'red;}', webp: 'javascript:alert(1)', thumbhash: '"' };
    expect(pictureOf(manifestAsset({ placeholder: hostile }))?.background).toBeUndefined();
  });

  it('is fetched first where it is seen first', () => {
    expect(pictureOf(manifestAsset(), { priority: true })?.img).toMatchObject({
      loading: 'eager',
      fetchpriority: 'high',
    });
  });
});
