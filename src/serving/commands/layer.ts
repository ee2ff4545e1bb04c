import { color, corners, number, optional, text, whole } from '../argument.ts';
import { layerCommand, type Conflict } from '../command.ts';
import { MOST_MASTERS, MOST_PIXELS } from '../limits.ts';
import type { Corners, Extension, Perspective, PerspectiveFilter, Unit } from '../../model/recipe/transforms.ts';

type Sides = readonly [left: number, top: number, right: number, bottom: number];

const extensionOf = (unit: Unit, [left, top, right, bottom]: Sides): Extension => ({ unit, left, top, right, bottom });
const sidesOf = (unit: Unit, extension: Extension | undefined): Sides | undefined =>
  extension?.unit === unit ? [extension.left, extension.top, extension.right, extension.bottom] : undefined;

const FILTER = /^R(?:[12]|3(?:T(?:[01]?\d{1,2}|200))?)$/;
const isFilter = (name: string): name is PerspectiveFilter => FILTER.test(name);

/** Reference C: filter names are case-sensitive, unlike other words. */
function filterConflict(filter: string | undefined): Conflict | undefined {
  if (filter === undefined || isFilter(filter)) return undefined;
  return { argument: 'filter', expected: 'R1, R2, R3 or R3T0…R3T200', got: filter };
}

function perspectiveOf(unit: Unit, moved: Corners, filter: string | undefined): Perspective {
  return { unit, corners: moved, ...(filter !== undefined && isFilter(filter) && { filter: spelled(filter) }) };
}

/** R3T050 as R3T50. */
const spelled = (filter: PerspectiveFilter): PerspectiveFilter =>
  filter.startsWith('R3T') ? `R3T${Number(filter.slice(3))}` : filter;

const cornersIn = (unit: Unit, perspective: Perspective | undefined): [Corners, string | undefined] | undefined =>
  perspective?.unit === unit ? [perspective.corners, perspective.filter] : undefined;

