import { outputSize } from '../layout/composite.ts';
import type { Facts, ImageFacts } from '../model/asset.ts';
import { SourceError, UsageError } from '../model/errors.ts';
import type { Recipe } from '../model/recipe/recipe.ts';
import type { Config } from '../profiles/config.ts';

/**
 * The largest measures of pictures: the same bounds for whoever asks, on the command line, in a program or over a
 * network.
 */
export interface Limits {
  /**
   * Sides of a picture that free modifiers ask for, pixels; 0 = that side is free. Presets and profiles have no such
   * bound.
   */
  readonly reply: readonly [width: number, height: number];
  /** Pixels of a master, or of a picture that a recipe names beside it. */
  readonly masterPixels: number;
}

/** The bounds that dmx.yaml sets. How deep requests may be nested is the parser's: no text gets past it. */
export function limitsOf({ server, maxpixels }: Config): Limits {
  return { reply: server.maxpix, masterPixels: maxpixels };
}

/** The error of a master that has too many pixels: an attack or a mistake more often than a picture. */
export function masterBeyond(
  facts: Facts | null,
  { masterPixels }: Pick<Limits, 'masterPixels'>,
): SourceError | undefined {
  if (facts?.kind !== 'image' || facts.width * facts.height <= masterPixels) return undefined;
  const message = `expected at most ${masterPixels} pixels, got ${facts.width}×${facts.height}`;
  const hint = 'Scale the master down, or raise `maxpixels` in dmx.yaml.';
  return new SourceError('SOURCE_TOO_LARGE', message, { hint });
}

/** The error of free modifiers that ask for too large a picture of a master. */
export function replyBeyond(
  recipe: Recipe,
  facts: ImageFacts,
  { reply: [width, height] }: Limits,
): UsageError | undefined {
  const size = outputSize(recipe, facts);
  if ((width === 0 || size.width <= width) && (height === 0 || size.height <= height)) return undefined;
  return new UsageError(
    'COMMAND_RANGE',
    `expected at most ${width}×${height} pixels, got ${size.width}×${size.height}`,
    {
      hint: 'Ask for less with wid, hei or scl, or raise server.maxpix in dmx.yaml.',
    },
  );
}
