import * as z from 'zod';
import { videoTime, color, real, sides, whole } from './fields.ts';

/** Defaults of the two editions of Dynamic Media: replies without a size, and the largest replies. */
const EDITIONS = {
  cloud: { defaultpix: [1280, 1280], maxpix: [3000, 3000] },
  hybrid: { defaultpix: [300, 300], maxpix: [2000, 2000] },
} as const;

/** Every tenth of a clip, beginning just after its first frame, which is black more often than not. */
const THUMBNAIL_TIMES = [1, 11, 21, 31, 41, 51, 61, 71, 81, 91].map((percent) => `${percent}%`);

export const profileName = z
  .string({ error: 'the name of an ICC profile' })
  .min(1, { error: 'the name of an ICC profile' });
const qualityError = 'quality 1 to 100, or [quality, 1 for full colour resolution]';
const quality = z
  .union([whole(1, 100), z.tuple([whole(1, 100), z.union([z.literal(0), z.literal(1)], { error: '0 or 1' })])], {
    error: qualityError,
  })
  .transform((given) => (typeof given === 'number' ? ([given, 0] as const) : given));

/** `en,_E,|de,_D,|,_E,` as Image Serving writes it: items of a locale and what it has. */
function readLocaleMap(text: string): Record<string, string[]> {
  const items = text.split('|').map((item) => item.split(',').map((part) => part.trim()));
  return Object.fromEntries(items.map(([locale = '', ...rest]) => [locale, rest]));
}

const localeMap = z.union([z.record(z.string(), z.array(z.string())), z.string().transform(readLocaleMap)], {
  error: 'a list for each locale, as in { de: [_D, ""], "": [""] }, or de,_D,|,',
});

const settings = z.strictObject({
  defaults: z
    .enum(['cloud', 'hybrid'])
    .default('cloud')
    .describe(
      'Whose defaults apply to what is not set here: cloud (1280×1280, 3000×3000) or hybrid (300×300, 2000×2000)',
    ),
  jpegquality: quality
    .prefault([80, 0])
    .describe('Quality of lossy formats 1…100, then 1 for full colour resolution (4:4:4) or 0 (4:2:0)'),
  resmode: z.enum(['bilin', 'bicub', 'sharp2', 'bisharp']).default('sharp2').describe('How pictures are resampled'),
  bkgcolor: color.prefault('FFFFFF').describe('Colour of padding and behind transparency, RRGGBB'),
  defaultpix: sides.optional().describe('Largest size of a picture whose recipe names none, 0 = unlimited'),
  defaultthumbpix: sides.default([100, 100]).describe('Size of thumbnails that name none'),
  maxpix: sides
    .optional()
    .describe(
      'Largest size of `dmx render --modifiers`, and of what `dpr` multiplies; else presets and profiles are not bound by it',
    ),
  resolution: real(1, 10_000).default(72).describe('Print resolution written into files, pixels per inch'),
  thumbnailtime: z
    .array(videoTime)
    .min(1, { error: 'at least one time' })
    .prefault(THUMBNAIL_TIMES)
    .describe('When thumbnails of a clip are taken, where its profile does not say'),
  expiration: whole(-1, Number.MAX_SAFE_INTEGER)
    .default(36_000_000)
    .describe('How long a delivered picture may be cached, milliseconds; -1 = for ever'),
  iccprofilergb: profileName.default('sRGB').describe('ICC profile of RGB output'),
  iccprofilecmyk: profileName.optional().describe('ICC profile of CMYK output'),
  iccprofilegray: profileName.optional().describe('ICC profile of gray output'),
  iccprofilesrcrgb: profileName.optional().describe('ICC profile assumed of RGB masters that embed none'),
  iccprofilesrccmyk: profileName.optional().describe('ICC profile assumed of CMYK masters that embed none'),
  defaultfont: z
    .string()
    .min(1)
    .optional()
    .describe('Font family of texts that name none; default: Arimo, which dmx ships'),
  iccprofilesrcgray: profileName.optional().describe('ICC profile assumed of gray masters that embed none'),
  localemap: localeMap
    .optional()
    .describe('Suffixes of pictures by locale, in the order they are looked for; an empty locale is for all others'),
  localestrmap: localeMap
    .optional()
    .describe('Marks of strings, `^loc=MARK^`, by locale; without it a string is marked by the locale or its language'),
  defaultlocale: z.string().min(1).optional().describe('Default locale of recipes'),
  defaultimage: z
    .string()
    .min(1)
    .optional()
    .describe('Picture below the library that replaces a missing picture of a recipe'),
  defaultimagemode: z
    .union([z.literal(0), z.literal(1)], { error: '0 (in place of all) or 1 (of the missing picture alone)' })
    .default(1)
    .describe('What `defaultimage` replaces: 1 = only the missing picture, 0 = the whole rendition'),
  iccrenderintent: z
    .enum(['perceptual', 'relative', 'saturation', 'absolute'])
    .default('relative')
    .describe('Rendering intent for colours outside the target space'),
  iccblackpointcompensation: z.boolean().default(true).describe('Map the darkest colour to the darkest colour'),
  iccdither: z.boolean().default(false).describe('Dither when converting colours'),
});

/** The names of all settings. */
export const SERVER_KEYS = Object.keys(settings.shape);

/** The default manifest settings, named as Dynamic Media names them. */
export const server = settings.transform((given) => ({
  ...given,
  defaultpix: given.defaultpix ?? [...EDITIONS[given.defaults].defaultpix],
  maxpix: given.maxpix ?? [...EDITIONS[given.defaults].maxpix],
}));

/** Keys of the server settings that name ICC profiles. */
export const PROFILE_KEYS = [
  'iccprofilergb',
  'iccprofilecmyk',
  'iccprofilegray',
  'iccprofilesrcrgb',
  'iccprofilesrccmyk',
  'iccprofilesrcgray',
] as const;
