import type { OutputFormat } from '../../../model/formats/output-formats.ts';
import type { Output } from '../../../model/recipe/recipe.ts';

const MOST_COLORS = 256;

// Effort 4 instead of 7 takes a quarter of the time for files 14 % larger (640×480 photograph: 190 against 720 ms).
const PALETTE = { effort: 4 } as const;

/**
 * The options of a palette for libvips. Pixels that were brought down to one already keep it to the letter where nothing is
 * dithered anew and there is room for what is clear.
 */
export function paletteOf({ palette }: Partial<Output>, { alpha }: OutputFormat) {
  if (!palette) return PALETTE;
  const colors = palette.type === 'adaptive' ? palette.colors : MOST_COLORS;
  return { ...PALETTE, dither: 0, colours: Math.min(MOST_COLORS, colors + (alpha ? 1 : 0)) };
}
