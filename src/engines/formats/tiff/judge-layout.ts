import { SourceError } from '../../../model/errors.ts';
import { REFUSED_TIFFS, type RefusedTiff } from '../../../model/formats/refused-tiffs.ts';
import { FORMAT, JPEG_IN_TIFF, OLD_JPEG_IN_TIFF, PHOTOMETRIC, type TiffLayout } from './layout.ts';

/** Compressions that libvips opens, and those among them that dmx unpacks itself. */
const KNOWN: readonly number[] = [1, 2, 3, 4, 5, OLD_JPEG_IN_TIFF, JPEG_IN_TIFF, 8, 32_773, 32_946];
const UNPACKED: readonly number[] = [1, 5, 8, 32_773, 32_946];

const COMPRESSIONS: Readonly<Record<number, string>> = {
  ...{ 9: 'JBIG', 10: 'JBIG', 32_766: 'NeXT', 32_809: 'ThunderScan', 32_909: 'PixarLog', 34_661: 'JBIG' },
  ...{
    34_676: 'SGI Log',
    34_677: 'SGI Log',
    34_712: 'JPEG 2000',
    34_887: 'LERC',
    34_892: 'lossy JPEG',
    34_925: 'LZMA',
  },
  ...{ 50_000: 'ZSTD', 50_001: 'WebP', 50_002: 'JPEG XL', 52_546: 'JPEG XL' },
};

const INTERPRETATIONS: Readonly<Record<number, string>> = {
  ...{ 4: 'a transparency mask', 9: 'ICC Lab', 10: 'ITU Lab', 32_803: 'a sensor’s raw samples', 32_844: 'LogL' },
  ...{ 32_845: 'LogLuv', 34_892: 'linear raw samples', 51_177: 'a depth map' },
};

const isUint = ({ format }: Pick<TiffLayout, 'format'>): boolean =>
  format === FORMAT.uint || format === FORMAT.undefined;

/** Whole numbers that dmx can take out of their bits. */
function isPacked({ bits, format }: TiffLayout): boolean {
  return isUint({ format }) && ((bits >= 1 && bits <= 16) || bits === 24 || bits === 32);
}

const isFloat = ({ bits, format }: TiffLayout): boolean => format === FORMAT.float && [16, 32, 64].includes(bits);

/** Tells what a file has that is refused; undefined = it has nothing of that kind. */
type Finder = (layout: TiffLayout) => string | undefined;

const found = (is: boolean, got: string): string | undefined => (is ? got : undefined);

const FINDERS: { readonly [Kind in Exclude<RefusedTiff, 'mix'>]: Finder } = {
  compression: ({ compression }) =>
    found(!KNOWN.includes(compression), `${COMPRESSIONS[compression] ?? `the compression ${compression}`} compression`),
  colors: ({ colors, photometric }) =>
    found(colors === 0, INTERPRETATIONS[photometric] ?? `the photometric interpretation ${photometric}`),
  inks: ({ photometric, inkSet }) => found(photometric === PHOTOMETRIC.cmyk && inkSet !== 1, 'inks that are not CMYK'),
  mixed: ({ bits, format }) => found(bits === 0 || format === 0, 'samples of several depths or kinds'),
  signed: ({ format }) =>
    found(!isUint({ format }) && format !== FORMAT.float, format === FORMAT.int ? 'signed samples' : 'complex samples'),
  depth: (layout) => found(!isPacked(layout) && !isFloat(layout), `samples of ${layout.bits} bits`),
  floats: (layout) =>
    found(
      isFloat(layout) && ![PHOTOMETRIC.blackIsZero, PHOTOMETRIC.rgb].includes(layout.photometric as 1 | 2),
      'floats',
    ),
  palette: ({ photometric, bits, samples }) =>
    found(
      photometric === PHOTOMETRIC.palette && (![1, 2, 4, 8].includes(bits) || samples > 1),
      'a palette of another depth, or with further channels',
    ),
  lab: ({ photometric, bits, samples }) =>
    found(photometric === PHOTOMETRIC.lab && (bits !== 16 || samples > 3), 'Lab of 8 bits, or with further channels'),
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
  const { photometric, bits, samples, colors } = layout;
  if (samples <= colors) return true;
  // It makes the alpha beside inks of 16 bits opaque.
  return samples === colors + 1 && alphaOf(layout) !== undefined && (photometric !== PHOTOMETRIC.cmyk || bits <= 8);
}

/** Tells whether libvips turns Y′CbCr into R′G′B′: as JPEG does, and at less than full resolution. */
function isPlainYcbcr({ compression, subsampled, bits, planar }: TiffLayout): boolean {
  return compression === JPEG_IN_TIFF || compression === OLD_JPEG_IN_TIFF || (subsampled && bits === 8 && !planar);
}

/** Tells whether libvips knows numbers for what they are. */
function hasPlainDepth(layout: TiffLayout): boolean {
  const { photometric, bits, samples } = layout;
  if (isFloat(layout)) return photometric === PHOTOMETRIC.rgb && bits < 64;
  if (bits === 8 || bits === 16) return true;
  if (samples > 1 || ![1, 2, 4].includes(bits)) return false;
  // It takes all but black for white here.
  return photometric !== PHOTOMETRIC.whiteIsZero || bits === 1;
}

/** Tells whether libvips gives each sample the meaning that the file does. */
function isPlain(layout: TiffLayout): boolean {
  const { photometric, planar, tiled } = layout;
  if ((planar && tiled) || !hasPlainChannels(layout)) return false;
  return photometric === PHOTOMETRIC.ycbcr ? isPlainYcbcr(layout) : hasPlainDepth(layout);
}

/** Refusal of what neither libvips nor the reader of `read-samples.ts` reads right, though each part of it is known. */
function unreadableMix({
  compression,
  fillOrder,
  photometric,
  subsampled,
  planar,
  bits,
  predictor,
  samples,
  colors,
}: TiffLayout): string | undefined {
  if (!UNPACKED.includes(compression)) return 'JPEG or fax compression with such channels';
  if (photometric === PHOTOMETRIC.palette || photometric === PHOTOMETRIC.lab) return 'a palette or Lab laid out so';
  if (samples < colors) return `${samples} samples for ${colors} colours`;
  if (fillOrder !== 1) return 'bits in reversed order with such channels';
  if (photometric === PHOTOMETRIC.ycbcr && subsampled)
    return `colours at less than full resolution in ${planar ? 'planes' : `${bits} bits`}`;
  if (predictor === 2 && ![8, 16, 32].includes(bits)) return `differences of ${bits} bits`;
  return undefined;
}

function refuse(kind: RefusedTiff, got: string): SourceError {
  const { hint } = REFUSED_TIFFS[kind];
  return new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a TIFF of a kind that dmx reads, got one of ${got}`, {
    hint,
  });
}

/**
 * Decides who reads a page: libvips, or `own` for what that takes for something else. Throws SourceError
 * (SOURCE_FORMAT_UNSUPPORTED) for what neither reads right.
 */
export function judgeLayout(layout: TiffLayout): 'libvips' | 'own' {
  for (const [kind, find] of Object.entries(FINDERS) as [RefusedTiff, Finder][]) {
    const got = find(layout);
    if (got !== undefined) throw refuse(kind, got);
  }
  if (isPlain(layout)) return 'libvips';
  const mix = unreadableMix(layout);
  if (mix !== undefined) throw refuse('mix', mix);
  return 'own';
}
