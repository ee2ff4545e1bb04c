import type { ImageFacts } from '../asset.ts';
import { CLIP_FORMATS } from './clip-formats.ts';
import { avifEncoding, cost, jpegEncoding, pngEncoding, tiffEncoding } from './encoding-costs.ts';
import {
  type Encoding,
  type Format,
  hasBrand,
  isAnimatedPng,
  type OutputRow,
  startsWith,
  type Variant,
} from './format.ts';
import { byMagick, HEVC_DECODING, TIFF_DECODING, av1Decoding } from './foreign-decoding.ts';
import { isJpeg, isJpegLs } from './judge-jpeg.ts';
import { isPhaseOne } from './judge-raw.ts';
import { MASTER_ONLY_FORMATS, POSTSCRIPT_ADVICE } from './master-only-formats.ts';
import { storedBytes } from './stored-pixels.ts';
import { avifWriting, epsWriting, gifWriting, jpegWriting, pngWriting, tiffWriting, webpWriting } from './writing.ts';

// Sides: JPEG and GIF carry 16 bits (libjpeg's own limit is 65,500); WebP 14 bits; AVIF is bounded by AV1's 16 bits;
// PNG and TIFF carry 32, of which libvips uses at most 10,000,000.
const LIMIT = { jpeg: 65_500, webp: 16_383, avif: 16_384, gif: 65_535, libvips: 10_000_000 } as const;

// XMP in bytes: what is longer libvips leaves out of JPEG files without a word; elsewhere no person wrote it.
const MOST_XMP = { jpeg: 60_000, others: 4 * 2 ** 20 } as const;

const NOTHING = { icc: false, density: false, exif: false, xmp: 0, paths: false } as const;

// Commands of the language that most formats do not listen to.
const PLAIN = { xmpEmbed: false, chroma: false, searchable: false } as const;

// Samples a pixel of a JPEG whose two colours are stored at less than full resolution.
const SUBSAMPLED: Readonly<Record<string, number>> = { '4:2:0': 1.5, '4:1:1': 1.5, '4:2:2': 2, '4:4:0': 2 };

// Progressive JPEG: coefficients of two bytes for every sample of every component, and rows of colours brought to size.
function jpegDecoding(facts: ImageFacts): number {
  if (!facts.progressive) return 0;
  const samples = SUBSAMPLED[facts.chroma ?? ''];
  return samples === undefined ? 2.01 * storedBytes(facts) : 2.1 * samples;
}

const RGB = { pixelTypes: ['rgb'], compressions: [] } as const;
const RGB_GRAY = { pixelTypes: ['rgb', 'gray'], compressions: [] } as const;
const RGB_GRAY_CMYK = { pixelTypes: ['rgb', 'gray', 'cmyk'], compressions: [] } as const;
const TIFF_LIKE = { ...RGB_GRAY_CMYK, compressions: ['none', 'lzw', 'zip', 'jpeg'] } as const;
const LOSSY_OR_NOT = { pixelTypes: ['rgb'], compressions: ['lossy', 'lossless'] } as const;
const GRAY_LOSSY_OR_NOT = { ...LOSSY_OR_NOT, pixelTypes: ['rgb', 'gray'] } as const;

const isHtj2k = startsWith('ftypjph ', 16);

/** A variant without and one with alpha. */
const pair = (name: string, about: Omit<Variant, 'names' | 'alpha'>): readonly [Variant, Variant] => [
  { ...about, names: [name], alpha: false },
  { ...about, names: [`${name}-alpha`], alpha: true },
];

const WEBP_OUTPUT = {
  ...{ ...PLAIN, mime: 'image/webp', extension: 'webp', maxSide: LIMIT.webp, lossy: true, effort: true },
  ...{ searchable: true, holds: { ...NOTHING, icc: true, exif: true, xmp: MOST_XMP.others } },
  variants: pair('webp', LOSSY_OR_NOT),
} as const satisfies OutputRow;

