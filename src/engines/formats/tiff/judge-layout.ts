import { entriesOf } from '../../../base/table.ts';
import { SourceError } from '../../../model/errors.ts';
import { hasKnownType } from '../../../system/read-tiff.ts';
import { REFUSED_TIFFS, type RefusedTiff } from '../../../model/formats/refused-tiffs.ts';
import { COMPRESSION, FORMAT, PHOTOMETRIC, type TiffLayout, type TiffPage } from './layout.ts';
import { UNPACKED } from './unpack.ts';

/** Compressions that libvips opens, and those that ImageMagick undoes where neither libvips nor dmx does. */
const OPENED: readonly number[] = [
  ...[COMPRESSION.none, COMPRESSION.fax, COMPRESSION.group3, COMPRESSION.group4, COMPRESSION.lzw, COMPRESSION.jpeg],
  ...[COMPRESSION.deflate, COMPRESSION.packBits, COMPRESSION.oldDeflate],
];
const BY_MAGICK: readonly number[] = [
  ...[COMPRESSION.oldJpeg, COMPRESSION.next, COMPRESSION.thunderScan, COMPRESSION.pixarLog],
  ...[COMPRESSION.sgiLog, COMPRESSION.sgiLog24],
];

/**
 * Tells whether libvips opens a page where it stands. It gives up on a file with any page of a compression that it lacks or
 * a directory that cannot be read, and on fields of unknown types; and it demands that the page says its colours.
 */
export const opensAsIs = ({ number, broken, compressions, directory, layout, tiff }: TiffPage): boolean =>
  number === 0 &&
  !broken &&
  !layout.guessed &&
  directory.rows.every((row) => hasKnownType(tiff, row)) &&
  [...compressions].every((one) => OPENED.includes(one));

/** Light alone, as logarithms: ImageMagick makes no gray of it. */
const isLogL = ({ photometric, compression, bits }: TiffLayout): boolean =>
  photometric === PHOTOMETRIC.logL && compression === COMPRESSION.sgiLog && bits === 16;
const KNOWN: readonly number[] = [...OPENED, ...UNPACKED, ...BY_MAGICK];

const COMPRESSIONS: Readonly<Record<number, string>> = {
  ...{ 9: 'JBIG', 10: 'JBIG', 33_003: 'JPEG 2000', 33_005: 'JPEG 2000', 34_661: 'JBIG', 34_712: 'JPEG 2000' },
  ...{ 34_887: 'LERC', 34_892: 'lossy JPEG', 50_002: 'JPEG XL', 52_546: 'JPEG XL' },
};

const INTERPRETATIONS: Readonly<Record<number, string>> = {
  ...{ 10: 'ITU Lab', 32_803: 'a sensor’s raw samples', 34_892: 'linear raw samples', 51_177: 'a depth map' },
};

const isUint = ({ format }: Pick<TiffLayout, 'format'>): boolean =>
  format === FORMAT.uint || format === FORMAT.undefined;

/** The most bits per sample. */
const MOST_BITS = 64;

/** An index of more bits has no palette. */
const MOST_INDEX_BITS = 16;

const isFloat = ({ bits, format }: TiffLayout): boolean => format === FORMAT.float && [16, 24, 32, 64].includes(bits);

/** Tells what a file has that is refused; undefined = it has nothing of that kind. */
type Finder = (layout: TiffLayout) => string | undefined;

const found = (is: boolean, got: string): string | undefined => (is ? got : undefined);

const FINDERS: { readonly [Kind in Exclude<RefusedTiff, 'mix'>]: Finder } = {
  compression: ({ compression }) =>
    found(!KNOWN.includes(compression), `${COMPRESSIONS[compression] ?? `the compression ${compression}`} compression`),
  colors: ({ colors, photometric }) =>
    found(colors === 0, INTERPRETATIONS[photometric] ?? `the photometric interpretation ${photometric}`),
  inks: ({ photometric, inkSet, samples, colors }) =>
    found(photometric === PHOTOMETRIC.cmyk && (inkSet !== 1 || samples < colors), 'inks that are not CMYK'),
  formats: ({ format }) => found(format === 0, 'whole numbers beside floats'),
  complex: ({ format }) => found(format === FORMAT.complexInt || format === FORMAT.complexFloat, 'complex samples'),
  depth: (layout) => {
    const { format, widths } = layout;
    const fits = format === FORMAT.float ? isFloat(layout) : widths.every((bits) => bits >= 1 && bits <= MOST_BITS);
    return found(!fits, `${format === FORMAT.float ? 'floats' : 'samples'} of ${widths.join(', ')} bits`);
  },
  floats: (layout) =>
    found(
      isFloat(layout) && (layout.photometric === PHOTOMETRIC.palette || layout.photometric === PHOTOMETRIC.ycbcr),
      'floats',
    ),
  palette: ({ photometric, widths: [bits = 0] }) =>
    found(photometric === PHOTOMETRIC.palette && bits > MOST_INDEX_BITS, `a palette of ${bits} bits`),
};

/** A channel that says how opaque pixels are. */
interface AlphaChannel {
  /** Its place among the samples of a pixel. */
  readonly sample: number;
  /** Colours are multiplied by it. */
  readonly associated: boolean;
}

