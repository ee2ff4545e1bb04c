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
  /** Seconds that a clip plays. */
  readonly clipSeconds: number;
  readonly clipFrames: number;
}

/** The bounds of masters. */
export type MasterLimits = Pick<Limits, 'masterPixels' | 'clipSeconds' | 'clipFrames'>;

/** The bounds that dmx.yaml sets. How deep requests may be nested is the parser's: no text gets past it. */
export function limitsOf({ server, maxpixels, maxseconds, maxframes }: Config): Limits {
  return { reply: server.maxpix, masterPixels: maxpixels, clipSeconds: maxseconds, clipFrames: maxframes };
}

/** One measure of a master: its name, what is in the master, the most that it may be, and the key that says so. */
type Measure = readonly [name: string, found: number, most: number, key: string, shown?: string];

function measuresOf(facts: Facts, { masterPixels, clipSeconds, clipFrames }: MasterLimits): readonly Measure[] {
  const { width, height } = facts;
  const pixels: Measure = ['pixels', width * height, masterPixels, 'maxpixels', `${width}×${height}`];
  if (facts.kind !== 'video') return [pixels];
  const { durationSeconds: seconds, frameRate } = facts;
  const frames = Math.round((seconds * frameRate[0]) / frameRate[1]);
  return [pixels, ['seconds', seconds, clipSeconds, 'maxseconds'], ['frames', frames, clipFrames, 'maxframes']];
}

/** The error of a master that holds too much: an attack or a mistake more often than a picture or a clip. */
export function masterBeyond(facts: Facts | null, limits: MasterLimits): SourceError | undefined {
  const beyond = facts === null ? undefined : measuresOf(facts, limits).find(([, found, most]) => found > most);
  if (beyond === undefined) return undefined;
  const [name, found, most, key, shown = String(found)] = beyond;
  const what = key === 'maxpixels' ? 'Scale the master down' : 'Cut the master';
  return new SourceError('SOURCE_TOO_LARGE', `expected at most ${most} ${name}, got ${shown}`, {
    hint: `${what}, or raise \`${key}\` in dmx.yaml.`,
  });
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