const JPEG_OUTPUT = {
  ...{ mime: 'image/jpeg', extension: 'jpg', maxSide: LIMIT.jpeg, lossy: true },
  ...{ xmpEmbed: true, chroma: true, searchable: true, effort: true, gainMap: true },
  holds: { icc: true, density: true, exif: true, xmp: MOST_XMP.jpeg, paths: true },
  variants: [
    { ...RGB_GRAY_CMYK, names: ['jpeg', 'jpg'], alpha: false },
    { ...RGB_GRAY_CMYK, names: ['pjpeg', 'pjpg'], alpha: false, progressive: true },
  ],
} as const satisfies OutputRow;

/**
 * Every format that may lie in a library or that `fmt=` names, a row each. What is in no row is no asset. A row of pictures
 * with `decoding` or `encoding` demands a file of its name in `engines/formats/`; the others are listed as `unsupported`,
 * and `fmt=` refuses them by name.
 */
const FORMATS = {
  jpeg: {
    ...{ label: 'JPEG', kind: 'image', extensions: ['jpg', 'jpeg', 'jpe', 'jfif', 'pjpeg', 'pjp'], browsers: 'every' },
    // JPEG-LS begins as JPEG does.
    types: [{ mime: 'image/jpeg', begins: (head) => isJpeg(head) && !isJpegLs(head) }],
    decoding: {
      ...{ pixelBytes: jpegDecoding, wholeFile: true, pixelNanoseconds: 8 },
      reads: 'gray, RGB, CMYK, YCCK; baseline, progressive, arithmetic; lossless with 2 to 16 bits; 12 bits as 8',
      further: { '@imagemagick/magick-wasm': '12-bit JPEGs' },
    },
    output: JPEG_OUTPUT,
    encoding: jpegEncoding,
    writing: jpegWriting,
  },
  png: {
    ...{ label: 'PNG', kind: 'image', extensions: ['png', 'apng'], browsers: 'every' },
    types: [
      { mime: 'image/apng', begins: isAnimatedPng },
      { mime: 'image/png', begins: startsWith('\x89PNG\r\n\x1A\n') },
    ],
    // Interlaced: the whole picture.
    decoding: {
      pixelBytes: (facts) => (facts.progressive ? storedBytes(facts) : 0),
      wholeFile: false,
      pixelNanoseconds: 18,
      reads: 'gray, RGB, palette, alpha; 1 to 16 bits; all frames of an animation (`animation=keep`), or the first',
    },
    output: {
      ...{ ...PLAIN, mime: 'image/png', extension: 'png', maxSide: LIMIT.libvips, lossy: false, effort: true },
      animates: true,
      holds: { icc: true, density: true, exif: true, xmp: MOST_XMP.others, paths: false },
      variants: [
        ...pair('png', { ...RGB_GRAY, depths: [8, 16] }),
        ...pair('png8', { ...RGB, palette: true, animates: false }),
      ],
    },
    encoding: pngEncoding,
    writing: pngWriting,
  },
  gif: {
    ...{ label: 'GIF', kind: 'image', extensions: ['gif'], browsers: 'every' },
    types: [{ mime: 'image/gif', begins: (head) => /^GIF8[79]a/.test(head) }],
    decoding: {
      pixelBytes: () => 4.5,
      wholeFile: true,
      pixelNanoseconds: 15,
      reads: 'all frames (`animation=keep`), or the first',
    },
    output: {
      ...{ ...PLAIN, mime: 'image/gif', extension: 'gif', maxSide: LIMIT.gif, lossy: false },
      animates: true,
      holds: NOTHING,
      variants: pair('gif', { ...RGB_GRAY, palette: true }),
    },
    // As a PNG with a palette, and the frame before.
    encoding: () => cost(10, 24),
    writing: gifWriting,
  },
  tiff: {
    ...{ label: 'TIFF', kind: 'image', extensions: ['tif', 'tiff'] },
    // Classic and big, both byte orders. Camera raws are TIFFs, and which one stands anywhere in the file.
    types: [
      {
        mime: 'image/tiff',
        begins: (head) => ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(head.slice(0, 4)) && !isPhaseOne(head),
        ambiguous: true,
      },
    ],
    decoding: TIFF_DECODING,
    output: {
      ...{ ...PLAIN, xmpEmbed: true, searchable: true, mime: 'image/tiff', extension: 'tif', maxSide: LIMIT.libvips },
      lossy: false,
      // libvips writes no EXIF into TIFF files.
      holds: { icc: true, density: true, exif: false, xmp: MOST_XMP.others, paths: true },
      variants: [
        { ...TIFF_LIKE, depths: [8, 16], names: ['tif', 'tiff'], alpha: false },
        // JPEG inside TIFF cannot hold alpha.
        {
          ...{ ...TIFF_LIKE, compressions: ['none', 'lzw', 'zip'], depths: [8, 16] },
          ...{ names: ['tif-alpha', 'tiff-alpha'], alpha: true },
        },
      ],
    },
    encoding: tiffEncoding,
    writing: tiffWriting,
  },
  webp: {
    ...{ label: 'WebP', kind: 'image', extensions: ['webp'], browsers: 'newer' },
    types: [{ mime: 'image/webp', begins: startsWith('WEBP', 8) }],
    // Planes and RGBA of the whole picture.
    decoding: {
      pixelBytes: () => 8.8,
      wholeFile: true,
      pixelNanoseconds: 20,
      reads: '8 bits, alpha; all frames of an animation (`animation=keep`), or the first',
    },
    output: { ...WEBP_OUTPUT, animates: true },
    encoding: ({ compression }, { alpha }) => cost(compression === 'lossless' ? 46 : alpha ? 13 : 7),
    writing: webpWriting,
  },
  avif: {
    ...{ label: 'AVIF', kind: 'image', extensions: ['avif', 'avifs'], browsers: 'newer' },
    types: [{ mime: 'image/avif', begins: hasBrand('avif', 'avis'), firstFrame: true }],
    decoding: {
      pixelBytes: av1Decoding,
      wholeFile: true,
      pixelNanoseconds: 40,
      reads: '8, 10, 12 bits, alpha, HDR; all frames of a sequence (`animation=keep`), or the first',
    },
    output: {
      ...{ ...WEBP_OUTPUT, mime: 'image/avif', extension: 'avif', maxSide: LIMIT.avif },
      variants: pair('avif', { ...LOSSY_OR_NOT, depths: [8, 10, 12] }),
    },
    encoding: avifEncoding,
    writing: avifWriting,
  },
  svg: {
    ...{ label: 'SVG', kind: 'image', extensions: ['svg', 'svgz'] },
    types: [{ mime: 'image/svg+xml', xmlRoot: 'svg' }],
    decoding: {
      pixelBytes: () => 6,
      wholeFile: true,
      pixelNanoseconds: 60,
      reads: 'self-contained drawings, at 96 dpi',
      vector: true,
    },
  },
  psd: {
    ...{ label: 'Photoshop', kind: 'image', extensions: ['psd', 'psb'] },
    types: [{ mime: 'image/vnd.adobe.photoshop' }],
    decoding: {
      // Of layers: the canvas and that of a group, then the largest layer and its planes, of five samples in CMYK.
      ...{ pixelBytes: ({ layered }) => (layered === undefined ? 0 : 10 + 14 * layered), wholeFile: false },
      reads:
        'the merged picture in any colour mode (a Duotone as gray), or the layers of a file without one; 1 to 32 bits; alpha',
    },
  },
  pdf: {
    ...{ label: 'PDF', kind: 'image', extensions: [] },
    types: [{ mime: 'application/pdf' }],
    decoding: {
      ...{ pixelBytes: () => 0, wholeFile: true, package: '@embedpdf/pdfium', mostPixels: 110_000_000 },
      reads:
        'PDF and Illustrator: the crop box of the first page, or of the page that `page` names, at 150 dpi, with alpha; no scripts, no links',
    },
    output: {
      // Its JPEGs are JPEGs.
      ...{ ...PLAIN, mime: 'application/pdf', extension: 'pdf', maxSide: LIMIT.jpeg, lossy: false },
      searchable: 'bytes',
      holds: { ...NOTHING, icc: true, density: true },
      variants: [{ ...TIFF_LIKE, compressions: ['none', 'zip', 'jpeg'], names: ['pdf'], alpha: false }],
    },
    // The samples, and the framing around them.
    encoding: ({ pixelType }) => cost(pixelType === 'cmyk' ? 18 : 9),
    writing: tiffWriting,
  },
  eps: {
    ...{ label: 'EPS', kind: 'image', extensions: ['eps', 'epsf'] },
    types: [{ mime: 'application/eps' }],
    advice: POSTSCRIPT_ADVICE,
    output: {
      ...{ ...PLAIN, mime: 'image/eps', extension: 'eps', maxSide: LIMIT.jpeg, lossy: false },
      holds: { ...NOTHING, density: true, paths: true },
      variants: [{ ...RGB_GRAY_CMYK, names: ['eps'], alpha: false }],
    },
    encoding: () => cost(7),
    writing: epsWriting,
  },

  jp2: {
    ...{ label: 'JPEG 2000', kind: 'image', extensions: ['jp2', 'j2k', 'j2c', 'jpc', 'jpf', 'jpx', 'jpm', 'jph'] },
    // Of HTJ2K, whose files are called by another brand, `file-type` does not know.
    types: [
      { mime: 'image/jp2', begins: isHtj2k },
      { mime: 'image/jpx' },
      { mime: 'image/jpm' },
      { mime: 'image/j2c' },
    ],
    decoding: byMagick(
      'gray, palette, RGB, sYCC, CMYK, alpha, tiles, any grid offset; samples above 8 bits as 8; no Lab',
    ),
    output: {
      ...{ ...WEBP_OUTPUT, mime: 'image/jp2', extension: 'jp2', holds: { ...NOTHING, icc: true } },
      variants: pair('jpeg2000', GRAY_LOSSY_OR_NOT),
    },
  },
  jxr: {
    ...{ label: 'JPEG XR', kind: 'image', extensions: ['jxr', 'wdp', 'hdp'] },
    types: [{ mime: 'image/vnd.ms-photo' }],
    advice: 'Save it as TIFF or PNG, with 16 bits a channel where it has more than 8.',
    output: {
      ...{ ...WEBP_OUTPUT, mime: 'image/vnd.ms-photo', extension: 'jxr', holds: { ...NOTHING, icc: true } },
      variants: pair('jpegxr', LOSSY_OR_NOT),
    },
  },
  heic: {
    ...{ label: 'HEIC', kind: 'image', extensions: ['heic', 'heics'] },
    types: [
      { mime: 'image/heic', begins: hasBrand('heic', 'heix') },
      { mime: 'image/heic-sequence', begins: hasBrand('hevc', 'hevx'), firstFrame: true },
    ],
    decoding: HEVC_DECODING,
    output: {
      ...{ ...JPEG_OUTPUT, mime: 'image/heic', extension: 'heic', lossy: false, chroma: false, searchable: false },
      gainMap: false,
      variants: [{ ...RGB, names: ['heic'], alpha: false }],
    },
  },
  ...MASTER_ONLY_FORMATS,
  ...CLIP_FORMATS,
} as const satisfies Readonly<Record<string, Format>>;

type Rows = typeof FORMATS;

/** Formats whose pictures dmx reads. */
export type ReadableName = { [N in keyof Rows]: Rows[N] extends { decoding: object } ? N : never }[keyof Rows];

/** Formats that dmx writes. */
export type WritableName = { [N in keyof Rows]: Rows[N] extends { encoding: Encoding } ? N : never }[keyof Rows];

/** The rows with their names, in their order. */
export const FORMAT_ROWS: readonly (readonly [name: string, row: Format])[] = Object.entries(FORMATS);
