import type { JobRendition } from '../../../src/model/jobs/job.ts';
import type { PyramidRecipe, Recipe } from '../../../src/model/recipe/recipe.ts';
import { expand } from '../../../src/plan/expand.ts';
import { findImageProfile } from '../../../src/profiles/library.ts';
import { pictureRecipe } from '../../support/pictures/draw-picture.ts';
import { CLOUD } from '../../support/language/server-settings.ts';
import { libraryWith } from '../../support/project/shipped-profiles.ts';
import { BENCHMARK_RENDITIONS } from '../../support/pictures/benchmark-renditions.ts';

const one = (recipe: Recipe): readonly JobRendition[] => [
  { name: 'one', role: recipe.kind === 'pyramid' ? 'pyramid' : 'preset', extension: 'bin', recipe },
];

const picture = (text: string): readonly JobRendition[] => one(pictureRecipe(text));

const PYRAMID: PyramidRecipe = { kind: 'pyramid', tile: 256, compression: 'jpeg', quality: 95, metadata: 'copyright' };

/** What a shipped profile asks for. */
function profile(name: string): readonly JobRendition[] {
  const { library } = libraryWith();
  const found = findImageProfile(library, name);
  if (found === undefined) throw new Error(`expected the shipped profile ${name}`);
  return expand(found, library, { server: CLOUD, metadata: 'copyright' });
}

/** Whole and half the master, in every format that dmx writes. */
const FORMATS: Readonly<Record<string, string>> = {
  jpeg: 'jpeg&qlt=80,0',
  'jpeg-444': 'jpeg&qlt=95,1',
  pjpeg: 'pjpeg&qlt=80,0',
  'pjpeg-444': 'pjpeg&qlt=95,1',
  'jpeg-gray': 'jpeg,gray&qlt=80,0',
  'jpeg-cmyk': 'jpeg,cmyk&qlt=80,0',
  png: 'png',
  'png-alpha': 'png-alpha',
  png8: 'png8',
  gif: 'gif',
  tif: 'tif,,none',
  'tif-lzw': 'tif,,lzw',
  'tif-zip': 'tif,,zip',
  'tif-jpeg': 'tif,,jpeg',
  'tif-cmyk': 'tif,cmyk,none',
  webp: 'webp&qlt=80',
  'webp-alpha': 'webp-alpha&qlt=80',
  'webp-lossless': 'webp,,lossless',
  avif: 'avif&qlt=60',
  'avif-alpha': 'avif-alpha&qlt=60',
  'avif-lossless': 'avif,,lossless',
  'jpeg-small': 'jpeg&qlt=90,0&jpegSize=200',
  'jpeg-alike': 'jpeg&qlt=95,0,80',
  'webp-alike': 'webp&qlt=95,0,80',
  pdf: 'pdf,,none',
  'pdf-zip': 'pdf,,zip',
  'pdf-jpeg': 'pdf,,jpeg',
  'pdf-cmyk': 'pdf,cmyk,zip',
  eps: 'eps',
};

export const FORMAT_NAMES = Object.keys(FORMATS);

/** What is ordered of a master, by name: sets, and `whole-FORMAT` and `half-FORMAT`. */
export const ORDERS: Readonly<Record<string, readonly JobRendition[]>> = {
  thumb: picture('wid=200&hei=200&fmt=jpeg&qlt=80,0'),
  web: picture('wid=1600&hei=1600&fmt=jpeg&qlt=80,0'),
  avif1600: picture('wid=1600&hei=1600&fmt=avif&qlt=60'),
  sharpened: picture('wid=2000&fmt=jpeg&qlt=80,0&op_usm=1,2,4,0'),
  turned: picture('wid=1500&rotate=30&fmt=jpeg&qlt=80,0'),
  bent: picture('wid=1500&perspectiveN=0.3,0,0.7,0.1,1,1,0,0.9&fmt=jpeg&qlt=80,0'),
  'bent-whole': picture('scl=1&perspectiveN=0.3,0,0.7,0.1,1,1,0,0.9,R3T25&fmt=png-alpha'),
  layers: picture(
    'wid=1600&layer=1&src=is{?op_blur=12&rotate=20}&scale=0.7&blendMode=screen&layer=2&color=FF000080&size=900,700&pos=40,-30',
  ),
  effects: picture(
    'scl=1&fmt=png-alpha&layer=1&src=is{?op_invert=1}&scale=0.8&effect=-1&color=000000&op_grow=8&op_blur=30&pos=9,9&effect=1&color=FFFFFF80&op_blur=20',
  ),
  masked: picture('scl=1&op_blur=9&flip=lr&layer=1&src=is{?op_hue=90}&mask=is{?op_invert=1}&rotate=33'),
  twelve: BENCHMARK_RENDITIONS,
  pyramid: one(PYRAMID),
  'pyramid-deflate': one({ ...PYRAMID, compression: 'deflate' }),
  'pyramid-sharpened': one({
    ...PYRAMID,
    master: { levelMask: { amount: 1.75, radius: 0.2, threshold: 2, monochrome: false } },
  }),
  default: profile('default'),
  ecommerce: profile('ecommerce'),
  social: profile('social'),
  ...Object.fromEntries(
    Object.entries(FORMATS).flatMap(([name, format]) => [
      [`whole-${name}`, picture(`scl=1&fmt=${format}`)],
      [`half-${name}`, picture(`scl=2&fmt=${format}`)],
    ]),
  ),
};
