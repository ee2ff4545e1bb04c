import type { FlipMode, SourceCrop } from '../../model/recipe.ts';
import { number, whole, word } from '../argument.ts';
import { command } from '../command.ts';
import { MOST_MASTERS, MOST_PIXELS } from '../limits.ts';

/** The smallest share that still means a pixel of the largest picture. */
const LEAST_SHARE = 1 / MOST_PIXELS;

type Window = readonly [x: number, y: number, width: number, height: number];

const cropOf = (unit: SourceCrop['unit'], [x, y, width, height]: Window): SourceCrop => ({ unit, x, y, width, height });

const windowOf = (unit: SourceCrop['unit'], crop: SourceCrop | undefined): Window | undefined =>
  crop?.unit === unit ? [crop.x, crop.y, crop.width, crop.height] : undefined;

/** What is taken of the master and how it is turned, before any scaling. */
export const SOURCE_COMMANDS = [
  command({
    name: 'crop',
    scope: 'source',
    args: [
      whole('x', -MOST_PIXELS, MOST_PIXELS),
      whole('y', -MOST_PIXELS, MOST_PIXELS),
      whole('width', 1, MOST_PIXELS),
      whole('height', 1, MOST_PIXELS),
    ],
    default: 'the whole master',
    summary: 'Crop in pixels of the full-size master; what overhangs it is background.',
    example: 'crop=-10,-10,120,120',
    apply: (recipe, window) => ({ ...recipe, crop: cropOf('pixel', window) }),
    read: ({ crop }) => windowOf('pixel', crop),
  }),
  command({
    name: 'cropN',
    scope: 'source',
    args: [
      number('x', -MOST_MASTERS, MOST_MASTERS),
      number('y', -MOST_MASTERS, MOST_MASTERS),
      number('width', LEAST_SHARE, MOST_MASTERS),
      number('height', LEAST_SHARE, MOST_MASTERS),
    ],
    default: 'the whole master',
    summary: 'Crop in fractions of the master, from its top left; what overhangs it is background.',
    example: 'cropN=0.1,0,0.8,1',
    apply: (recipe, window) => ({ ...recipe, crop: cropOf('normal', window) }),
    read: ({ crop }) => windowOf('normal', crop),
  }),
  command({
    name: 'flip',
    scope: 'layer',
    args: [word<FlipMode>('mode', ['lr', 'ud', 'lrud'])],
    default: 'none',
    summary: 'Mirror of the turned and extended picture: left-right, upside-down or both.',
    example: 'flip=lr',
    apply: (recipe, [flip]) => ({ ...recipe, flip }),
    read: ({ flip }) => flip && [flip],
  }),
  command({
    name: 'rotate',
    scope: 'layer',
    // A thousand turns: any angle is meant, but a number without end has no one spelling.
    args: [number('degrees', -360_000, 360_000)],
    default: '0',
    summary: 'Turn clockwise before `flip`; the picture grows to its bounding box, the corners are background.',
    example: 'rotate=-30',
    apply: (recipe, [rotate]) => ({ ...recipe, rotate }),
    read: ({ rotate }) => (rotate === undefined ? undefined : [rotate]),
  }),
] as const;
