import type { Noise } from '../../model/recipe/noise.ts';
import type { Operations, Treatment } from '../../model/recipe/recipe.ts';
import { color, flag, number, optional, whole, word } from '../argument.ts';
import { compositeCommand } from '../command.ts';

/** A treatment with operations added to those it has. */
function operated(treatment: Treatment, operations: Operations): Treatment {
  return { ...treatment, operations: { ...treatment.operations, ...operations } };
}

const percent = <const N extends string>(name: N) => whole(name, -100, 100);

/** Operations on the composite before the view shows it, in the order in which they are done. */
export const OPERATION_COMMANDS = [
  compositeCommand({
    name: 'op_invert',
    scope: 'composite',
    args: [flag('on')],
    default: '0',
    summary: 'Inverts the colours of the picture.',
    example: 'op_invert=1',
    apply: (treatment, [invert]) => operated(treatment, { invert }),
    read: ({ operations }) => (operations?.invert === undefined ? undefined : [operations.invert]),
  }),
  compositeCommand({
    name: 'op_colorbalance',
    scope: 'composite',
    args: [percent('red'), percent('green'), percent('blue')],
    default: '0,0,0',
    summary: 'Adds a percentage of the full range to red, green and blue.',
    example: 'op_colorbalance=10,0,-10',
    apply: (treatment, colorBalance) => operated(treatment, { colorBalance }),
    read: ({ operations }) => operations?.colorBalance,
  }),
  compositeCommand({
    name: 'op_hue',
    scope: 'composite',
    args: [whole('degrees', -180, 180)],
    default: '0',
    summary: 'Rotates the hue: by 120 red becomes green. HSL lightness and saturation stay.',
    example: 'op_hue=120',
    apply: (treatment, [hue]) => operated(treatment, { hue }),
    read: ({ operations }) => (operations?.hue === undefined ? undefined : [operations.hue]),
  }),
  compositeCommand({
    name: 'op_saturation',
    scope: 'composite',
    args: [percent('saturation')],
    default: '0',
    summary: 'Changes the saturation: -100 is gray, 100 doubles it; brightness stays.',
    example: 'op_saturation=-100',
    apply: (treatment, [saturation]) => operated(treatment, { saturation }),
    read: ({ operations }) => (operations?.saturation === undefined ? undefined : [operations.saturation]),
  }),
  compositeCommand({
    name: 'op_brightness',
    scope: 'composite',
    args: [percent('brightness')],
    default: '0',
    summary: 'Adds a percentage of the full range to every colour: -100 is black, 100 white.',
    example: 'op_brightness=15',
    apply: (treatment, [brightness]) => operated(treatment, { brightness }),
    read: ({ operations }) => (operations?.brightness === undefined ? undefined : [operations.brightness]),
  }),
  compositeCommand({
    name: 'op_contrast',
    scope: 'composite',
    args: [percent('contrast')],
    default: '0',
    summary: 'Changes the contrast around middle gray: -100 is gray, 100 leaves only the extremes.',
    example: 'op_contrast=20',
    apply: (treatment, [contrast]) => operated(treatment, { contrast }),
    read: ({ operations }) => (operations?.contrast === undefined ? undefined : [operations.contrast]),
  }),
  compositeCommand({
    name: 'op_colorize',
    aliases: ['colorize'],
    scope: 'composite',
    args: [color('color'), optional(word('mode', ['norm', 'off'])), optional(number('contrast', 0, 100))],
    default: 'none',
    summary:
      'Recolours by brightness, from black through the colour to white. norm first brings the median to the colour; contrast widens the range of brightness, at 100 to the full range (only with norm).',
    example: 'op_colorize=B43C28,norm,20',
    apply: (treatment, [tint, mode = 'norm', contrast = 0]) =>
      operated(treatment, {
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
  compositeCommand({
    name: 'op_grow',
    scope: 'composite',
    args: [percent('pixels')],
    default: '0',
    summary: 'Widens bright areas by this many pixels of the picture, in squares; negative values widen dark areas.',
    example: 'op_grow=2',
    apply: (treatment, [grow]) => operated(treatment, { grow }),
    read: ({ operations }) => (operations?.grow === undefined ? undefined : [operations.grow]),
  }),
  compositeCommand({
    name: 'op_blur',
    scope: 'composite',
    args: [number('radius', 0, 100)],
    default: '0',
    summary: 'Gaussian blur by a radius in pixels of the picture: two standard deviations.',
    example: 'op_blur=4',
    apply: (treatment, [blur]) => operated(treatment, { blur }),
    read: ({ operations }) => (operations?.blur === undefined ? undefined : [operations.blur]),
  }),
  compositeCommand({
    name: 'op_noise',
    scope: 'composite',
    args: [
      number('amount', 0, 100),
      optional(word<Noise['distribution']>('distribution', ['uniform', 'gaussian'])),
      optional(flag('monochrome')),
    ],
    default: '0,uniform,0',
    summary:
      'Adds uniform noise of up to this percentage of the full range in both directions, or gaussian noise with half of it as standard deviation; monochrome 1: the same for all colours.',
    example: 'op_noise=10,gaussian,1',
    apply: (treatment, [amount, distribution = 'uniform', monochrome = false]) =>
      operated(treatment, { noise: { amount, distribution, monochrome } }),
    read: ({ operations }) => {
      const noise = operations?.noise;
      return noise && [noise.amount, noise.distribution, noise.monochrome];
    },
  }),
  compositeCommand({
    name: 'opac',
    scope: 'composite',
    args: [whole('opacity', 0, 100), optional(whole('fillOpacity', 0, 100))],
    default: '100,100',
    summary: 'Opacity of the picture in percent, multiplied by the opacity of its contents.',
    example: 'opac=80,100',
    apply: (treatment, [opacity, fill = 100]) => operated(treatment, { opacity: [opacity, fill] }),
    read: ({ operations }) => operations?.opacity,
  }),
] as const;
