import { RenditionError } from '../../model/errors.ts';
import { outputFormat, type OutputFormat } from '../../model/formats.ts';
import { roundSize, type Rect, type Size } from '../../model/geometry.ts';
import type { JobRendition } from '../../model/job.ts';
import type { PictureRecipe, ResampleMode } from '../../model/recipe.ts';
import { compositeSize, placement, sourceRegion, viewGeometry, type Placement } from '../../serving/geometry.ts';
import { levelFor } from './levels.ts';
import { MAX_PIXELS } from './libvips.ts';
import { wholeOf, type Kernel, type Reading } from './source.ts';
import { afterMirror, beforeTurn, flipTurn, quarterTurn, sizeBeforeTurn } from './turn.ts';

// Reference F.6. `bisharp` is Photoshop's "bicubic sharper": the magic kernel with its sharpening step is one filter
// that reduces as bicubic does and sharpens as it goes, without the rings that an extra mask would draw.
const KERNELS: Readonly<Record<ResampleMode, Kernel>> = {
  bilin: 'linear',
  bicub: 'cubic',
  sharp2: 'lanczos3',
  bisharp: 'mks2013',
};

/** libvips' VIPS_MAX_COORD: no picture has a longer side, not even one that is never computed as a whole. */
const MAX_SIDE = 10_000_000;

/** Everything that is decided about one rendition before a pixel is read. */
export interface Frame {
  readonly rendition: JobRendition;
  readonly recipe: PictureRecipe;
  readonly format: OutputFormat;
  /** Of the upright master; it may overhang. */
  readonly region: Rect;
  readonly level: number;
  readonly reading: Reading;
  /** Degrees that are no quarter turn; 0 = none. */
  readonly angle: number;
  /** Size of the scaled composite: flipped and turned. */
  readonly scaled: Size;
  /** Where what was read goes; `from` counts in the scaled composite. */
  readonly placement: Placement;
  readonly view: Size;
}

function tooLarge(what: string, { width, height }: Size, most: string): RenditionError {
  return new RenditionError('RENDITION_TOO_LARGE', `expected ${most} for ${what}, got ${width}×${height}`, {
    hint: 'Ask for a smaller size, or a format that can hold it.',
  });
}

function checkSizes(
  format: OutputFormat,
  sizes: { readonly view: Size; readonly scaled: Size; readonly region: Size },
): void {
  const { view, scaled, region } = sizes;
  if (Math.max(view.width, view.height) > format.maxSide) {
    throw tooLarge(`a ${format.names[0]} file`, view, `at most ${format.maxSide} pixels a side`);
  }
  for (const [what, { width, height }] of [
    ['the rendition', view],
    ['the region of the master', region],
  ] as const) {
    if (width * height > MAX_PIXELS) throw tooLarge(what, { width, height }, `at most ${MAX_PIXELS} pixels`);
  }
  if (Math.max(scaled.width, scaled.height) > MAX_SIDE) {
    throw tooLarge('the scaled picture', scaled, `at most ${MAX_SIDE} pixels a side`);
  }
}

/** How the region is read where it is only mirrored and turned by quarters: just the window that shows. */
function readSquarely(recipe: PictureRecipe, scaled: Size, from: Rect): Omit<Reading, 'kernel'> {
  const by = afterMirror(flipTurn(recipe.flip), quarterTurn(recipe.rotate ?? 0));
  return { scaled: sizeBeforeTurn(scaled, by), window: beforeTurn(from, scaled, by) };
}

/** How the region is read where it is turned by another angle: whole, at the larger of the two scales. */
function readWhole(region: Size, composite: Size, scaled: Size): Omit<Reading, 'kernel'> {
  const scale = Math.max(scaled.width / composite.width, scaled.height / composite.height);
  const size = { width: roundSize(region.width * scale), height: roundSize(region.height * scale) };
  if (size.width * size.height > MAX_PIXELS) throw tooLarge('a turned picture', size, `at most ${MAX_PIXELS} pixels`);
  return { scaled: size, window: wholeOf(size) };
}

function writableFormat(name: string): OutputFormat {
  const format = outputFormat(name);
  if (format && format.encoder !== null) return format;
  throw new RenditionError('RENDITION_NOT_AS_PLANNED', `expected a format that dmx writes, got ${name}`, {
    hint: 'Choose one of the formats that `fmt` lists.',
  });
}

/**
 * Plans one picture of a master of upright size `master`; `window` is that of its smart crop. Sizes come from the
 * master's size alone. Throws RenditionError (RENDITION_EMPTY, RENDITION_TOO_LARGE, RENDITION_NOT_AS_PLANNED).
 */
export function makeFrame(rendition: JobRendition, recipe: PictureRecipe, master: Size, window?: Rect): Frame {
  const format = writableFormat(recipe.output.format ?? 'jpeg');
  const region = sourceRegion(recipe, master, window);
  const composite = compositeSize(recipe, master, window);
  const geometry = viewGeometry(composite, recipe.view);
  const { scaled, view } = geometry;
  checkSizes(format, { view, scaled, region });
  const placed = placement(geometry);
  if (!placed) {
    throw new RenditionError('RENDITION_EMPTY', `expected part of the picture in the view, got none`, {
      hint: 'Move `rgn` onto the picture, or take `align` away.',
    });
  }
  const angle = (recipe.rotate ?? 0) % 90 === 0 ? 0 : (recipe.rotate ?? 0);
  const square = angle === 0 ? readSquarely(recipe, scaled, placed.from) : readWhole(region, composite, scaled);
  const reading = { ...square, kernel: KERNELS[recipe.resample ?? 'sharp2'] };
  const level = levelFor(region, reading.scaled);
  return { rendition, recipe, format, region, level, reading, angle, scaled, placement: placed, view };
}
