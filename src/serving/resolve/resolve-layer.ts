import type { ClippingPath } from '../../model/recipe/clipping-path.ts';
import type {
  Color,
  Composite,
  Layer,
  Operations,
  PictureRecipe,
  SourceMask,
  Treatment,
  UnsharpMask,
} from '../../model/recipe/recipe.ts';
import { inOneLanguage, mapInOneLanguage, resolveTypesetting, turn, whereAny, withoutPicture } from './resolve-text.ts';
import { mapRequests } from '../../model/recipe/recipe-tree.ts';
import { type Every, present } from '../../base/present.ts';
import type { Extension, Offset, SourceCrop } from '../../model/recipe/transforms.ts';

const seen = (color: Color | undefined): Color | undefined => (color && color.alpha > 0 ? color : undefined);

function extending(extension: Extension | undefined): Extension | undefined {
  const sides = extension && [extension.left, extension.top, extension.right, extension.bottom];
  return sides?.some((side) => side !== 0) === true ? extension : undefined;
}

const moved = (value: number | undefined): number | undefined => (value === 0 ? undefined : value);

type Opacity = Operations['opacity'];

/** Only effects tell opacity and fill apart: they have the first alone. */
function resolveOpacity(opacity: NonNullable<Opacity>, hasEffects: boolean): Opacity {
  if (opacity.every((value) => value === 100)) return undefined;
  return hasEffects ? opacity : [Math.min(...opacity), Math.max(...opacity)];
}

/** Operations without those that have no effect; undefined where none is left. */
function resolveOperations(operations: Operations = {}, hasEffects = false): Operations | undefined {
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
    opacity: resolveOpacity(opacity, hasEffects),
  } satisfies Every<Operations>);
  return Object.keys(effective).length > 0 ? effective : undefined;
}

const UNMOVED_CORNERS: readonly number[] = [0, 0, 1, 0, 1, 1, 0, 1];

/**
 * `perspective` wins over `size` and `res`, and has a `scale` rounded up to a halving. What moves nothing is left out.
 */
function resolvePerspective({ perspective, scale = 1 }: Layer): Partial<Layer> {
  if (!perspective) return {};
  const finest = Math.min(1, 2 ** Math.ceil(Math.log2(scale)));
  const { filter, ...kept } = perspective;
  const still = kept.unit === 'normal' && kept.corners.every((value, i) => value === UNMOVED_CORNERS[i]);
  if (still && finest === 1) return {};
  const plain = filter === undefined || filter === 'R3' || filter === 'R3T100';
  return { perspective: plain ? kept : perspective, ...(finest < 1 && { scale: finest }) };
}

/** A solid colour keeps its given size, warped or not. */
const sizeOfColor = ({ source, size }: Layer): Partial<Layer> => (source.kind === 'solid' && size ? { size } : {});

/** `size` wins over `scale`, that over `res`. */
function resolveScale(layer: Layer, resolution: number): Partial<Layer> {
  if (layer.perspective) return { ...resolvePerspective(layer), ...sizeOfColor(layer) };
  const { size, scale = layer.resolution === undefined ? undefined : layer.resolution / resolution } = layer;
  const counts = size !== undefined && (size.unit === 'pixel' || layer.number > 0);
  if (counts && (size.width > 0 || size.height > 0)) return { size };
  return scale === undefined || scale === 1 ? {} : { scale };
}

/** The mask without what has no effect; undefined where nothing is left. */
function resolveMask({ object, use, grow, growScaled }: SourceMask = {}): SourceMask | undefined {
  if (use === 'off') return { use };
  const mask = present<SourceMask>({
    object,
    use,
    grow: moved(grow),
    growScaled: moved(growScaled),
  } satisfies Every<SourceMask>);
  return Object.keys(mask).length > 0 ? mask : undefined;
}

/** A clip is of no effect where nothing is cut: reference C, `clipXPath`. */
const resolveClippingPath = (clip: ClippingPath | undefined): ClippingPath | undefined =>
  clip?.path || clip?.names ? clip : undefined;

/** A mask without strength or without radius changes nothing. */
export const effective = (mask: UnsharpMask | undefined): UnsharpMask | undefined =>
  mask && mask.amount > 0 && mask.radius > 0 ? mask : undefined;

/** Both masks count in pixels of the view: the only one there is, is `op_usm`. */
function resolveSharpening({ sharpen, ...masks }: Treatment): Treatment {
  const [first, second] = [effective(masks.unsharpMask), effective(masks.unsharpMaskR)];
  return present<Treatment>({
    sharpen: sharpen === true ? true : undefined,
    unsharpMask: first ?? second,
    unsharpMaskR: first && second,
  });
}

/** The operations on a composite or a layer, without what cannot change a pixel. */
function resolveTreatment(treatment: Treatment, hasEffects: boolean): Treatment {
  return {
    ...present<Treatment>({
      flip: treatment.flip,
      operations: resolveOperations(treatment.operations, hasEffects),
      clip: resolveClippingPath(treatment.clip),
    }),
    ...resolveSharpening(treatment),
    ...(treatment.map !== undefined && { map: treatment.map }),
  };
}

/** A crop in fractions to the whole is none. */
export function narrowing(crop: SourceCrop | undefined): SourceCrop | undefined {
  const whole = crop?.unit === 'normal' && crop.x === 0 && crop.y === 0 && crop.width === 1 && crop.height === 1;
  return whole ? undefined : crop;
}

const moving = (offset: Offset | undefined): Offset | undefined =>
  offset && (offset.x !== 0 || offset.y !== 0) ? offset : undefined;

