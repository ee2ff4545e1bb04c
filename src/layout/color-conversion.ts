import { BUILT_IN } from '../model/colors/profile-names.ts';
import type { ColorSpace, ImageFacts, ProfileKind } from '../model/asset.ts';
import type { PictureRecipe, RenderIntent } from '../model/recipe/recipe.ts';
import { baseOf, type Frame, isOfMaster, type LayerFrame } from './frame.ts';
import { sameRect } from './rect.ts';
import { COMPOSITE_STEPS, isAlone, LAYER_STEPS, OPERATION_STEPS, REPLY_STEPS, type StepRow } from './steps.ts';

/** The colours that renditions of a picture are drawn in, and the way into them. */
export interface Rendering {
  /** Name of the profile of RGB that pixels are drawn in. */
  readonly target: string;
  /** Name of the profile that a master's numbers are taken to be in which says nothing of them; absent = the usual one. */
  readonly source?: string;
  readonly intent: RenderIntent;
  readonly blackPoint: boolean;
  readonly dither: boolean;
}

/** Dynamic Media's own settings. */
export const USUAL_RENDERING: Rendering = { target: BUILT_IN, intent: 'relative', blackPoint: true, dither: false };

/** The colours that a recipe asks for. Gray and CMYK are made of sRGB at the end. */
export function renderingOf({ output, master }: Pick<PictureRecipe, 'output' | 'master'>): Rendering {
  const { pixelType = 'rgb', profile = {} } = output;
  const { name = BUILT_IN, ...asked } = profile;
  const source = master?.sourceProfile;
  const target = pixelType === 'rgb' ? name : BUILT_IN;
  return { ...USUAL_RENDERING, ...asked, target, ...(source !== undefined && { source }) };
}

/** The meaning of the stored numbers of a picture. */
export interface ColorMeaning {
  readonly colorSpace: ColorSpace;
  /** Bits a sample. */
  readonly depth: number;
  readonly alpha: boolean;
  /** The kind of the profile that counts; absent = none does. */
  readonly profileKind?: ProfileKind | undefined;
  /** The profile that counts is none of the file's own. */
  readonly assumed?: boolean;
}

/** The library that brings stored numbers into the colours that are drawn in. */
export type Converter = 'libvips' | 'littlecms';

const isPlain = ({ target, intent, dither }: Rendering): boolean =>
  target === BUILT_IN && intent !== 'absolute' && !dither;

/**
 * Decides what converts the colours of a picture. libvips (through sharp) does it while it reads, with the perceptual intent
 * and without black-point compensation. That is what the other intents come to for profiles of curves and primaries: they
 * have one way alone, their black is no light at all, and of the colours outside of sRGB each component is clipped. Tables
 * differ from intent to intent, and inks have a black of their own: LittleCMS converts those, once the picture is scaled. So
 * it does where numbers of 16 bits have a profile, and where those of 8 are scaled in 16 since they have alpha: sharp would take
 * them through Display P3, whose edge they are clipped at.
 */
export function converterOf(meaning: ColorMeaning, rendering: Rendering): Converter {
  const { colorSpace, depth, alpha, profileKind, assumed = false } = meaning;
  if (!isPlain(rendering) || colorSpace === 'cmyk' || assumed) return 'littlecms';
  if (profileKind === undefined || profileKind === 'srgb' || colorSpace === 'lab') return 'libvips';
  return profileKind === 'matrix' && depth <= 8 && !alpha ? 'libvips' : 'littlecms';
}

/** The meaning of a master's numbers, as far as its facts and what is asked tell. */
export function meaningOf(facts: ImageFacts, { source }: Rendering): ColorMeaning {
  const { colorSpace, depth, alpha, profileKind, told } = facts;
  return { colorSpace, depth, alpha, profileKind, assumed: source !== undefined || told === 'AdobeRGB' };
}

const asksNothing = <F>(rows: Readonly<Record<string, StepRow<F, unknown>>>, frame: F): boolean =>
  Object.values(rows).every(({ asks }) => asks(frame) === undefined);

// Where the composite goes is compared below; there is no alpha to be laid on a ground.
const { place: _place, flatten: _flatten, ...CHANGES } = REPLY_STEPS;
// The steps of a layer whose operations do nothing are passed over one by one.
const { operate: _layer, ...LAYER_CHANGES } = LAYER_STEPS;
const { operate: _composite, ...COMPOSITE_CHANGES } = COMPOSITE_STEPS;

const isUnchanged = (layer: LayerFrame): boolean =>
  isOfMaster(layer) && layer.levelMask === undefined && asksNothing(LAYER_CHANGES, layer);

/** Tells whether the whole of the composite is what is drawn. */
function isAllDrawn({ placement: { from, at }, composite: { canvas }, drawn }: Frame): boolean {
  return (
    at.x === 0 && at.y === 0 && sameRect(from, canvas) && from.width === drawn.width && from.height === drawn.height
  );
}

/**
 * Tells whether the pixels of a frame may be the inks of its master, cut and scaled: nothing is laid on it, changed or
 * sharpened, for all that is done in RGB. Whether these are the inks of its file too, their profiles tell.
 */
export function mayKeepInks(frame: Frame, { colorSpace, alpha, depth }: ImageFacts): boolean {
  const { composite, recipe } = frame;
  const { pixelType, target } = recipe.output;
  if (colorSpace !== 'cmyk' || alpha || depth > 16 || pixelType !== 'cmyk' || target !== undefined) return false;
  const operated = [baseOf(frame).operated, composite.operated].filter((one) => one !== undefined);
  return (
    isAlone(composite) &&
    isUnchanged(baseOf(frame)) &&
    operated.every((one) => asksNothing(OPERATION_STEPS, one)) &&
    asksNothing(COMPOSITE_CHANGES, composite) &&
    asksNothing(CHANGES, frame) &&
    isAllDrawn(frame)
  );
}
