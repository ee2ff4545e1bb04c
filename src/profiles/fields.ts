import * as z from 'zod';
import { DURATION_PATTERN, parseDuration } from '../base/duration.ts';
import type { NormalRect } from '../model/geometry.ts';
import type { VideoTime } from '../model/recipe/video-recipe.ts';
import { parseColor } from '../serving/color.ts';
import { isGlob } from './glob.ts';
import { isPath } from './is-path.ts';
import { NAME } from './name.ts';
import { parseRatio } from './ratio.ts';

// Every `error` here is the ⟨what⟩ of "expected ⟨what⟩ for ⟨name⟩, got ⟨value⟩".

/** A number between two ends, both allowed. */
export function real(min: number, max: number): z.ZodNumber {
  const error = `a number from ${min} to ${max}`;
  return z.number({ error }).min(min, { error }).max(max, { error });
}

/** A whole number between two ends, both allowed. */
export function whole(min: number, max: number): z.ZodInt {
  const error = `a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

const nameError = 'a name of letters, digits, dots, dashes and underscores, other than . and ..';
/** A name of a rendition, crop, preset or profile. */
export const name = z.string({ error: nameError }).regex(NAME, { error: nameError }).max(100, {
  error: 'a name of at most 100 letters',
});

/** Refuses a second name that differs from another in case alone, where that does not count: one of them would never be meant. */
export function refuseTwins(given: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  const seen = new Map<string, string>();
  for (const one of Object.keys(given)) {
    const twin = seen.get(one.toLowerCase());
    seen.set(one.toLowerCase(), one);
    if (twin === undefined) continue;
    context.addIssue({ code: 'custom', message: `another name than ${twin} (case does not count)`, path: [one] });
  }
}

/** Names by which folder rules choose profiles; there `none` means no profile. */
export const profileName = name.refine((text) => text.toLowerCase() !== 'none', {
  error: 'a name other than none, which stands for no profile',
});

/** Example of a part of a profile, and what `true` stands for where its own defaults do not say. */
interface PartOfProfile<T> {
  readonly example: string;
  readonly whole?: T;
}

/** A part of a profile that is off unless it is asked for: `true` takes all its defaults; null = it is off. */
export function optionalPart<T extends z.ZodType>(part: T, { example, whole: usual }: PartOfProfile<z.output<T>>) {
  return z
    .union([z.boolean(), part], { error: `true, false or keys such as ${example}` })
    .transform((given): z.output<T> | null => {
      if (given === false) return null;
      return given === true ? (usual ?? part.parse({})) : (given as z.output<T>);
    });
}

/**
 * A field whose text is read into something else; texts that cannot be are refused with what was expected. Editors judge
 * it by `pattern`, which every text that can be read matches: JSON Schema has no flags, so it spells both cases.
 */
export function textual<T>(expected: string, read: (text: string) => T | undefined, pattern?: string) {
  const meta = { $comment: expected, ...(pattern !== undefined && { pattern }) };
  const given = z.union([z.string(), z.number()], { error: expected }).meta(meta);
  return given.transform((text, context): T => {
    const value = read(String(text));
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}

/** Seconds: `90s`, `10m`, `1h30m`, or a plain number. */
export const duration = textual(
  'a duration such as 90s or 10m',
  (text) => parseDuration(text) || undefined,
  DURATION_PATTERN,
);

/** `RRGGBB`, also as `0xFFFFFF`, `#FFFFFF`, or `000000` without quotes. */
export const color = textual(
  'a colour such as FFFFFF',
  (text) => {
    const digits = /^(?:0x|#)?([0-9a-f]{6})$/i.exec(text)?.[1];
    return digits === undefined ? undefined : parseColor(digits);
  },
  '^(0[xX]|#)?[0-9a-fA-F]{6}$',
);

export const videoTime = textual<VideoTime>(
  'a time such as 10% or 2.5s',
  (text) => {
    const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1];
    if (percent !== undefined) return Number(percent) <= 100 ? { percent: Number(percent) } : undefined;
    const seconds = parseDuration(text);
    return seconds === undefined ? undefined : { seconds };
  },
  `^\\d+(\\.\\d+)?\\s*%$|${DURATION_PATTERN}`,
);
/** `3:2`, `3x2` */
export const ratio = textual('a ratio such as 3:2 or 1x1', parseRatio, '^\\s*\\d{1,5}\\s*[:xX/]\\s*\\d{1,5}\\s*$');

const fraction = real(0, 1);

/** Decimals that add up to 1 may miss it by a hair. */
const HAIR = 1e-6;

const rectError = 'four fractions [x, y, width, height] of a rectangle on the master';

function isOnMaster([x, y, width, height]: NormalRect): boolean {
  return width > 0 && height > 0 && x + width <= 1 + HAIR && y + height <= 1 + HAIR;
}

/** A rectangle of the upright master, in fractions of it. */
export const normalRect = z
  .tuple([fraction, fraction, fraction, fraction], { error: rectError })
  .refine(isOnMaster, { error: rectError });

/** A point of the upright master, in fractions of it. */
export const normalPoint = z.tuple([fraction, fraction], { error: 'two fractions [x, y] of the master' });

/** Width and height of something, in pixels; 0 = not limited. */
export const sides = z.tuple([whole(0, 1_000_000), whole(0, 1_000_000)], {
  error: 'two whole numbers: [width, height]',
});

const pathError = 'a path';

/** A folder or file, relative to dmx.yaml. */
export const filePath = z
  .string({ error: pathError })
  .refine(isPath, { error: pathError })
  .meta({ pattern: '^([^~]|~[^/])' });

const globError = 'a glob below the library such as banners or **/print';

/** A glob that stays below the folder it starts from. */
export const glob = z.string({ error: globError }).refine(isGlob, { error: globError });

/** The values of a mask anywhere; all four parts have the defaults of Dynamic Media's image profiles. */
export const unsharpMask = z.strictObject({
  amount: real(0, 5).default(1.75).describe('How strong: 1 is what photo editors call 100 %; 0 switches it off'),
  radius: real(0, 250).default(0.2).describe('Width of the blur, in pixels'),
  threshold: real(0, 255).default(2).describe('Smallest difference that is sharpened, 0…255'),
  monochrome: z.boolean().default(false).describe('Sharpen brightness only'),
});
