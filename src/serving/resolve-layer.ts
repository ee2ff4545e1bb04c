import type { ClippingPath, Color, Extension, Operations, PictureRecipe, SourceMask } from '../model/recipe.ts';
import { present } from '../base/present.ts';

/** Degrees brought to 0…360; undefined for no turn at all. */
function turn(degrees = 0): number | undefined {
  const rest = degrees % 360;
  const upward = rest < 0 ? rest + 360 : rest;
  return upward === 0 || upward === 360 ? undefined : upward;
}

const seen = (color: Color | undefined): Color | undefined => (color && color.alpha > 0 ? color : undefined);

function extending(extension: Extension | undefined): Extension | undefined {
  const sides = extension && [extension.left, extension.top, extension.right, extension.bottom];
  return sides?.some((side) => side !== 0) === true ? extension : undefined;
}

const moved = (value: number | undefined): number | undefined => (value === 0 ? undefined : value);

/** Operations without those that change nothing; undefined where none is left. */
function resolveOperations(operations: Operations = {}): Operations | undefined {
  const { invert, colorBalance, colorize, noise, opacity = [100, 100] } = operations;
  const effective = present<Operations>({
    invert: invert === true ? true : undefined,
    colorBalance: colorBalance?.some((value) => value !== 0) === true ? colorBalance : undefined,
    hue: moved(operations.hue === -180 ? 180 : operations.hue),
    saturation: moved(operations.saturation),
    brightness: moved(operations.brightness),
    contrast: moved(operations.contrast),
    colorize,
    grow: moved(operations.grow),
    blur: moved(operations.blur),
    noise: noise && noise.amount > 0 ? noise : undefined,
    // Only a layer with effects tells opacity and fill apart.
    opacity: opacity.every((value) => value === 100) ? undefined : [Math.min(...opacity), Math.max(...opacity)],
  });
  return Object.keys(effective).length > 0 ? effective : undefined;
}

const UNMOVED_CORNERS: readonly number[] = [0, 0, 1, 0, 1, 1, 0, 1];

/** `perspective` wins over `size` and `res`, and has a `scale` rounded up to a halving. What moves nothing is left out. */
function resolvePerspective({ perspective, scale = 1 }: PictureRecipe): Pick<PictureRecipe, 'perspective' | 'scale'> {
  if (!perspective) return {};
  const finest = Math.min(1, 2 ** Math.ceil(Math.log2(scale)));
  const { filter, ...kept } = perspective;
  const still = kept.unit === 'normal' && kept.corners.every((value, i) => value === UNMOVED_CORNERS[i]);
  if (still && finest === 1) return {};
  const plain = filter === undefined || filter === 'R3' || filter === 'R3T100';
  return { perspective: plain ? kept : perspective, ...(finest < 1 && { scale: finest }) };
}

/** `size` wins over `scale`, that over `res`. */
function resolveScale(recipe: PictureRecipe, resolution: number): Partial<PictureRecipe> {
  if (recipe.perspective) return resolvePerspective(recipe);
  const { size, scale = recipe.resolution === undefined ? undefined : recipe.resolution / resolution } = recipe;
  if (size && (size.width > 0 || size.height > 0)) return { size };
  return scale === undefined || scale === 1 ? {} : { scale };
}

/** How alpha gates the source, without what changes nothing; undefined where nothing is left. */
export function resolveMask({ object, use, grow, growScaled }: SourceMask = {}): SourceMask | undefined {
  if (use === 'off') return { use };
  const mask = present<SourceMask>({ object, use, grow: moved(grow), growScaled: moved(growScaled) });
  return Object.keys(mask).length > 0 ? mask : undefined;
}

/** What is cut out is of no effect where nothing is cut: reference C, `clipXPath`. */
const resolveClippingPath = (clip: ClippingPath | undefined): ClippingPath | undefined =>
  clip?.path || clip?.names ? clip : undefined;

/**
 * What is done to the layer, without what cannot change a pixel. `resolution` is what `res` is measured by, in pixels per inch.
 */
export function resolveLayer(recipe: PictureRecipe, resolution: number): Partial<PictureRecipe> {
  return {
    ...resolveScale(recipe, resolution),
    ...present<Partial<PictureRecipe>>({
      underColor: seen(recipe.underColor),
      rotate: turn(recipe.rotate),
      extension: extending(recipe.extension),
      fill: seen(recipe.fill),
      flip: recipe.flip,
      operations: resolveOperations(recipe.operations),
      clip: resolveClippingPath(recipe.clip),
    }),
  };
}
