import type { Noise, Operations, PictureRecipe } from '../../model/recipe.ts';
import { color, flag, number, optional, whole, word } from '../argument.ts';
import { command } from '../command.ts';

/** The recipe with operations added to those it has. */
function operated(recipe: PictureRecipe, operations: Operations): PictureRecipe {
  return { ...recipe, operations: { ...recipe.operations, ...operations } };
}

const percent = <const N extends string>(name: N) => whole(name, -100, 100);

/** What is done to the composite before the view shows it, in the order it is done. */
export const OPERATION_COMMANDS = [
  command({
    name: 'op_invert',
    scope: 'composite',
    args: [flag('on')],
    default: '0',
    summary: 'Negative of the picture.',
    example: 'op_invert=1',
    apply: (recipe, [invert]) => operated(recipe, { invert }),
    read: ({ operations }) => (operations?.invert === undefined ? undefined : [operations.invert]),
  }),
  command({
    name: 'op_colorbalance',
    scope: 'composite',
    args: [percent('red'), percent('green'), percent('blue')],
    default: '0,0,0',
    summary: 'Adds so many percent of the full range to red, green and blue.',
    example: 'op_colorbalance=10,0,-10',
    apply: (recipe, colorBalance) => operated(recipe, { colorBalance }),
    read: ({ operations }) => operations?.colorBalance,
  }),
  command({
    name: 'op_hue',
    scope: 'composite',
    args: [whole('degrees', -180, 180)],
    default: '0',
    summary: 'Turns the hue: by 120 red becomes green. Lightness and saturation (of HSL) stay.',
    example: 'op_hue=120',
    apply: (recipe, [hue]) => operated(recipe, { hue }),
    read: ({ operations }) => (operations?.hue === undefined ? undefined : [operations.hue]),
  }),
  command({
    name: 'op_saturation',
    scope: 'composite',
    args: [percent('saturation')],
    default: '0',
    summary: 'Lowers saturation, to gray at -100, or raises it, to twice as much at 100; brightness stays.',
    example: 'op_saturation=-100',
    apply: (recipe, [saturation]) => operated(recipe, { saturation }),
    read: ({ operations }) => (operations?.saturation === undefined ? undefined : [operations.saturation]),
  }),
  command({
    name: 'op_brightness',
    scope: 'composite',
    args: [percent('brightness')],
    default: '0',
    summary: 'Adds so many percent of the full range to every colour: -100 is black, 100 white.',
    example: 'op_brightness=15',
    apply: (recipe, [brightness]) => operated(recipe, { brightness }),
    read: ({ operations }) => (operations?.brightness === undefined ? undefined : [operations.brightness]),
  }),
  command({
    name: 'op_contrast',
    scope: 'composite',
    args: [percent('contrast')],
    default: '0',
    summary: 'Spreads colours around middle gray, or draws them to it: -100 is gray, 100 leaves the extremes.',
    example: 'op_contrast=20',
    apply: (recipe, [contrast]) => operated(recipe, { contrast }),
    read: ({ operations }) => (operations?.contrast === undefined ? undefined : [operations.contrast]),
  }),
  command({
    name: 'op_colorize',
    aliases: ['colorize'],
    scope: 'composite',
    args: [color('color'), optional(word('mode', ['norm', 'off'])), optional(number('contrast', 0, 100))],
    default: 'none',
    summary:
      'Recolours by brightness, from black over the colour to white. norm brings the median to the colour first; contrast widens the range of brightness, at 100 to all there is (with norm only).',
    example: 'op_colorize=B43C28,norm,20',
    apply: (recipe, [tint, mode = 'norm', contrast = 0]) =>
      operated(recipe, {
        colorize: {
          color: { ...tint, alpha: 255 },
          normalize: mode === 'norm',
          contrast: mode === 'norm' ? contrast : 0,
        },
      }),
    read: ({ operations }) => {
      const { color: tint, normalize, contrast } = operations?.colorize ?? {};
      return tint && [tint, normalize === true ? 'norm' : 'off', contrast];
    },
  }),
  command({
    name: 'op_grow',
    scope: 'composite',
    args: [percent('pixels')],
    default: '0',
    summary: 'Widens what is bright, or what is dark where negative, by so many pixels of the picture, in squares.',
    example: 'op_grow=2',
    apply: (recipe, [grow]) => operated(recipe, { grow }),
    read: ({ operations }) => (operations?.grow === undefined ? undefined : [operations.grow]),
  }),
  command({
    name: 'op_blur',
    scope: 'composite',
    args: [number('radius', 0, 100)],
    default: '0',
    summary: 'Gaussian blur by a radius in pixels of the picture: two standard deviations.',
    example: 'op_blur=4',
    apply: (recipe, [blur]) => operated(recipe, { blur }),
    read: ({ operations }) => (operations?.blur === undefined ? undefined : [operations.blur]),
  }),
  command({
    name: 'op_noise',
    scope: 'composite',
    args: [
      number('amount', 0, 100),
      optional(word<Noise['distribution']>('distribution', ['uniform', 'gaussian'])),
      optional(flag('monochrome')),
    ],
    default: '0,uniform,0',
    summary:
      'Adds noise of at most so many percent of the full range either way, or gaussian with half of that as standard deviation; monochrome 1: the same for all colours.',
    example: 'op_noise=10,gaussian,1',
    apply: (recipe, [amount, distribution = 'uniform', monochrome = false]) =>
      operated(recipe, { noise: { amount, distribution, monochrome } }),
    read: ({ operations }) => {
      const noise = operations?.noise;
      return noise && [noise.amount, noise.distribution, noise.monochrome];
    },
  }),
  command({
    name: 'opac',
    scope: 'composite',
    args: [whole('opacity', 0, 100), optional(whole('fillOpacity', 0, 100))],
    default: '100,100',
    summary: 'Opacity of the picture in percent, times that of its contents.',
    example: 'opac=80,100',
    apply: (recipe, [opacity, fill = 100]) => operated(recipe, { opacity: [opacity, fill] }),
    read: ({ operations }) => operations?.opacity,
  }),
] as const;
