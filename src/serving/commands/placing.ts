import type { BlendMode, Layer } from '../../model/recipe/recipe.ts';
import type { Offset, Unit } from '../../model/recipe/transforms.ts';
import { flag, number, whole, word } from '../argument.ts';
import { command, layerCommand } from '../command.ts';
import { MOST_MASTERS, MOST_PIXELS } from '../limits.ts';

const PIXELS = [whole('x', -MOST_PIXELS, MOST_PIXELS), whole('y', -MOST_PIXELS, MOST_PIXELS)] as const;
const SHARES = [number('x', -MOST_MASTERS, MOST_MASTERS), number('y', -MOST_MASTERS, MOST_MASTERS)] as const;

type Place = 'position' | 'origin' | 'anchor';
interface Described {
  readonly name: string;
  readonly default: string;
  readonly summary: string;
  readonly example: string;
}

/** A pair of commands for one place of a layer, in pixels and in fractions. */
function placing(key: Place, inPixels: Described, inShares: Described) {
  const scope = key === 'anchor' ? 'source' : 'layer';
  const apply =
    (unit: Unit) =>
    (layer: Layer, [x, y]: readonly [number, number]): Layer => ({
      ...layer,
      [key]: { unit, x, y } satisfies Offset,
    });
  const read = (unit: Unit) => (layer: Layer) => {
    const held = layer[key];
    return held?.unit === unit ? ([held.x, held.y] as const) : undefined;
  };
  return [
    layerCommand({ ...inPixels, scope, args: PIXELS, apply: apply('pixel'), read: read('pixel') }),
    layerCommand({ ...inShares, scope, args: SHARES, apply: apply('normal'), read: read('normal') }),
  ];
}

/** Commands by which a layer is laid on those below it. */
export const PLACING_COMMANDS = [
  ...placing(
    'position',
    {
      name: 'pos',
      default: '0,0',
      summary:
        'Offset from the origin of layer 0 to the origin of the layer, in pixels; for an effect, from its layer. No effect on layer 0.',
      example: 'layer=1&pos=10,20',
    },
    {
      name: 'posN',
      default: '0,0',
      summary: 'The same in sizes of layer 0.',
      example: 'layer=1&posN=0.5,0.5',
    },
  ),
  ...placing(
    'origin',
    {
      name: 'origin',
      default: 'the anchor',
      summary: 'Point of the rotated and extended layer that `pos` places, in pixels from its top left.',
      example: 'layer=1&origin=0,0',
    },
    {
      name: 'originN',
      default: 'the anchor',
      summary: 'The same in fractions of the layer from its centre: -0.5,-0.5 is its top left.',
      example: 'layer=1&originN=-0.5,0',
    },
  ),
  ...placing(
    'anchor',
    {
      name: 'anchor',
      default: 'the centre of the turned and extended layer',
      summary:
        'Point of the picture that `pos` places, in pixels from its top left before it is cropped, scaled, mirrored and rotated. No effect with `origin`.',
      example: 'layer=1&anchor=100,50',
    },
    {
      name: 'anchorN',
      default: 'the centre of the turned and extended layer',
      summary: 'The same in fractions of the picture from its centre.',
      example: 'layer=1&anchorN=-0.5,0.5',
    },
  ),
  layerCommand({
    name: 'blendMode',
    scope: 'layer',
    args: [word<BlendMode>('mode', ['norm', 'dissolve', 'lighten', 'darken', 'mult', 'screen'])],
    default: 'norm',
    summary:
      'How a layer or effect is blended with the picture below it; `dissolve` draws scattered pixels, as many as its opacity says. No effect on layer 0.',
    example: 'layer=1&blendMode=mult',
    apply: (layer, [blend]) => ({ ...layer, blend }),
    read: ({ blend }) => blend && [blend],
  }),
  layerCommand({
    name: 'hide',
    scope: 'layer',
    args: [flag('hidden')],
    default: '0',
    summary: 'Hides a layer or effect; a hidden layer 0 still defines the canvas.',
    example: 'layer=1&hide=1',
    apply: (layer, [hidden]) => ({ ...layer, hidden }),
    read: ({ hidden }) => (hidden === undefined ? undefined : [hidden]),
  }),
  command({
    name: 'effectMask',
    scope: 'request',
    args: [flag('on')],
    default: '1',
    summary: 'Hides effects below their layer; 0 lets them show through a layer that is not opaque.',
    example: 'effectMask=0',
    apply: (recipe, [effectMask]) => ({ ...recipe, composite: { ...recipe.composite, effectMask } }),
    read: ({ composite: { effectMask } }) => (effectMask === undefined ? undefined : [effectMask]),
  }),
];