/** Commands by which the cropped picture becomes the canvas that the view shows. */
export const LAYER_COMMANDS = [
  layerCommand({
    name: 'size',
    scope: 'layer',
    args: [whole('width', 0, MOST_PIXELS), whole('height', 0, MOST_PIXELS)],
    default: '0,0: as large as it is',
    summary:
      'Box into which the picture is scaled first, with its aspect ratio; 0 leaves a side free. For a colour it is the exact size. If other layers or effects follow, the size of layer 0 is the canvas, with the picture in its centre.',
    example: 'size=800,0',
    apply: (layer, [width, height]) => ({ ...layer, size: { unit: 'pixel', width, height } }),
    read: ({ size }) => (size?.unit === 'pixel' ? [size.width, size.height] : undefined),
  }),
  layerCommand({
    name: 'sizeN',
    scope: 'layer',
    args: [number('width', 0, MOST_MASTERS), number('height', 0, MOST_MASTERS)],
    default: '0,0: as large as it is',
    summary: 'The same in sizes of layer 0, for the layers above it.',
    example: 'layer=1&sizeN=0.5,0',
    apply: (layer, [width, height]) => ({ ...layer, size: { unit: 'normal', width, height } }),
    read: ({ size }) => (size?.unit === 'normal' ? [size.width, size.height] : undefined),
  }),
  layerCommand({
    name: 'scale',
    scope: 'source',
    // One pixel of the largest picture, and one pixel made the largest picture.
    args: [number('factor', 1 / MOST_PIXELS, MOST_PIXELS)],
    default: '1',
    summary: 'Factor by which the picture is scaled first; no effect with `size`.',
    example: 'scale=0.25',
    apply: (layer, [scale]) => ({ ...layer, scale }),
    read: ({ scale }) => (scale === undefined ? undefined : [scale]),
  }),
  layerCommand({
    name: 'res',
    scope: 'source',
    // Divided by any `resolution` of the server settings it is a factor that `scale` takes.
    args: [number('resolution', 0.01, 1_000_000)],
    default: '`resolution` of the server settings: as large as it is',
    summary: 'Scale of the picture by resolution; no effect with `size` and `scale`.',
    example: 'res=36',
    apply: (layer, [resolution]) => ({ ...layer, resolution }),
    read: ({ resolution }) => (resolution === undefined ? undefined : [resolution]),
  }),
  layerCommand({
    name: 'perspective',
    scope: 'layer',
    args: [corners('corners', MOST_PIXELS), optional(text('filter'))],
    default: 'none; R3',
    summary:
      'Moves the corners of the cropped picture, at full size, to these points in pixels from its top left, in the order top left, top right, bottom right, bottom left; the canvas stays as large as it is, and `size` and `res` are of no effect. Of the source the finest halving that is looked at is `scale`, rounded up. `R1` takes the nearest pixel, `R2` is linear, `R3` cubic; `R3T0` to `R3T200` let a pixel take so many percent of its width from the source: below 100 is sharper, above it softer.',
    example: 'perspective=40,10,600,60,560,420,10,470,R3T80',
    check: ([, filter]) => filterConflict(filter),
    apply: (layer, [moved, filter]) => ({ ...layer, perspective: perspectiveOf('pixel', moved, filter) }),
    read: ({ perspective }) => cornersIn('pixel', perspective),
  }),
  layerCommand({
    name: 'perspectiveN',
    scope: 'layer',
    args: [corners('corners', MOST_MASTERS), optional(text('filter'))],
    default: 'none; R3',
    summary: 'The same as `perspective` with points in fractions of the cropped picture.',
    example: 'perspectiveN=0.1,0,0.9,0.1,1,0.9,0,1,R2',
    check: ([, filter]) => filterConflict(filter),
    apply: (layer, [moved, filter]) => ({ ...layer, perspective: perspectiveOf('normal', moved, filter) }),
    read: ({ perspective }) => cornersIn('normal', perspective),
  }),
  layerCommand({
    name: 'color',
    scope: 'layer',
    args: [color('color')],
    default: 'clear',
    summary:
      'Colour behind the transparent parts of the master, before rotation and margins. For effects and layers without a source, their colour.',
    example: 'color=255,0,0,128',
    apply: (layer, [underColor]) => ({ ...layer, underColor }),
    read: ({ underColor }) => underColor && [underColor],
  }),
  layerCommand({
    name: 'extend',
    scope: 'layer',
    args: [
      whole('left', -MOST_PIXELS, MOST_PIXELS),
      whole('top', -MOST_PIXELS, MOST_PIXELS),
      whole('right', -MOST_PIXELS, MOST_PIXELS),
      whole('bottom', -MOST_PIXELS, MOST_PIXELS),
    ],
    default: '0,0,0,0',
    summary: 'Margins added to the scaled and rotated picture in pixels; negative margins crop it.',
    example: 'extend=0,30,0,0',
    apply: (layer, sides) => ({ ...layer, extension: extensionOf('pixel', sides) }),
    read: ({ extension }) => sidesOf('pixel', extension),
  }),
  layerCommand({
    name: 'extendN',
    scope: 'layer',
    args: [
      number('left', -MOST_MASTERS, MOST_MASTERS),
      number('top', -MOST_MASTERS, MOST_MASTERS),
      number('right', -MOST_MASTERS, MOST_MASTERS),
      number('bottom', -MOST_MASTERS, MOST_MASTERS),
    ],
    default: '0,0,0,0',
    summary: 'Margins added to the scaled and rotated picture in fractions of it; negative margins crop it.',
    example: 'extendN=0.1,0.1,0.1,0.1',
    apply: (layer, sides) => ({ ...layer, extension: extensionOf('normal', sides) }),
    read: ({ extension }) => sidesOf('normal', extension),
  }),
  layerCommand({
    name: 'bgColor',
    scope: 'layer',
    args: [color('color')],
    default: 'clear',
    summary:
      'Colour behind everything transparent: the master, a crop beyond its edge, the corners of a rotation, and margins.',
    example: 'bgColor=255,0,0',
    apply: (layer, [fill]) => ({ ...layer, fill }),
    read: ({ fill }) => fill && [fill],
  }),
] as const;
