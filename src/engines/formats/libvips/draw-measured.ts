import type { Sharp } from 'sharp';

import type { Size } from '../../../model/geometry.ts';
import { sharp } from '../../image/libvips.ts';
import { withKnownLengths } from '../svg/known-lengths.ts';
import { toSourceError } from '../../image/source-error.ts';
import { writeUncompressedTiff } from '../../image/tiff/write-uncompressed-tiff.ts';

// Millimetres to picas, and what is counted by the size of letters.
// A `q` behind a number is a curve in the data of a path.
const UNITS = /[\d.](?:(?:mm|cm|in|pt|pc|em|ex|rem|ch|vw|vh|vmin|vmax)(?=["';,)}\s!])|q(?=["';}!]))/i;
const LETTERS = /<(?:\w+:)?(?:text|tspan)\b/;
const SIZED_LETTERS = /font(?:-size)?\s*[=:]/;

/**
 * Tells whether the text of a drawing has lengths that libvips takes for others than browsers do: it counts 72 dots to the
 * inch and letters of 12, CSS 96 and 16.
 */
export function hasOtherLengths(text: string): boolean {
  return UNITS.test(text) || (LETTERS.test(text) && !SIZED_LETTERS.test(text));
}

const DOTS = { libvips: 72, css: 96 } as const;

/** A drawing (its text) as browsers measure it; a third larger than they show it. */
function openMeasured(text: string): Sharp {
  const stylesheet = ':root:not([font-size]){font-size:16px}';
  const options = { density: DOTS.css, svg: { stylesheet } } as const;
  return sharp(Buffer.from(text, 'latin1'), { failOn: 'error', limitInputPixels: false, ...options });
}

/**
 * The size that a drawing (its text) is shown at: rounded along its longer side, and to the same ratio along the other, as libvips
 * draws it.
 */
export async function measure(text: string): Promise<Size> {
  const { width, height } = await openMeasured(withKnownLengths(text)).metadata();
  const longer = Math.max(width, height);
  const scale = Math.max(1, Math.round((longer * DOTS.libvips) / DOTS.css)) / longer;
  const shown = (side: number): number => Math.max(1, Math.round(side * scale));
  return { width: shown(width), height: shown(height) };
}

/** The drawing in colours and alpha, drawn at this size. Throws SourceError. */
async function draw(text: string, { width, height }: Size): Promise<Buffer> {
  const pixels = (drawing: Sharp): Sharp => drawing.toColourspace('srgb').ensureAlpha().raw();
  try {
    // Drawn to one side alone: asked for both, libvips draws too large and scales the pixels.
    const drawing = openMeasured(text).resize(width >= height ? { width } : { height });
    const { data, info } = await pixels(drawing).toBuffer({ resolveWithObject: true });
    if (info.width === width && info.height === height) return data;
    return await pixels(openMeasured(text).resize(width, height, { fit: 'fill' })).toBuffer();
  } catch (error) {
    throw toSourceError(error);
  }
}

// TIFF 6.0, PhotometricInterpretation.
const RGB = 2;

/**
 * Writes a drawing (its text) as browsers measure it as a TIFF. Throws SourceError, or the system's error where it cannot write.
 */
export async function drawMeasured(text: string, target: string): Promise<void> {
  const size = await measure(text).catch((error: unknown) => {
    throw toSourceError(error);
  });
  const data = await draw(withKnownLengths(text, size), size);
  const rowBytes = 4 * size.width;
  const layout = { ...size, depth: 8, samples: 4, alpha: true, photometric: RGB } as const;
  const read = async (first: number, last: number): Promise<Buffer> => data.subarray(first * rowBytes, last * rowBytes);
  await writeUncompressedTiff({ ...layout, metadata: { entries: [], children: new Map() } }, read, target);
}
