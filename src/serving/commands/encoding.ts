import { OUTPUT_FORMATS } from '../../model/formats/output-formats.ts';
import { canonicalProfile } from '../../model/colors/profile-names.ts';
import type { Palette, PaletteType } from '../../model/recipe/palette.ts';
import { ANIMATION_RULES, USUAL_ANIMATION_OVER } from '../../model/recipe/animation-rules.ts';
import {
  HDR_RULES,
  type Effort,
  type Output,
  type OutputProfile,
  type RenderIntent,
} from '../../model/recipe/recipe.ts';
import { flag, hexes, label, number, optional, whole, word } from '../argument.ts';
import { command } from '../command.ts';
import { encoded } from '../read-arguments.ts';
import { present } from '../../base/present.ts';

/** A gigabyte: beyond it every JPEG fits. */
const MOST_KILOBYTES = 1_048_576;
/** Finer than any printer; the limit of JPEG's own field is 65,535. */
const MOST_RESOLUTION = 10_000;

/** Bits a sample that any format holds. */
const DEPTHS: readonly number[] = [...new Set(OUTPUT_FORMATS.flatMap(({ depths = [8] }) => depths))].toSorted(
  (a, b) => a - b,
);

const INTENTS = ['perceptual', 'relative', 'saturation', 'absolute'] as const satisfies readonly RenderIntent[];

const EFFORTS = ['fast', 'balanced', 'small'] as const satisfies readonly Effort[];

/** From the tables of the encoders. */
const EFFORT_SUMMARY =
  'Work that goes into few bytes of JPEG, PNG, WebP and AVIF of one quality, neither lossless by choice nor with a palette. ' +
  'fast: JPEG in 0.6 times the CPU with 3 % more bytes, PNG 0.4 (79 %), WebP 0.5 (4 %), AVIF 0.3 (9 %). ' +
  'small: JPEG in 4.4 times the CPU with 17 % fewer bytes, PNG 3 (6 %), WebP 2 (4 %), AVIF 4.4 (2 %).';

const ANIMATION_SUMMARY =
  'What becomes of a GIF, WebP or APNG that moves, in GIF, WebP and PNG: all frames with their delays and loops, or the first one. ' +
  'Other formats have the first. A quality is not searched for then. video: the first frame of a master of more than the kilobytes ' +
  `of 1024 behind it (${USUAL_ANIMATION_OVER}), for which ingest makes a silent MP4 and WebM beside it; the frames of smaller ones are kept.`;

