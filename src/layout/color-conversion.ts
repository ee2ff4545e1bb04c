import type { ColorSpace, ImageFacts, ProfileKind } from '../model/asset.ts';
import type { Output, RenderIntent } from '../model/recipe/recipe.ts';

/** The colours that renditions of a picture are drawn in, and the way into them. */
export interface Rendering {
  /** Name of the profile of RGB that pixels are drawn in. */
  readonly target: string;
  readonly intent: RenderIntent;
  readonly blackPoint: boolean;
  readonly dither: boolean;
}

/** The profile of RGB that all is drawn in where nothing else is asked. */
const SRGB = 'sRGB';

/** Dynamic Media's own settings. */
export const USUAL_RENDERING: Rendering = { target: SRGB, intent: 'relative', blackPoint: true, dither: false };

/** The colours that an output asks for. Gray and CMYK are made of sRGB at the end. */
export function renderingOf({ pixelType = 'rgb', profile = {} }: Partial<Output>): Rendering {
  const { name = SRGB, ...asked } = profile;
  return { ...USUAL_RENDERING, ...asked, target: pixelType === 'rgb' ? name : SRGB };
}

/** The meaning of the stored numbers of a picture. */
export interface ColorMeaning {
  readonly colorSpace: ColorSpace;
  /** Bits a sample. */
  readonly depth: number;
  /** The kind of the profile that counts; absent = none does. */
  readonly profileKind?: ProfileKind | undefined;
}

/** The library that brings stored numbers into the colours that are drawn in. */
export type Converter = 'libvips' | 'littlecms';

const isPlain = ({ target, intent, dither }: Rendering): boolean => target === SRGB && intent !== 'absolute' && !dither;

/**
 * Decides what converts the colours of a picture. libvips (through sharp) does it while it reads, with the perceptual intent
 * and without black-point compensation. That is what the other intents come to for profiles of curves and primaries: they
 * have one way alone, their black is no light at all, and of the colours outside of sRGB each component is clipped. Tables
 * differ from intent to intent, and inks have a black of their own: LittleCMS converts those, once the picture is scaled. So
 * it does where numbers of 16 bits have a profile: sharp would take them through Display P3, whose edge they are clipped at.
 */
export function converterOf({ colorSpace, depth, profileKind }: ColorMeaning, rendering: Rendering): Converter {
  if (!isPlain(rendering) || colorSpace === 'cmyk') return 'littlecms';
  if (profileKind === undefined || profileKind === 'srgb' || colorSpace === 'lab') return 'libvips';
  return profileKind === 'matrix' && depth <= 8 ? 'libvips' : 'littlecms';
}

/** The meaning of a master's numbers, as far as its facts tell. */
export function meaningOf({ colorSpace, depth, profileKind }: ImageFacts): ColorMeaning {
  return { colorSpace, depth, profileKind };
}
