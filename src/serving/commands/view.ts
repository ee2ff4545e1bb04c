import { flag, number, optional, text, whole, word } from '../argument.ts';
import { command } from '../command.ts';
import { MOST_PIXELS } from '../limits.ts';
import { cropOf, PIXEL_WINDOW, SHARE_WINDOW, windowOf } from '../window.ts';
import { present } from '../../base/present.ts';
import type { PictureRecipe } from '../../model/recipe/recipe.ts';
import type { Beside } from '../../model/recipe/smart-imaging.ts';
import type { FitMode } from '../../model/recipe/transforms.ts';

type Reply = 'img' | 'mask' | 'tmb';

/** Replies of text; reference D.1. */
const TOLD =
  'props imageprops catalogprops exists imageset set mbrset map targets userdata xmp xlate resolve validate loadcache message savetofile'.split(
    ' ',
  );

type Maybe<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** A recipe with these settings for files beside its own; undefined ones are removed. */
function withBeside(recipe: PictureRecipe, said: Maybe<Beside>): PictureRecipe {
  const { beside: before, ...bare } = recipe;
  const beside = present<Beside>({ formats: before?.formats, densities: before?.densities, ...said });
  return Object.keys(beside).length === 0 ? bare : { ...bare, beside };
}

/** Commands about how large the reply is and which part of the picture it shows. */
export const VIEW_COMMANDS = [
  command({
    name: 'wid',
    scope: 'view',
    args: [whole('width', 1, MOST_PIXELS)],
    default: 'by aspect from `hei`; with neither, nor `scl`, the picture is fitted into `defaultpix`',
    summary: 'Width of the reply in pixels: exact, smallest or largest, as `fit` says.',
    example: 'wid=400',
    apply: (recipe, [width]) => ({ ...recipe, view: { ...recipe.view, width } }),
    read: ({ view }) => (view.width === undefined ? undefined : [view.width]),
  }),
  command({
    name: 'hei',
    scope: 'view',
    args: [whole('height', 1, MOST_PIXELS)],
    default: 'by aspect from `wid`; with neither, nor `scl`, the picture is fitted into `defaultpix`',
    summary: 'Height of the reply in pixels: exact, smallest or largest, as `fit` says.',
    example: 'hei=300',
    apply: (recipe, [height]) => ({ ...recipe, view: { ...recipe.view, height } }),
    read: ({ view }) => (view.height === undefined ? undefined : [view.height]),
  }),
  command({
    name: 'fit',
    scope: 'view',
    args: [
      word<FitMode>('mode', ['fit', 'constrain', 'crop', 'wrap', 'stretch', 'hfit', 'vfit']),
      optional(flag('upscale')),
    ],
    default: 'fit,0',
    summary:
      'How `wid` and `hei` decide scale and size; upscale 1 allows enlarging. No effect without `wid` and `hei`, or beside `scl`.',
    example: 'fit=crop,1',
    apply: (recipe, [mode, upscale = false]) => ({ ...recipe, view: { ...recipe.view, fit: { mode, upscale } } }),
    read: ({ view: { fit } }) => fit && [fit.mode, fit.upscale],
  }),
  command({
    name: 'align',
    scope: 'view',
    args: [number('horizontal', -1, 1), number('vertical', -1, 1)],
    default: '0,0',
    summary:
      'Where the picture lies in the reply: -1,-1 top left, 0,0 centre, 1,1 bottom right. Needs both `wid` and `hei`.',
    example: 'align=0,-1',
    apply: (recipe, align) => ({ ...recipe, view: { ...recipe.view, align } }),
    read: ({ view }) => view.align,
  }),
  command({
    name: 'scl',
    scope: 'view',
    // The ends are those of the largest picture becoming one pixel, and of one pixel becoming ten thousand a side.
    args: [number('scale', 0.0001, MOST_PIXELS)],
    default: 'decided by `wid`, `hei` and `fit`',
    summary: 'Inverse scale: the reply is the picture divided by it; `wid` and `hei` then crop or pad.',
    example: 'scl=8',
    apply: (recipe, [scale]) => ({ ...recipe, view: { ...recipe.view, scale } }),
    read: ({ view }) => (view.scale === undefined ? undefined : [view.scale]),
  }),
  command({
    name: 'rgn',
    scope: 'view',
    args: PIXEL_WINDOW,
    default: 'the whole picture',
    summary:
      'Region from which the scale is computed, in pixels before scaling; not a crop: what lies outside may show in a larger view.',
    example: 'rgn=100,50,400,300',
    apply: (recipe, window) => ({ ...recipe, view: { ...recipe.view, region: cropOf('pixel', window) } }),
    read: ({ view: { region } }) => windowOf('pixel', region),
  }),
  command({
    name: 'rgnN',
    scope: 'view',
    args: SHARE_WINDOW,
    default: 'the whole picture',
    summary: 'The same in fractions of the picture before scaling, from its top left.',
    example: 'rgnN=0.25,0,0.5,1',
    apply: (recipe, window) => ({ ...recipe, view: { ...recipe.view, region: cropOf('normal', window) } }),
    read: ({ view: { region } }) => windowOf('normal', region),
  }),
  command({
    name: 'rect',
    scope: 'view',
    args: [
      whole('x', -MOST_PIXELS, MOST_PIXELS),
      whole('y', -MOST_PIXELS, MOST_PIXELS),
      whole('width', 1, MOST_PIXELS),
      whole('height', 1, MOST_PIXELS),
      optional(number('scale', 0.0001, 1000)),
    ],
    default: 'the whole view, 1',
    summary:
      'Tile cut out of the view, in its pixels, after one more scaling (above 1 enlarges); tiles meet without a seam, what overhangs is background.',
    example: 'rect=256,0,256,256',
    apply: (recipe, [x, y, width, height, scale = 1]) => ({
      ...recipe,
      view: { ...recipe.view, tile: { x, y, width, height, scale } },
    }),
    read: ({ view: { tile } }) =>
      tile && [tile.x, tile.y, tile.width, tile.height, tile.scale === 1 ? undefined : tile.scale],
  }),
  command({
    name: 'dpr',
    scope: 'request',
    // The language takes any ratio above 0 (reference C): the ends are those of `scl`.
    args: [word('on', ['on', 'off']), optional(number('ratio', 0.0001, MOST_PIXELS))],
    default: 'off',
    summary:
      'Multiplies `wid` and `hei` by the device-pixel ratio, as far as `maxpix` of the server settings allows, and divides `scl` by it. Without a ratio the file stays as it is, and a profile makes one of twice its size beside it.',
    example: 'dpr=on,2',
    apply: (recipe, [on, ratio]) => {
      const { pixelRatio: _before, ...view } = recipe.view;
      const densities = on === 'on' && ratio === undefined ? (true as const) : undefined;
      const scaled = on === 'on' && ratio !== undefined ? { ...view, pixelRatio: ratio } : view;
      return withBeside({ ...recipe, view: scaled }, { densities });
    },
    read: ({ view: { pixelRatio }, beside }) => {
      if (pixelRatio !== undefined) return ['on', pixelRatio];
      return beside?.densities === true ? ['on', undefined] : undefined;
    },
  }),
  command({
    name: 'bfc',
    scope: 'request',
    beside: true,
    args: [word('on', ['on', 'off'])],
    default: '`smartImaging` of the profile',
    summary:
      'Files in the formats that newer browsers read, beside that of `fmt`, which a profile keeps where they are smaller; off: none, whatever the profile says.',
    example: 'bfc=on',
    apply: (recipe, [on]) => withBeside(recipe, { formats: on === 'on' }),
    read: ({ beside }) => (beside?.formats === undefined ? undefined : [beside.formats ? 'on' : 'off']),
  }),
  command({
    name: 'req',
    scope: 'request',
    args: [
      word<Reply>('kind', ['img', 'mask', 'tmb'], {
        // What the first zoom viewers sent: a piece of the picture, which `rect` and `scl` say.
        aliases: { tile: 'img' },
        notYet: Object.fromEntries(TOLD.map((kind) => [kind, 'a preset makes a picture; `dmx show --req` tells'])),
      }),
      optional(text('format')),
    ],
    default: 'img',
    summary:
      'Kind of the reply: the picture; its transparency as gray pixels; or a thumbnail of `wid`×`hei`, else `defaultthumbpix`.',
    example: 'req=mask',
    apply: (recipe, [kind]) => {
      const { reply: _before, ...rest } = recipe;
      return kind === 'img' ? rest : { ...rest, reply: kind === 'mask' ? 'mask' : 'thumbnail' };
    },
    read: ({ reply }) => reply && [reply === 'mask' ? 'mask' : 'tmb', undefined],
  }),
] as const;