/** Commands about what files carry besides their pixels, and how the pixels get into few bytes or few colours. */
export const ENCODING_COMMANDS = [
  command({
    name: 'jpegSize',
    scope: 'request',
    args: [number('kilobytes', 0, MOST_KILOBYTES)],
    default: '0',
    summary:
      'Largest size of a JPEG, WebP, AVIF, or TIFF or PDF of JPEGs in kilobytes of 1024: the best quality up to `qlt` that fits, found in at most six encodes and recorded in the manifest; 0 = any size.',
    example: 'jpegSize=40',
    apply: (recipe, [maxKilobytes]) => ({ ...recipe, output: { ...recipe.output, maxKilobytes } }),
    read: ({ output: { maxKilobytes } }) => (maxKilobytes === undefined ? undefined : [maxKilobytes]),
  }),
  command({
    name: 'effort',
    scope: 'request',
    args: [word('effort', EFFORTS)],
    default: 'balanced',
    summary: EFFORT_SUMMARY,
    example: 'effort=small',
    apply: (recipe, [effort]) => ({ ...recipe, output: { ...recipe.output, effort } }),
    read: ({ output: { effort } }) => effort && [effort],
  }),
  command({
    name: 'animation',
    scope: 'request',
    animated: true,
    args: [optional(word('rule', ANIMATION_RULES)), optional(number('kilobytes', 0, MOST_KILOBYTES))],
    default: 'first',
    summary: ANIMATION_SUMMARY,
    example: 'animation=keep',
    apply: (recipe, [animation, animationOver]) => ({
      ...recipe,
      output: { ...recipe.output, ...present<Partial<Output>>({ animation, animationOver }) },
    }),
    read: ({ output: { animation, animationOver } }) =>
      (animation ?? animationOver) === undefined ? undefined : [animation, animationOver],
  }),
  command({
    name: 'hdr',
    scope: 'request',
    args: [word('rule', HDR_RULES)],
    default: 'drop',
    summary:
      'Keeps the gain map of an Ultra HDR master in JPEG, cropped, rotated and scaled like its picture, or drops it. dmx always drops it, with a warning, from pictures that show more than their master.',
    example: 'hdr=keep',
    apply: (recipe, [hdr]) => ({ ...recipe, output: { ...recipe.output, hdr } }),
    read: ({ output: { hdr } }) => hdr && [hdr],
  }),
  command({
    name: 'quantize',
    scope: 'request',
    args: [
      optional(word<PaletteType>('type', ['adaptive', 'web', 'mac'])),
      optional(word('dither', ['diffuse', 'off'])),
      optional(whole('colors', 2, 256)),
      optional(hexes('forced')),
    ],
    default: 'adaptive,diffuse,256',
    summary:
      'Palette of GIF and 8-bit PNG: its type, dithering, number of colours, colours that must be in it. With alpha one colour is transparent and the rest opaque.',
    example: 'quantize=adaptive,off,16,FF0000',
    check: ([type, , colors = 256, forced = []]) =>
      type === undefined || type === 'adaptive'
        ? forced.length > colors
          ? { argument: 'forced', expected: `at most ${colors} colours`, got: String(forced.length) }
          : undefined
        : undefined,
    apply: (recipe, [type = 'adaptive', dither = 'diffuse', colors = 256, forced = []]) => ({
      ...recipe,
      output: { ...recipe.output, palette: { type, diffuse: dither === 'diffuse', colors, forced } },
    }),
    read: ({ output: { palette } }) => palette && paletteValues(palette),
  }),
  command({
    name: 'printRes',
    scope: 'request',
    args: [number('resolution', 1, MOST_RESOLUTION)],
    default: '`resolution` of the server settings',
    summary: 'Print resolution in pixels per inch, written into JPEG, PNG, TIFF, PDF and EPS files; changes no pixel.',
    example: 'printRes=300',
    apply: (recipe, [printResolution]) => ({ ...recipe, output: { ...recipe.output, printResolution } }),
    read: ({ output: { printResolution } }) => (printResolution === undefined ? undefined : [printResolution]),
  }),
  command({
    name: 'icc',
    scope: 'request',
    args: [
      optional(label('profile', canonicalProfile)),
      optional(word('intent', INTENTS)),
      optional(flag('blackPoint')),
      optional(flag('dither')),
    ],
    default: '`iccprofilergb`, `iccprofilecmyk` or `iccprofilegray` of the server settings, relative, 1, 0',
    summary:
      'Output ICC profile, by a name from docs/colour.md or a file name; rendering intent, black-point compensation, dithering.',
    example: 'icc=DisplayP3,perceptual,1,0',
    apply: (recipe, [name, intent, blackPoint, dither]) => ({
      ...recipe,
      output: { ...recipe.output, profile: present<OutputProfile>({ name, intent, blackPoint, dither }) },
    }),
    read: ({ output: { profile } }) =>
      profile && [
        profile.name === undefined ? undefined : encoded(profile.name),
        profile.intent,
        profile.blackPoint,
        profile.dither,
      ],
  }),
  command({
    name: 'iccEmbed',
    scope: 'request',
    args: [flag('on')],
    default: '0',
    summary: 'Embeds the output profile in JPEG, PNG, TIFF, WebP, AVIF and PDF files.',
    example: 'iccEmbed=1',
    apply: (recipe, [embedProfile]) => ({ ...recipe, output: { ...recipe.output, embedProfile } }),
    read: ({ output: { embedProfile } }) => (embedProfile === undefined ? undefined : [embedProfile]),
  }),
  command({
    name: 'bitDepth',
    scope: 'request',
    args: [whole('bits', 8, 16)],
    default: '8',
    summary: 'Bits per sample of the file: 8, or 16 for PNG and TIFF, 10 or 12 for AVIF.',
    example: 'bitDepth=16',
    check: ([bits]) =>
      DEPTHS.includes(bits)
        ? undefined
        : { argument: 'bits', expected: `one of ${DEPTHS.join(' ')}`, got: String(bits) },
    apply: (recipe, [bitDepth]) => ({ ...recipe, output: { ...recipe.output, bitDepth } }),
    read: ({ output: { bitDepth } }) => (bitDepth === undefined ? undefined : [bitDepth]),
  }),
  command({
    name: 'xmpEmbed',
    scope: 'request',
    args: [flag('on')],
    default: '0',
    summary: "Copies the master's XMP into JPEG and TIFF files, whatever `metadata` of dmx.yaml keeps.",
    example: 'xmpEmbed=1',
    apply: (recipe, [keepXmp]) => ({ ...recipe, output: { ...recipe.output, keepXmp } }),
    read: ({ output: { keepXmp } }) => (keepXmp === undefined ? undefined : [keepXmp]),
  }),
  command({
    name: 'pathEmbed',
    scope: 'request',
    args: [flag('on')],
    default: '0',
    summary:
      "Writes the master's Photoshop paths and its clipping path into JPEG, TIFF and EPS files, at their place in the picture; other formats hold none.",
    example: 'pathEmbed=1',
    apply: (recipe, [embedPaths]) => ({ ...recipe, output: { ...recipe.output, embedPaths } }),
    read: ({ output: { embedPaths } }) => (embedPaths === undefined ? undefined : [embedPaths]),
  }),
] as const;

function paletteValues({ type, diffuse, colors, forced }: Palette) {
  const dither = diffuse ? ('diffuse' as const) : ('off' as const);
  return [type, dither, colors, forced.length > 0 ? forced : undefined] as const;
}
