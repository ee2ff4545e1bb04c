import * as z from 'zod';
import { present } from '../base/present.ts';
import { SUBJECT_STRATEGY } from '../model/detectors.ts';
import type { PageRules } from '../model/manifest/listing.ts';
import { PLACEHOLDER_KINDS, type PlaceholderKind } from '../model/manifest/placeholder.ts';
import { SMART_FORMATS, USUAL_SMART } from '../model/recipe/smart-imaging.ts';
import { someKeys } from '../serving/keys.ts';
import type { DataRow } from './templates/data-rows.ts';
import { filePath, name, optionalPart, profileName, ratio, real, unsharpMask, whole } from './fields.ts';
/** The largest side a rendition may ask for; formats have their own, smaller ones. */
const side = whole(1, 10_000_000);

const margin = whole(0, 10_000_000).default(0);
const margins = z.strictObject({
  top: margin.describe('Pixels off the top'),
  right: margin.describe('Pixels off the right side'),
  bottom: margin.describe('Pixels off the bottom'),
  left: margin.describe('Pixels off the left side'),
});

const smartFields = z.strictObject({
  formats: z
    .array(z.enum(SMART_FORMATS))
    .default([...USUAL_SMART.formats])
    .describe(
      'Formats to offer, the first one first; each is kept where it is at least 5 % smaller than those after it, and larger at no size',
    ),
  dpr: z.array(real(1, 5)).default([1]).describe('Densities of screens: multiples of its size'),
  widths: z
    .union([z.literal('auto'), z.array(side)], { error: 'auto, or a list of widths in pixels' })
    .default([])
    .describe('Further widths in pixels; auto: where bytes grow about evenly'),
});

const smartImaging = optionalPart(smartFields, {
  example: '{ formats: [avif, webp], dpr: [1, 2] }',
  whole: { formats: [...USUAL_SMART.formats], dpr: [...USUAL_SMART.dpr], widths: [] },
});

/** Keys of presets that profiles, crops and renditions take as well. */
export const FILE_KEYS = ['quality', 'maxBytes', 'animation', 'animationOver', 'hdr'] as const;
const fileKeys = someKeys(...FILE_KEYS);

const crop = z.strictObject({
  name: name.describe('Name of the crop: its file is called so'),
  ratio: ratio.optional().describe('Width to height, e.g. 3:2; not together with both width and height'),
  width: side.optional().describe('Pixels; with ratio or height'),
  height: side.optional().describe('Pixels; with ratio or width'),
  preset: name.optional().describe('Preset that gives format, quality and sharpening'),
  upscale: z.boolean().default(false).describe('Enlarge the window where it is smaller than the crop'),
  smartImaging: smartImaging.optional().describe('As that of the profile, for this crop'),
  ...fileKeys,
});

const smartCrop = z.strictObject({
  preserveContent: z
    .boolean()
    .default(true)
    .describe(
      'true: all sizes of one ratio show the same content; false: smaller sizes show less of it, at the same scale',
    ),
  zoom: real(1, 100).default(1).describe('How much smaller than the largest possible window the window is'),
  strategy: z
    .array(z.enum(SUBJECT_STRATEGY))
    .min(1, { error: 'at least one detector' })
    .default([...SUBJECT_STRATEGY])
    .describe(
      'Who is asked for the subject, the earlier ones first; manual is the sidecar; after center nobody is asked',
    ),
  crops: z
    .array(crop)
    .min(1, { error: 'at least one crop' })
    .max(100, { error: 'at most 100 crops' })
    .describe('The crops, at most 100'),
});

const swatchSides = z.strictObject({
  width: side.default(200).describe('Pixels'),
  height: side.default(200).describe('Pixels'),
});

const pyramidFields = z.strictObject({
  tile: whole(16, 4096).multipleOf(16).default(256).describe('Side of a tile in pixels, a multiple of 16'),
  compression: z
    .enum(['jpeg', 'deflate', 'lzw'])
    .default('jpeg')
    .describe('jpeg (deflate is used instead where there is transparency or more than 8 bits), deflate or lzw'),
  quality: whole(1, 100).default(95).describe('Quality of jpeg'),
});

