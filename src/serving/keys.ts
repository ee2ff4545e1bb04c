import { encodedText } from '../base/encoded-path.ts';
import * as z from 'zod';
import { BYTES_PATTERN, parseBytes } from '../base/bytes.ts';
import { type Argument, expectation } from './argument.ts';
import { USUAL_ANIMATION_OVER } from '../model/recipe/animation-rules.ts';
import { printArguments } from './read-arguments.ts';
import { COLOR_PATTERN, parseColor, printColor } from './color.ts';
import { commandNamed } from './commands/index.ts';
import { printNumber } from './number.ts';
import { KEY_COMMANDS, type KeyName } from './key-commands.ts';
import { argumentKey, type PresetKey, presetKey, type PresetKeyRow, presetKeySchema } from './preset-key.ts';

/** The argument of a command that is in the table. */
function argumentOf(command: string, position: number): Argument {
  const row = commandNamed(command);
  const argument = row?.status === 'ready' ? row.args[position] : undefined;
  if (argument === undefined) throw new RangeError(`${command} has no argument ${position}`);
  return argument;
}

/** A key for one argument of its command. */
function simple(key: KeyName, position: number, description: string): PresetKey {
  const command = KEY_COMMANDS[key];
  return argumentKey(key, description, { command, position, argument: argumentOf(command, position) });
}

/** A key with a spelling of its own. */
const special = <S extends z.ZodType>(row: Omit<PresetKeyRow<S>, 'command'> & { readonly key: KeyName }): PresetKey =>
  presetKey({ ...row, command: KEY_COMMANDS[row.key] });

const numbers = (items: readonly string[]): readonly number[] | undefined =>
  items[0] === undefined || items[0] === '' ? undefined : items.map(Number);

const FIT = argumentOf('fit', 0);
const MODES = FIT.kind === 'word' ? FIT.words : [];
const fit = z.enum([...MODES, ...MODES.map((mode) => `${mode},1`), ...MODES.map((mode) => `${mode},0`)], {
  error: `${expectation(FIT)}, with ",1" behind it to allow enlarging`,
});

/** An argument of `op_usm` as a schema. */
function real(position: number): z.ZodNumber {
  const argument = argumentOf('op_usm', position);
  const [min, max] = argument.kind === 'number' ? [argument.min, argument.max] : [0, 0];
  const error = expectation(argument);
  return z.number({ error }).min(min, { error }).max(max, { error });
}

