import type { FitMode } from '../../model/recipe.ts';
import { flag, number, optional, whole, word } from '../argument.ts';
import { command } from '../command.ts';
import { MOST_PIXELS } from '../limits.ts';

/** How large the reply is and which part of the picture it shows. */
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
    args: [
      whole('x', -MOST_PIXELS, MOST_PIXELS),
      whole('y', -MOST_PIXELS, MOST_PIXELS),
      whole('width', 1, MOST_PIXELS),
      whole('height', 1, MOST_PIXELS),
    ],
    default: 'the whole picture',
    summary:
      'Region from which the scale is computed, in pixels before scaling; not a crop: what lies outside may show in a larger view.',
    example: 'rgn=100,50,400,300',
    apply: (recipe, [x, y, width, height]) => ({
      ...recipe,
      view: { ...recipe.view, region: { x, y, width, height } },
    }),
    read: ({ view: { region } }) => region && [region.x, region.y, region.width, region.height],
  }),
] as const;