const rendition = z.strictObject({
  name: name.optional().describe('Name of the rendition; without it, that of its preset'),
  preset: name.optional().describe('Preset to apply'),
  presets: z
    .array(z.string({ error: 'a name of a preset, in which * stands for anything' }))
    .min(1, { error: 'at least one name' })
    .optional()
    .describe('Every preset whose name matches, * standing for anything'),
  crop: name.optional().describe('Smart crop the preset is applied to'),
  modifiers: z.string().optional().describe('Image Serving commands; they win over the preset'),
  template: name.optional().describe('Preset that is the template of the rendition, in place of `preset`'),
  smartImaging: smartImaging.optional().describe('As that of the profile, for this rendition'),
  ...fileKeys,
  set: z
    .record(z.string(), z.union([z.string(), z.number()], { error: 'a text or a number' }))
    .optional()
    .describe('Values of its variables'),
  data: filePath
    .optional()
    .describe(
      'File of values, .csv below a line of names or .json, beside the profile: one rendition per row, called by its column `name` or its number',
    ),
});

/** The placeholders where a profile names none. */
const USUAL_PLACEHOLDERS = ['thumbhash'] as const satisfies readonly PlaceholderKind[];

const placeholder = z
  .union([z.boolean(), z.array(z.enum(PLACEHOLDER_KINDS))], { error: 'true, false, or a list of kinds' })
  .transform((given): readonly PlaceholderKind[] => {
    if (given === false) return [];
    return given === true ? USUAL_PLACEHOLDERS : given;
  });

const page = z
  .strictObject({
    sizes: z.string().optional().describe('The sizes of its pictures as HTML has them: (min-width: 60em) 50vw, 100vw'),
    renditions: z
      .array(z.string({ error: 'a name of a rendition, in which * stands for anything' }))
      .optional()
      .describe('Renditions that a page may show, * standing for anything; without it every one that browsers show'),
    crops: z
      .array(
        z.strictObject({
          crop: name.optional().describe('Name of a smart crop; without it the whole picture'),
          from: whole(0, 100_000).default(0).describe('Width of the window from which it is shown, in CSS pixels'),
        }),
      )
      .min(1, { error: 'at least one crop' })
      .transform((crops) => crops.map(({ crop = null, from }) => ({ crop, from })))
      .optional()
      .describe('Which smart crop is shown from which width of the window on'),
  })
  .transform((rules) => present<PageRules>(rules));

/** Which renditions the pictures of a folder get. */
export const imageProfile = z.strictObject({
  kind: z.literal('image-profile').describe('This document is an image profile'),
  name: profileName.describe('Name by which folders choose it'),
  description: z.string().optional().describe('What it is for'),
  unsharpMask: optionalPart(unsharpMask, { example: '{ amount: 1.75, radius: 0.2 }' })
    .prefault(false)
    .describe('Sharpening of everything that is reduced to less than half its size'),
  crop: margins.optional().describe('Pixels taken off every master first; not together with smartCrop'),
  smartCrop: smartCrop.optional().describe('Crops that keep the subject'),
  swatch: optionalPart(swatchSides, { example: '{ width: 50, height: 50 }' })
    .prefault(false)
    .describe('A small square-cut piece of the subject, and its colour in the manifest'),
  pyramid: optionalPart(pyramidFields, { example: '{ tile: 256 }' })
    .prefault(false)
    .describe('A tiled TIFF of every halving, for zooming'),
  renditions: z.array(rendition).default([]).describe('Presets, and presets of your own in place'),
  placeholder: placeholder
    .prefault([...USUAL_PLACEHOLDERS])
    .describe('What the manifest has for the time until a picture is there; false: nothing'),
  smartImaging: smartImaging
    .optional()
    .describe(
      'Files beside each crop and rendition for browsers to choose from, in further formats and sizes; true: AVIF and WebP, once and twice the size',
    ),
  ...fileKeys,
  raw: z
    .enum(['develop', 'preview'])
    .optional()
    .describe(
      'Camera raws: develop them, or take the picture that the camera made and put into them, where they are TIFFs (CR2, NEF, ARW, DNG …) and it has nine tenths of their sides at least; absent: develop',
    ),
  page: page.optional().describe('How pages show its pictures; dmx markup and the library print that'),
});

/** A rendition as the profile lists it, with the rows of its data once they were read. */
export interface RenditionRow extends Readonly<z.output<typeof rendition>> {
  readonly rows?: readonly DataRow[];
}

export interface ImageProfile extends Readonly<Omit<z.output<typeof imageProfile>, 'renditions'>> {
  readonly renditions: readonly RenditionRow[];
}
export type CropRow = z.output<typeof crop>;
