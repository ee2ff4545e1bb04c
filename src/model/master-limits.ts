import { keysOf, makeTable } from '../base/table.ts';
import { SourceError } from './errors.ts';

/** A bound of what a master, or a file beside one, may be. */
export interface MasterLimit {
  /** The thing that is counted, as people read it: "pixels of a picture". */
  readonly of: string;
  readonly most: number;
  /** The reason for the number. */
  readonly why: string;
  /** The effect on things beyond the limit, as people read it; absent: the master is refused. */
  readonly beyond?: string;
}

/**
 * THE TABLE of bounds, by their keys in dmx.yaml. Settings, their schema, the hints of refusals and the table of
 * docs/security.md are read from it.
 */
export const MASTER_LIMITS = {
  maxpixels: {
    of: 'pixels of a picture, or of a frame of a clip',
    most: 500_000_000,
    why: '2 GB of RGBA: more is an attack or a mistake more often than a picture',
  },
  maxpages: {
    of: 'pages or frames of a picture',
    most: 10_000,
    why: 'a book has some hundred; each costs a search through the file',
  },
  maxmetadata: {
    of: 'bytes of profile and metadata in a picture',
    most: 64 * 2 ** 20,
    why: 'a profile has some megabytes; all of it is held in memory',
  },
  maxelements: {
    of: 'elements of a drawing (SVG)',
    most: 200_000,
    why: 'maps have ten thousand; each takes 1.7 kB while it is drawn',
  },
  maxdrawing: {
    of: 'bytes of a drawing (SVGZ: unpacked)',
    most: 32 * 2 ** 20,
    why: 'maps have some megabytes; what is made of them in memory is ten times as large',
  },
  maxseconds: {
    of: 'seconds that a clip plays',
    most: 43_200,
    why: 'half a day of Full HD takes a machine a day: longer ones are wrong headers more often than films',
  },
  maxframes: {
    of: 'frames of a clip',
    most: 5_184_000,
    why: 'half a day at the fastest rate that is written',
  },
  maxside: {
    of: 'pixels of a side of a clip',
    most: 16_384,
    why: 'what Dynamic Media takes; larger frames need gigabytes to decode',
  },
  maxtracks: {
    of: 'captions in a clip, and sounds in it',
    most: 32,
    why: 'what a Blu-ray holds; more are not for people to choose from',
    beyond: 'the rest is left out with a warning',
  },
  maxcues: {
    of: 'cues of captions',
    most: 20_000,
    why: 'a film has two thousand; this is one a second for five hours',
    beyond: 'a track with more is refused',
  },
} as const satisfies Readonly<Record<string, MasterLimit>>;

export type MasterLimitKey = keyof typeof MASTER_LIMITS;

/** The limits in effect. */
export type MasterLimits = Readonly<Record<MasterLimitKey, number>>;

export const MASTER_LIMIT_KEYS = keysOf(MASTER_LIMITS);

/** The limits where dmx.yaml sets none. */
export const DEFAULT_LIMITS: MasterLimits = makeTable(MASTER_LIMIT_KEYS, (key) => MASTER_LIMITS[key].most);

/** SOURCE_TOO_LARGE, with the setting. `wish`: what else can be done, "Scale the master down". */
export function beyondLimit(key: MasterLimitKey, message: string, wish: string): SourceError {
  return new SourceError('SOURCE_TOO_LARGE', message, { hint: `${wish}, or raise \`${key}\` in dmx.yaml.` });
}