/** The alpha among the samples behind the colours: the first that is called so; one alone that nothing is said of. */
export function alphaOf({ extra, samples, colors }: TiffLayout): AlphaChannel | undefined {
  if (samples <= colors) return undefined;
  if (extra === undefined) return samples === colors + 1 ? { sample: colors, associated: false } : undefined;
  const at = extra.findIndex((kind) => kind === 1 || kind === 2);
  return at < 0 || colors + at >= samples ? undefined : { sample: colors + at, associated: extra[at] === 1 };
}

/** Tells whether libvips knows the channels behind the colours for what they are. */
function hasPlainChannels(layout: TiffLayout): boolean {
  const { photometric, bits, samples, colors, planar } = layout;
  if (samples <= colors) return true;
  if (planar) return false;
  // It makes the alpha beside inks of 16 bits opaque.
  return samples === colors + 1 && alphaOf(layout) !== undefined && (photometric !== PHOTOMETRIC.cmyk || bits <= 8);
}

/** Tells whether libvips turns Y′CbCr into R′G′B′: as JPEG does, and at less than full resolution. */
function isPlainYcbcr({ compression, subsampled, bits, planar }: TiffLayout): boolean {
  return compression === COMPRESSION.jpeg || (subsampled && bits === 8 && !planar);
}

/** Photometric interpretations that libvips reads as other colours. */
const MISTAKEN: readonly number[] = [PHOTOMETRIC.mask, PHOTOMETRIC.iccLab];

/** Tells whether libvips knows whole numbers of light or of one ink for what they are. */
function hasPlainNumbers({ photometric, bits, samples, predictor }: TiffLayout): boolean {
  if (bits === 8 || bits === 16) return true;
  if (samples > 1 || ![1, 2, 4].includes(bits) || predictor !== 1) return false;
  // It takes all but black for white here.
  return photometric !== PHOTOMETRIC.whiteIsZero || bits === 1;
}

/** Tells whether libvips supports the sample format and bit depth. */
function hasPlainDepth(layout: TiffLayout): boolean {
  const { photometric, bits, samples } = layout;
  if (isFloat(layout)) return photometric === PHOTOMETRIC.rgb && (bits === 16 || bits === 32);
  if (photometric === PHOTOMETRIC.lab) return bits === 16 && samples === 3;
  if (!isUint(layout)) return false;
  if (photometric === PHOTOMETRIC.palette) return [1, 2, 4, 8].includes(bits) && samples === 1;
  return hasPlainNumbers(layout);
}

/** Tells whether libvips gives each sample the meaning that the file does. */
function isPlain(layout: TiffLayout): boolean {
  const { photometric, planar, tiled, compression } = layout;
  if (!OPENED.includes(compression) || MISTAKEN.includes(photometric)) return false;
  if (compression === COMPRESSION.jpeg && layout.bits !== 8) return false;
  if ((planar && tiled) || !hasPlainChannels(layout)) return false;
  return photometric === PHOTOMETRIC.ycbcr ? isPlainYcbcr(layout) : hasPlainDepth(layout);
}

/** Tells whether its blocks are files of pictures. */
const isPictures = ({ compression }: TiffLayout): boolean =>
  compression === COMPRESSION.jpeg || compression === COMPRESSION.webp;

/** Tells whether its blocks may be JPEGs without loss of more than 8 bits. */
const isDeepJpeg = ({ compression, bits, photometric }: TiffLayout): boolean =>
  compression === COMPRESSION.jpeg && bits === 16 && photometric !== PHOTOMETRIC.ycbcr;

/** Refusal of what neither libvips nor the reader of `read-samples.ts` reads right, though each part of it is known. */
function unreadableMix(layout: TiffLayout): string | undefined {
  const { compression, photometric, subsampled, planar, bits, predictor, samples, colors } = layout;
  if (!UNPACKED.includes(compression)) return 'fax compression with such channels';
  const isPicture = isPictures(layout);
  if (isPicture && bits !== 8 && !isDeepJpeg(layout)) return `a picture in blocks of ${bits} bits`;
  if (samples < colors) return `${samples} samples for ${colors} colours`;
  if (photometric === PHOTOMETRIC.ycbcr && subsampled && !isPicture && !planar)
    return `colours at less than full resolution in ${bits} bits`;
  if (predictor !== 1 && bits === 0) return 'differences between samples of several depths';
  return undefined;
}

function refuse(kind: RefusedTiff, got: string): SourceError {
  const { hint } = REFUSED_TIFFS[kind];
  return new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a TIFF of a kind that dmx reads, got one of ${got}`, {
    hint,
  });
}

/** The reader of a page: libvips, dmx for what that takes for something else, ImageMagick for what only that unpacks. */
export type TiffReader = 'libvips' | 'own' | 'magick';

/**
 * Decides who reads a page, and of a file that libvips does not open whether dmx can. `measured`: it tells how long its blocks
 * are. Throws SourceError (SOURCE_FORMAT_UNSUPPORTED) for what nobody reads right.
 */
export function judgeLayout(layout: TiffLayout, measured = true): TiffReader {
  for (const [kind, find] of entriesOf(FINDERS)) {
    const got = find(layout);
    if (got !== undefined) throw refuse(kind, got);
  }
  if (isLogL(layout)) return 'own';
  if (BY_MAGICK.includes(layout.compression)) return 'magick';
  // libvips reads at most one such block of a page.
  const unmeasured = !measured && layout.compression === COMPRESSION.none;
  if (isPlain(layout) && !unmeasured) return 'libvips';
  const mix = unreadableMix(layout);
  if (mix !== undefined) throw refuse('mix', mix);
  return 'own';
}
