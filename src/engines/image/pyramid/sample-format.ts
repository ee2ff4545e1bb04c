import type { Metadata } from 'sharp';
import type { Size } from '../../../model/geometry.ts';
import { USUAL_RESOLUTION } from '../../../model/recipe/print-resolution.ts';
import { widened, type Widening } from '../source/widening.ts';
import type { PyramidCompression, PyramidRecipe } from '../../../model/recipe/recipe.ts';

/** The format of the samples of every level of a pyramid: as the master has them. */
export interface PyramidFormat {
  /** libvips' name of the master's colour space and depth (`srgb`, `rgb16`, `cmyk`, `labs` …). */
  readonly space: Metadata['space'];
  /** libvips' name of a sample's type: `uchar`, `ushort`, `short`, `float` … */
  readonly sample: string;
  readonly channels: number;
  readonly alpha: boolean;
  readonly compression: PyramidCompression;
  /** Pixels an inch, for people who print. */
  readonly density: number;
  /** The profile of the master. */
  readonly icc?: Buffer | undefined;
}

const SAMPLE_BYTES: Readonly<Record<string, number>> = {
  uchar: 1,
  char: 1,
  ushort: 2,
  short: 2,
  uint: 4,
  int: 4,
  float: 4,
  complex: 8,
  double: 8,
  dpcomplex: 16,
};

// What a JPEG tile can hold: three colour models, 8 bits, no alpha …
const JPEG_SPACES: ReadonlySet<string> = new Set(['srgb', 'b-w', 'cmyk']);
// … and no side longer than 16 bits count; the tiles would fit, but sharp looks at the whole picture.
const JPEG_LONGEST_SIDE = 65_535;

function fitsJpeg({ space, depth, hasAlpha }: Metadata, { width, height }: Size): boolean {
  return JPEG_SPACES.has(space) && depth === 'uchar' && !hasAlpha && Math.max(width, height) <= JPEG_LONGEST_SIDE;
}

/**
 * Decides how the pyramid of a master is kept. JPEG where it was asked and loses nothing but detail: alpha, more than
 * 8 bits, Lab and sides over 65535 pixels go into deflate, which sharp would otherwise drop or convert unasked.
 */
export function pyramidFormat(metadata: Metadata, size: Size, { compression }: PyramidRecipe): PyramidFormat {
  return {
    space: metadata.space,
    sample: metadata.depth,
    channels: metadata.channels,
    alpha: metadata.hasAlpha,
    compression: compression === 'jpeg' && !fitsJpeg(metadata, size) ? 'deflate' : compression,
    density: metadata.density ?? USUAL_RESOLUTION,
    icc: metadata.icc,
  };
}

/** Bytes of one pixel before compression. */
export function pixelBytes({ sample, channels }: PyramidFormat): number {
  return channels * (SAMPLE_BYTES[sample] ?? 8);
}

/** The way in which a level of this format is scaled. */
export function wideningFor({ space, sample, alpha }: PyramidFormat): Widening {
  return alpha && sample === 'uchar' && (space === 'srgb' || space === 'b-w') ? widened(space) : (pipeline) => pipeline;
}

/** Tells whether pixels of this format are those of a picture in memory: RGB of 8 bits, with alpha or without. */
export const isPicture = ({ space, sample, channels, alpha }: PyramidFormat): boolean =>
  space === 'srgb' && sample === 'uchar' && channels === (alpha ? 4 : 3);