/** Fields that place a layer among others. */
function resolvePlace({ position, origin, anchor, blend, number }: Layer): Partial<Layer> {
  return present<Partial<Layer>>({
    position: number === 0 ? undefined : moving(position),
    origin,
    anchor: origin ? undefined : anchor,
    blend: number === 0 || blend === 'norm' ? undefined : blend,
  });
}

/** The rest of a layer or effect that is not drawn: that it is there makes `size` of layer 0 the canvas. */
const blank = (number: number): Layer => ({ number, source: { kind: 'solid' }, hidden: true });

/** An effect, without what cannot change a pixel and what effects do not listen to. */
function resolveEffect({ number, own, mask, underColor, position, blend, hidden }: Layer): Layer {
  if (hidden === true) return blank(number);
  const { grow, blur, noise, opacity } = own?.operations ?? {};
  const heard = present<Operations>({ grow, blur, noise, opacity: opacity && [opacity[0], 100] });
  const operations = resolveOperations(heard);
  return {
    number,
    source: { kind: 'solid' },
    ...present<Partial<Layer>>({
      mask: mask?.use ? { use: mask.use } : undefined,
      own: operations && { operations },
      underColor,
      position: moving(position),
      blend: blend === 'norm' ? undefined : blend,
    }),
  };
}

/** Tells whether a layer can show anything: a colour needs a size, a mask or a path. */
export function isDrawn({ hidden, source, size, mask, own, underColor, fill }: Layer): boolean {
  if (hidden === true) return false;
  if (source.kind !== 'solid') return true;
  const sized = size !== undefined && size.width > 0 && size.height > 0;
  return (seen(underColor) ?? seen(fill)) !== undefined && (sized || (mask?.object ?? own?.clip) !== undefined);
}

function resolveLayer(given: Layer, resolution: number): Layer {
  const layer = withoutPicture(given);
  const effects = layer.effects?.map(resolveEffect);
  return {
    number: layer.number,
    source: layer.source,
    ...present<Partial<Layer>>({
      typesetting: resolveTypesetting(layer),
      variables: layer.source.kind === 'master' ? layer.variables : undefined,
      pictures: layer.source.kind === 'object' ? layer.pictures : undefined,
      mask: resolveMask(layer.mask),
      crop: narrowing(layer.crop),
      cropPaths: layer.cropPaths,
      own: whereAny(layer.own && resolveTreatment(layer.own, effects !== undefined)),
      underColor: seen(layer.underColor),
      rotate: turn(layer.rotate),
      extension: extending(layer.extension),
      fill: seen(layer.fill),
      hidden: layer.hidden === true ? true : undefined,
      effects,
      sourceMap: layer.own?.map === undefined ? layer.sourceMap : undefined,
    }),
    ...resolveScale(layer, resolution),
    ...resolvePlace(layer),
  };
}

/** A canvas of its own, which the picture of layer 0 is laid in, is asked for by both sides. */
const asksCanvas = ({ size }: Layer): boolean => size !== undefined && size.width > 0 && size.height > 0;

/** A composite without layers and effects that are not drawn, unless that they are there makes a canvas. */
function withoutBlanks({ layers: [base, ...above], effects, ...rest }: Composite): Composite {
  const shown = (layers: readonly Layer[] = []): readonly Layer[] =>
    asksCanvas(base) ? layers : layers.filter(({ hidden }) => hidden !== true);
  const withShown = <B extends Pick<Layer, 'effects'>>({ effects: all, ...bearer }: B) => {
    const left = shown(all);
    return { ...bearer, ...(left.length > 0 && { effects: left }) };
  };
  const kept: readonly Layer[] = shown(above).map((layer) => withShown(layer) as Layer);
  return withShown({ ...rest, ...(effects && { effects }), layers: [withShown(base) as Layer, ...kept] as const });
}

/** A composite of one layer alone without what places it. */
function withoutPlace(composite: Composite): Composite {
  const [{ origin: _origin, anchor: _anchor, ...base }, ...above] = composite.layers;
  const alone = above.length === 0 && composite.effects === undefined && base.effects === undefined;
  return alone ? { ...composite, layers: [base] } : composite;
}

/** The context in which a composite is resolved. */
interface Resolving {
  /** The resolution that `res` is measured by, in pixels per inch. */
  readonly resolution: number;
  /** Undefined for a request that asks for all of its picture as it is. */
  readonly request: (request: PictureRecipe) => PictureRecipe | undefined;
  /** Chooses a text's wording in the requested language. */
  readonly words: (text: string) => string;
}

/** A composite without what cannot change a pixel, and so are all requests that it is made of. */
export function resolveComposite(composite: Composite, { resolution, request, words }: Resolving): Composite {
  const resolve = (layer: Layer): Layer => resolveLayer(inOneLanguage(mapRequests(layer, request), words), resolution);
  const [base, ...above] = composite.layers;
  const { effects, effectMask } = composite;
  const resolved = {
    ...resolveTreatment(composite, effects !== undefined),
    ...(composite.map !== undefined && { map: mapInOneLanguage(composite.map, words) }),
    layers: [resolve(base), ...above.map((layer) => (isDrawn(layer) ? resolve(layer) : blank(layer.number)))] as const,
    ...(effects && { effects: effects.map(resolveEffect) }),
  };
  const shown = withoutPlace(withoutBlanks(resolved));
  const masked = effectMask === false && (shown.effects ?? shown.layers.find((layer) => layer.effects)) !== undefined;
  return masked ? { ...shown, effectMask } : shown;
}

/** Tells whether a composite is the unmodified master. */
export function isWhole({ layers: [base, ...above], ...treatment }: Composite): boolean {
  const { number: _number, source, ...changes } = base;
  return source.kind === 'master' && [...above, ...Object.keys({ ...treatment, ...changes })].length === 0;
}
