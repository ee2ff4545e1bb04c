import { RenditionError } from '../model/errors.ts';
import { outputFormat, type OutputFormat } from '../model/formats/output-formats.ts';
import type { Size } from '../model/geometry.ts';
import { MAX_PIXELS } from './pixel-limit.ts';
import { areaOf } from './rect.ts';

/** libvips' VIPS_MAX_COORD: no picture has a longer side, not even one that is never computed as a whole. */
const MAX_SIDE = 10_000_000;

function tooLarge(what: string, { width, height }: Size, most: string): RenditionError {
  return new RenditionError('RENDITION_TOO_LARGE', `expected ${most} for ${what}, got ${width}×${height}`, {
    hint: 'Ask for a smaller size, or a format that can hold it.',
  });
}

/** Throws RenditionError (RENDITION_TOO_LARGE) for a picture that cannot be held whole. */
export function checkPixels(what: string, size: Size, most = MAX_PIXELS): void {
  if (areaOf(size) > most) throw tooLarge(what, size, `at most ${most} pixels`);
}

/**
 * Throws RenditionError (RENDITION_TOO_LARGE) for a reply that its format cannot hold, or that is too large to make.
 */
export function checkReply(format: OutputFormat, view: Size, scaled: Size): void {
  if (Math.max(view.width, view.height) > format.maxSide) {
    throw tooLarge(`a ${format.names[0]} file`, view, `at most ${format.maxSide} pixels a side`);
  }
  checkPixels('the rendition', view);
  if (Math.max(scaled.width, scaled.height) > MAX_SIDE) {
    throw tooLarge('the scaled picture', scaled, `at most ${MAX_SIDE} pixels a side`);
  }
}

/** The row of a format that dmx writes. Throws RenditionError (RENDITION_NOT_AS_PLANNED). */
export function writableFormat(name: string): OutputFormat {
  const format = outputFormat(name);
  if (format && format.encoder !== null) return format;
  throw new RenditionError('RENDITION_NOT_AS_PLANNED', `expected a format that dmx writes, got ${name}`, {
    hint: 'Choose one of the formats that `fmt` lists.',
  });
}
