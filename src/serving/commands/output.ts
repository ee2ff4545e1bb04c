import { OUTPUT_FORMATS, outputFormat } from '../../model/formats/output-formats.ts';
import type { Output, PixelType, ResampleMode } from '../../model/recipe/recipe.ts';
import { color, flag, number, optional, whole, word } from '../argument.ts';
import { command, type Conflict } from '../command.ts';
import { present } from '../../base/present.ts';

const WRITTEN = OUTPUT_FORMATS.filter(({ encoder }) => encoder !== null);
const UNWRITTEN = OUTPUT_FORMATS.filter(({ encoder }) => encoder === null);

const NO_ENCODER = 'libvips as dmx has it cannot write it';
/** Formats that `fmt` took in the days of Flash, and for lists of bit rates. */
const FLASH = ['swf', 'swf-alpha', 'swf3', 'swf3-alpha'];
const STREAMS = ['f4m', 'm3u8'];

const FORMAT = word<string>(
  'format',
  WRITTEN.map((format) => format.names[0]),
  {
    aliases: Object.fromEntries(WRITTEN.flatMap(({ names: [first, ...rest] }) => rest.map((name) => [name, first]))),
    notYet: {
      ...Object.fromEntries(UNWRITTEN.flatMap(({ names }) => names.map((name) => [name, NO_ENCODER]))),
      ...Object.fromEntries(FLASH.map((name) => [name, 'nothing shows Flash any more'])),
      ...Object.fromEntries(STREAMS.map((name) => [name, 'clips are encoded by video profiles'])),
    },
  },
);
const PIXEL_TYPE = word<PixelType>('pixelType', ['rgb', 'gray', 'cmyk'], { aliases: { grayscale: 'gray' } });
const COMPRESSION = word<string>('compression', [
  ...new Set(OUTPUT_FORMATS.flatMap(({ compressions }) => compressions)),
]);

function formatConflict(name = 'jpeg', pixelType?: string, compression?: string): Conflict | undefined {
  const format = outputFormat(name);
  if (!format) return undefined;
  const { pixelTypes, compressions } = format;
  if (pixelType !== undefined && !pixelTypes.some((allowed) => allowed === pixelType))
    return { argument: 'pixelType', expected: `one of ${pixelTypes.join(' ')} with ${name}`, got: pixelType };
  // `none` is the documented default of every format, so it is never wrong.
  if (compression === undefined || compression === 'none' || compressions.includes(compression)) return undefined;
  const allowed = compressions.length === 0 ? 'none' : `one of ${compressions.join(' ')}`;
  return { argument: 'compression', expected: `${allowed} with ${name}`, got: compression };
}

/** The part of an output that another command says: the last `fmt` and the last `qlt` count as a whole. */
function without(output: Partial<Output>, keys: readonly (keyof Output)[]): Partial<Output> {
  return Object.fromEntries(Object.entries(output).filter(([key]) => !keys.some((gone) => gone === key)));
}

/** Commands by which the reply is encoded and resampled. */
export const OUTPUT_COMMANDS = [
  command({
    name: 'fmt',
    scope: 'request',
    args: [optional(FORMAT), optional(PIXEL_TYPE), optional(COMPRESSION)],
    default: 'jpeg,rgb,none',
    summary: 'Format, pixel type and compression of the file.',
    example: 'fmt=tif,,jpeg',
    check: ([format, pixelType, compression]) => formatConflict(format, pixelType, compression),
    apply: (recipe, [format, pixelType, compression]) => ({
      ...recipe,
      output: {
        ...without(recipe.output, ['format', 'pixelType', 'compression']),
        ...present<Partial<Output>>({ format, pixelType, compression }),
      },
    }),
    read: ({ output: { format, pixelType, compression } }) =>
      format === undefined && pixelType === undefined && compression === undefined
        ? undefined
        : [format, pixelType, compression],
  }),
  command({
    name: 'qlt',
    scope: 'request',
    args: [optional(whole('quality', 1, 100)), optional(flag('chroma')), optional(number('target', 1, 100))],
    default: '`jpegquality` of the server settings',
    summary:
      'Quality of lossy formats; chroma 0 stores colour at half size (4:2:0), 1 in full (4:4:4), for JPEG only. With a target: the lowest quality, up to this one, whose file reaches that SSIMULACRA 2 score: 90 can hardly be told from the picture, 80 looks like JPEG quality 80, 70 is high.',
    example: 'qlt=85,0',
    apply: (recipe, [quality, fullChroma, target]) => ({
      ...recipe,
      output: {
        ...without(recipe.output, ['quality', 'fullChroma', 'target']),
        ...present<Partial<Output>>({ quality, fullChroma, target }),
      },
    }),
    read: ({ output: { quality, fullChroma, target } }) =>
      (quality ?? fullChroma ?? target) === undefined ? undefined : [quality, fullChroma, target],
  }),
  command({
    name: 'resMode',
    scope: 'request',
    args: [
      word<ResampleMode>('mode', ['bilin', 'bicub', 'sharp2', 'bisharp'], {
        // What old addresses have: the name of a filter of the server that the language took over from.
        aliases: { sharp: 'sharp2', trilin: 'bilin' },
      }),
    ],
    default: '`resmode` of the server settings',
    summary: 'Filter of all scaling: bilinear, bicubic, lanczos3 or a bicubic that sharpens.',
    example: 'resMode=sharp2',
    apply: (recipe, [resample]) => ({ ...recipe, resample }),
    read: ({ resample }) => resample && [resample],
  }),
  command({
    name: 'bgc',
    scope: 'view',
    args: [color('color')],
    default: '`bkgcolor` of the server settings',
    summary: 'Opaque colour of padding and, if the format has no alpha, behind transparency.',
    example: 'bgc=F0F0F0',
    apply: (recipe, [background]) => ({ ...recipe, background: { ...background, alpha: 255 } }),
    read: ({ background }) => background && [background],
  }),
] as const;
