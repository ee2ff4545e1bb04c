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
      'Formats to offer, in order; a format is kept if it is at least 5 % smaller than those after it, and larger at no size',
    ),
  dpr: z.array(real(1, 5)).default([1]).describe('Screen densities: multiples of the size'),
  widths: z
    .union([z.literal('auto'), z.array(side)], { error: 'auto, or a list of widths in pixels' })
    .default([])
    .describe('Other widths in pixels; auto: widths at which the bytes grow about evenly'),
});

const smartImaging = optionalPart(smartFields, {
  example: '{ formats: [avif, webp], dpr: [1, 2] }',
  whole: { formats: [...USUAL_SMART.formats], dpr: [...USUAL_SMART.dpr], widths: [] },
});

/** Keys of presets that profiles, crops and renditions take as well. */
export const FILE_KEYS = ['quality', 'maxBytes', 'animation', 'animationOver', 'hdr'] as const;
const fileKeys = someKeys(...FILE_KEYS);

const crop = z.strictObject({
  name: name.describe('Name of the crop and of its file'),
  ratio: ratio.optional().describe('Width to height, e.g. 3:2; not together with both width and height'),
  width: side.optional().describe('Pixels; with ratio or height'),
  height: side.optional().describe('Pixels; with ratio or width'),
  preset: name.optional().describe('Preset that gives format, quality and sharpening'),
  upscale: z.boolean().default(false).describe('Enlarge the window if it is smaller than the crop'),
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
  zoom: real(1, 100).default(1).describe('Factor by which the window is smaller than the largest possible one'),
  strategy: z
    .array(z.enum(SUBJECT_STRATEGY))
    .min(1, { error: 'at least one detector' })
    .default([...SUBJECT_STRATEGY])
    .describe(
      'Detectors that look for the subject, in order; manual is the sidecar; detectors after center are not used',
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
    .describe('jpeg (deflate instead for transparency or more than 8 bits), deflate or lzw'),
  quality: whole(1, 100).default(95).describe('Quality of jpeg'),
});

const rendition = z.strictObject({
  name: name.optional().describe('Name of the rendition; without it, that of its preset'),
  preset: name.optional().describe('Preset to apply'),
  presets: z
    .array(z.string({ error: 'a name of a preset, in which * stands for anything' }))
    .min(1, { error: 'at least one name' })
    .optional()
    .describe('Every preset whose name matches; * matches anything'),
  crop: name.optional().describe('Smart crop the preset is applied to'),
  modifiers: z.string().optional().describe('Image Serving commands; they override the preset'),
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
    sizes: z.string().optional().describe('The sizes attribute of HTML: (min-width: 60em) 50vw, 100vw'),
    renditions: z
      .array(z.string({ error: 'a name of a rendition, in which * stands for anything' }))
      .optional()
      .describe('Renditions that a page may show; * matches anything; default: all that browsers can show'),
    crops: z
      .array(
        z.strictObject({
          crop: name.optional().describe('Name of a smart crop; default: the whole picture'),
          from: whole(0, 100_000).default(0).describe('Window width from which it is shown, in CSS pixels'),
        }),
      )
      .min(1, { error: 'at least one crop' })
      .transform((crops) => crops.map(({ crop = null, from }) => ({ crop, from })))
      .optional()
      .describe('Which smart crop is shown from which window width'),
  })
  .transform((rules) => present<PageRules>(rules));

/** Which renditions the pictures of a folder get. */
export const imageProfile = z.strictObject({
  kind: z.literal('image-profile').describe('This document is an image profile'),
  name: profileName.describe('Name by which folders choose it'),
  description: z.string().optional().describe('What it is for'),
  unsharpMask: optionalPart(unsharpMask, { example: '{ amount: 1.75, radius: 0.2 }' })
    .prefault(false)
    .describe('Sharpening of every rendition smaller than half the size of its master'),
  crop: margins.optional().describe('Pixels cropped from every master first; not together with smartCrop'),
  smartCrop: smartCrop.optional().describe('Crops that keep the subject'),
  swatch: optionalPart(swatchSides, { example: '{ width: 50, height: 50 }' })
    .prefault(false)
    .describe('A small rectangular piece of the subject, and its colour in the manifest'),
  pyramid: optionalPart(pyramidFields, { example: '{ tile: 256 }' })
    .prefault(false)
    .describe('A tiled TIFF with every halving of the master, for zooming'),
  renditions: z.array(rendition).default([]).describe('Presets, and presets of your own in place'),
  placeholder: placeholder
    .prefault([...USUAL_PLACEHOLDERS])
    .describe('Placeholders in the manifest, to show until a picture has loaded; false: none'),
  smartImaging: smartImaging
    .optional()
    .describe(
      'Alternate files of each crop and rendition in other formats and sizes, among which browsers choose; true: AVIF and WebP, once and twice the size',
    ),
  ...fileKeys,
  raw: z
    .enum(['develop', 'preview'])
    .optional()
    .describe(
      'Camera raws: develop them, or use the preview that the camera embedded, if it has at least nine tenths of the width and height; default: develop',
    ),
  page: page.optional().describe('How pages show the pictures; dmx markup and the library use it'),
});

/** A rendition as the profile lists it, with the rows of its data once they were read. */
export interface RenditionRow extends Readonly<z.output<typeof rendition>> {
  readonly rows?: readonly DataRow[];
}

export interface ImageProfile extends Readonly<Omit<z.output<typeof imageProfile>, 'renditions'>> {
  readonly renditions: readonly RenditionRow[];
}
export type CropRow = z.output<typeof crop>;
