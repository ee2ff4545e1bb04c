import { makeTable } from '../base/table.ts';
import { outputSize } from '../layout/composite.ts';
import { knowsSize, type Original } from '../layout/original.ts';
import type { Facts } from '../model/asset.ts';
import { type SourceError, UsageError } from '../model/errors.ts';
import { beyondLimit, MASTER_LIMIT_KEYS, type MasterLimitKey, type MasterLimits } from '../model/master-limits.ts';
import type { Recipe } from '../model/recipe/recipe.ts';
import type { Config } from '../profiles/config.ts';

/**
 * The largest measures of pictures: the same bounds for whoever asks, on the command line, in a program or over a
 * network.
 */
export interface Limits extends MasterLimits {
  /**
   * Sides of a picture that free modifiers ask for, pixels; 0 = that side is free. Presets and profiles have no such
   * bound.
   */
  readonly reply: readonly [width: number, height: number];
}

/** The bounds that dmx.yaml sets. How deep requests may be nested is the parser's: no text gets past it. */
export function limitsOf(config: Config): Limits {
  return { reply: config.server.maxpix, ...masterLimitsOf(config) };
}

/** The limits that apply to masters. */
export function masterLimitsOf(config: Config): MasterLimits {
  return makeTable(MASTER_LIMIT_KEYS, (key) => config[key]);
}

/** One measure of a master: its bound, its name, and what is in the master. */
type Measure = readonly [key: MasterLimitKey, name: string, found: number, shown?: string];

function measuresOf(facts: Facts): readonly Measure[] {
  const { width, height } = facts;
  const pixels: Measure = ['maxpixels', 'pixels', width * height, `${width}×${height}`];
  if (facts.kind !== 'video') return [pixels, ['maxpages', 'pages', facts.pages]];
  const { durationSeconds: seconds, frameRate } = facts;
  const frames = Math.round((seconds * frameRate[0]) / frameRate[1]);
  return [
    pixels,
    ['maxside', 'pixels a side', Math.max(width, height)],
    ...[['maxseconds', 'seconds', seconds] as const, ['maxframes', 'frames', frames] as const],
  ];
}

/** The error of a master that holds too much: an attack or a mistake more often than a picture or a clip. */
export function masterBeyond(facts: Facts | null, limits: MasterLimits): SourceError | undefined {
  const beyond = facts === null ? undefined : measuresOf(facts).find(([key, , found]) => found > limits[key]);
  if (beyond === undefined) return undefined;
  const [key, name, found, shown = String(found)] = beyond;
  const what = key === 'maxpixels' || key === 'maxside' ? 'Scale the master down' : 'Cut the master';
  return beyondLimit(key, `expected at most ${limits[key]} ${name}, got ${shown}`, what);
}

/** The error of free modifiers that ask for too large a picture of a master. */
export function replyBeyond(
  recipe: Recipe,
  master: Original,
  { reply: [width, height] }: Limits,
): UsageError | undefined {
  if (recipe.kind === 'picture' && !knowsSize(recipe)) return undefined;
  const size = outputSize(recipe, master);
  if ((width === 0 || size.width <= width) && (height === 0 || size.height <= height)) return undefined;
  return new UsageError(
    'COMMAND_RANGE',
    `expected at most ${width}×${height} pixels, got ${size.width}×${size.height}`,
    {
      hint: 'Ask for less with wid, hei or scl, or raise server.maxpix in dmx.yaml.',
    },
  );
}