const HEX = /^(?:#|0x)?([0-9a-f]{6})$/i;
const hexError = 'colours such as FF0000';
const hex = z.string({ error: hexError }).regex(HEX, { error: hexError });
const palettes = ['adaptive', 'web', 'mac'] as const;
const halved = { '4:2:0': true, '4:4:4': false } as const;

/**
 * Named target scores (SSIMULACRA 2): high looks like JPEG quality 80; medium is rarely noticed without the original
 * beside it; low is visible but not disturbing.
 */
const LOOKS = { high: 80, medium: 70, low: 60 } as const;

const look = z
  .strictObject({
    target: z.enum(['high', 'medium', 'low']).optional().describe('80, 70 or 60 by SSIMULACRA 2'),
    ssimulacra2: z.number().min(1).max(100).optional().describe('The score itself'),
    most: z.int().min(1).max(100).optional().describe('The best quality that may be used'),
  })
  .refine(({ target, ssimulacra2 }) => (target === undefined) !== (ssimulacra2 === undefined), {
    error: 'either target or ssimulacra2',
  });

const quality = z.union([z.int().min(1).max(100), look], {
  error: 'a whole number 1…100, { target: high } or { ssimulacra2: 75 }',
});

const sizeError = 'bytes such as 60000, or 60 kB';
const isSize = (text: string): boolean => parseBytes(text) !== undefined;
const size = z.union(
  [z.int().min(1), z.string().refine(isSize, { error: sizeError }).meta({ pattern: BYTES_PATTERN })],
  { error: sizeError },
);
const kilobytesOf = (value: z.output<typeof size>): string =>
  printNumber((typeof value === 'number' ? value : (parseBytes(value) ?? 0)) / 1024);

/** The friendly keys of presets, in the order their commands are spelled. `modifiers` stands beside them. */
export const PRESET_KEYS: readonly PresetKey[] = [
  simple('width', 0, 'Width in pixels: exact, smallest or largest, as `fit` says'),
  simple('height', 0, 'Height in pixels: exact, smallest or largest, as `fit` says'),
  special({
    key: 'fit',
    description: 'How width and height decide scale and size; `crop,1` also enlarges',
    schema: fit,
    spell: (value) => [value],
    read: ([mode, upscale]) => (upscale === '1' ? `${mode},1` : mode),
  }),
  special({
    key: 'align',
    description:
      'Where the picture lies in the reply: [horizontal, vertical], -1 left or top, 0 centre, 1 right or bottom',
    schema: z.tuple([z.number().min(-1).max(1), z.number().min(-1).max(1)], { error: 'two numbers -1…1' }),
    spell: (value) => value.map(printNumber),
    read: numbers,
  }),
  special({
    key: 'crop',
    description: 'Crop in pixels of the master: [x, y, width, height]',
    schema: z.tuple([z.int(), z.int(), z.int().min(1), z.int().min(1)], {
      error: 'four whole numbers: [x, y, width, height] in pixels; `modifiers: cropN=…` takes fractions',
    }),
    spell: (value) => value.map(printNumber),
    read: numbers,
  }),
  simple('page', 0, 'Page of a PDF, Illustrator file or TIFF, from 1'),
  simple('format', 0, 'Format of the file'),
  simple('colorSpace', 1, 'Pixels of the file: rgb, gray or cmyk'),
  simple('compression', 2, 'Compression: none, lzw, zip or jpeg of TIFF; lossy or lossless of WebP and AVIF'),
  simple('bitDepth', 0, 'Bits a sample: 8; 16 of PNG and TIFF; 10 or 12 of AVIF'),
  special({
    key: 'quality',
    description:
      'Quality of lossy formats, 1…100; or the look: { target: high | medium | low }, { ssimulacra2: 75 }, with `most`, the best quality that may be used',
    schema: quality,
    spell: (value) => {
      if (typeof value === 'number') return [printNumber(value)];
      const { target = 'high', ssimulacra2 = LOOKS[target], most } = value;
      return [most === undefined ? undefined : printNumber(most), undefined, printNumber(ssimulacra2)];
    },
    read: ([most = '', , target = '']) => {
      if (target === '') return most === '' ? undefined : Number(most);
      return { ssimulacra2: Number(target), ...(most !== '' && { most: Number(most) }) };
    },
  }),
  special({
    key: 'chromaSubsampling',
    description: 'JPEG chroma subsampling: true or 4:2:0; full resolution: false or 4:4:4',
    schema: z.union([z.boolean(), z.enum(['4:2:0', '4:4:4'])], { error: 'true, false, 4:2:0 or 4:4:4' }),
    spell: (value) => [undefined, (typeof value === 'boolean' ? value : halved[value]) ? '0' : '1'],
    read: ([, chroma = '']) => (chroma === '' ? undefined : chroma === '0'),
  }),
  simple('jpegSize', 0, 'Largest size of a JPEG, WebP, AVIF, or TIFF or PDF of JPEGs in kilobytes of 1024; 0 = any'),
  special({
    key: 'maxBytes',
    description: 'The same in bytes, or with their unit: 60 kB, 0.5 MB',
    schema: size,
    spell: (value) => [kilobytesOf(value)],
    // `jpegSize` is what it is shown as.
    read: () => undefined,
  }),
  simple('effort', 0, 'Encoding effort for JPEG, PNG, WebP and AVIF: fast, balanced or small (fewest bytes)'),
  special({
    key: 'palette',
    description: 'Palette of GIF and 8-bit PNG: adaptive, web, mac, or a list of colours that must be in it',
    schema: z.union([z.enum(palettes), z.array(hex).min(1)], { error: 'adaptive, web, mac or a list of colours' }),
    spell: (value) =>
      typeof value === 'string'
        ? [value]
        : [undefined, undefined, undefined, ...value.map((c) => c.replace(HEX, '$1'))],
    read: ([type, , , ...colors]) => (colors.length > 0 ? colors : type),
  }),
  simple('dither', 1, 'Dithering of GIF and 8-bit PNG'),
  simple('colors', 2, 'Number of colours of GIF and 8-bit PNG'),
  special({
    key: 'iccProfile',
    description: 'Name of the output colour profile, or of its file',
    schema: z.string({ error: 'the name of an ICC profile' }).min(1, { error: 'the name of an ICC profile' }),
    spell: (value) => [encodedText(value)],
    read: ([name]) => name,
  }),
  simple('renderIntent', 1, 'Rendering intent: how colours outside the output profile are converted'),
  simple('blackPoint', 2, 'Black-point compensation'),
  simple('dithering', 3, 'Dithering when colours are converted'),
  simple('embedProfile', 0, 'Embed the output profile'),
  simple('resample', 0, 'Filter of all scaling'),
  special({
    key: 'background',
    description: 'Colour of padding and behind transparency: RRGGBB',
    schema: z
      .string({ error: expectation(argumentOf('bgc', 0)) })
      .refine((text) => parseColor(text.replace(/^#/, '')) !== undefined, { error: expectation(argumentOf('bgc', 0)) })
      .meta({ pattern: COLOR_PATTERN }),
    spell: (value) => {
      const color = parseColor(value.replace(/^#/, ''));
      return [color && printColor({ ...color, alpha: 255 })];
    },
    read: ([color]) => color,
  }),
  simple('sharpen', 0, 'Simple sharpening after scaling'),
  special({
    key: 'unsharpMask',
    description: 'Unsharp mask after scaling',
    schema: z.strictObject({
      amount: real(0).describe('Strength, 0…5'),
      radius: real(1).describe('Pixels, 0…250'),
      threshold: real(2).optional().describe('Smallest difference that is sharpened, 0…255; absent = 0'),
      monochrome: z.boolean().optional().describe('Brightness only; absent = every colour'),
    }),
    spell: ({ amount, radius, threshold = 0, monochrome = false }) => [
      printArguments([amount, radius, threshold, monochrome]),
    ],
    read: ([amount, radius, threshold, monochrome]) => ({
      amount: Number(amount),
      radius: Number(radius),
      threshold: Number(threshold),
      monochrome: monochrome === '1',
    }),
  }),
  simple('printResolution', 0, 'Print resolution in pixels per inch'),
  simple(
    'animation',
    0,
    'Animated masters: keep, all frames if the format can hold them; first, the first frame; video, for large masters a silent MP4 and WebM beside the first frame',
  ),
  special({
    key: 'animationOver',
    description: `With animation: video, the bytes above which a master is large: 1 MB; absent = ${USUAL_ANIMATION_OVER} KiB`,
    schema: size,
    spell: (value) => [undefined, kilobytesOf(value)],
    read: ([, kilobytes = '']) => (kilobytes === '' ? undefined : Number(kilobytes) * 1024),
  }),
  simple('hdr', 0, 'Gain maps of Ultra HDR masters: keep them in JPEG, or drop them'),
];

/** The key for commands without one of their own; it wins over the others. */
const modifiers = z
  .string({ error: 'modifiers such as wid=400&fmt=webp' })
  .describe('Any Image Serving commands; they override the other keys');

/** A preset spelled in friendly keys, `modifiers` among them; unknown keys are refused. */
export const presetKeysSchema = z.strictObject({
  ...Object.fromEntries(PRESET_KEYS.map((row) => [row.key, presetKeySchema(row)])),
  modifiers: modifiers.optional(),
});

/** The schemas of some of the keys, each optional. */
export function someKeys<K extends KeyName>(...keys: readonly K[]): Record<K, z.ZodOptional> {
  const rows = PRESET_KEYS.filter(({ key }) => keys.some((one) => one === key));
  return Object.fromEntries(rows.map((row) => [row.key, presetKeySchema(row)])) as Record<K, z.ZodOptional>;
}
