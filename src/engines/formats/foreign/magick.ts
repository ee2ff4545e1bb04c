import type * as MagickWasm from '@imagemagick/magick-wasm';
import { readFile } from 'node:fs/promises';
import { SourceError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';
import { blockMetadata } from '../../image/metadata/tiff-metadata.ts';
import type { ForeignPicture } from './foreign-picture.ts';
import { missingPackage, packageModule } from './load-package.ts';

const PACKAGE = '@imagemagick/magick-wasm';

/** The picture in a file that is wanted, as its header tells. */
export interface MagickRequest extends Size {
  /** ImageMagick's name of the format: it does not guess, so that no file reaches a reader that it is not meant for. */
  readonly format: string;
  readonly label: string;
  /** Which of several pictures, counted from 0. */
  readonly frame?: number;
  readonly alpha: boolean;
  /** The picture is of four inks, which ImageMagick would take for red, green, blue and a channel without meaning. */
  readonly inks?: true;
  /** The picture is one of gray, whatever ImageMagick takes it for. */
  readonly gray?: true;
  /** The last point of a picture that begins elsewhere than at the first one of its canvas. */
  readonly canvas?: Size;
  /** Makes what ImageMagick reads right of a file that it stumbles over; what it is handed it may change. */
  readonly mend?: (bytes: Buffer) => Buffer;
}

// Bytes of the pixel cache of one file; the memory that WebAssembly has is twice as large.
const MOST_CACHE_BYTES = 2n ** 31n;

/** The cost of a reader of ImageMagick: the program as far as it uses it, and what it sets up. */
export interface MagickCost {
  readonly fixedMebibytes: number;
  /** ImageMagick's own cache, what the reader holds, and the samples that are handed over. */
  readonly pixelBytes: number;
}

// Of readers that were not measured the most.
const USUAL: MagickCost = { fixedMebibytes: 86, pixelBytes: 34 };

/** Bytes that reading a picture takes, most of which the library keeps. */
export const magickBytes = ({ width, height }: Size, { fixedMebibytes, pixelBytes }: MagickCost = USUAL): number =>
  fixedMebibytes * 2 ** 20 + pixelBytes * width * height;

const compiled = packageModule(PACKAGE, 'pictures', 'dist/x86/magick.wasm');

type Magick = typeof MagickWasm;

let started: Promise<Magick> | undefined;

async function start(label: string): Promise<Magick> {
  const module = await compiled();
  const magick = await import('@imagemagick/magick-wasm').catch((error: unknown) => {
    throw missingPackage(PACKAGE, label, error);
  });
  await magick.initializeImageMagick(module);
  magick.ResourceLimits.memory = MOST_CACHE_BYTES;
  magick.ResourceLimits.disk = 0n;
  return magick;
}

const bufferOf = (data: Uint8Array | undefined): Buffer | undefined =>
  data === undefined ? undefined : Buffer.from(data);

/** The pixels of an opened picture: gray and inks as they are, all else as RGB. */
function pixelsOf(
  image: MagickWasm.IMagickImage,
  alpha: boolean,
  spaces: Readonly<Record<'gray' | 'cmyk' | 'rgb', number>>,
) {
  const space = image.colorSpace === spaces.cmyk ? 'cmyk' : image.colorSpace === spaces.gray ? 'gray' : 'srgb';
  if (space === 'srgb' && image.colorSpace !== spaces.rgb) image.colorSpace = spaces.rgb;
  const mapping = { cmyk: 'CMYK', gray: 'R', srgb: 'RGB' }[space] + (alpha ? 'A' : '');
  const { width, height } = image;
  const samples = image.getPixels((pixels) => pixels.toByteArray(0, 0, width, height, mapping));
  if (samples === null) throw new RangeError('expected pixels, got none');
  return { width, height, samples, alpha, space, channels: mapping.length } as const;
}

/** The samples of a picture by the names of their channels, whatever it is taken for. */
function samplesAs(image: MagickWasm.IMagickImage, space: 'gray' | 'cmyk', mapping: string) {
  const { width, height } = image;
  const samples = image.getPixels((pixels) => pixels.toByteArray(0, 0, width, height, mapping));
  if (samples === null) throw new RangeError('expected pixels, got none');
  return { width, height, samples, alpha: false, space, channels: mapping.length } as const;
}

/** Its library and the line of its source, which ImageMagick puts behind what went wrong. */
const SOURCE_LINE = /\s*[`'][^'`]*'(?:: [^@]*)? @ \w+\/.*$/s;

/** Runs a read of ImageMagick and rewords its exceptions for people. */
function withPlainErrors<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Error(error.message.replace(SOURCE_LINE, ''), { cause: error });
  }
}

/** Exif blocks of ImageMagick begin as those of JPEG do. */
const EXIF_HEAD = 'Exif\0\0';

function withoutHead(exif: Buffer | undefined): Buffer | undefined {
  return exif?.toString('latin1', 0, EXIF_HEAD.length) === EXIF_HEAD ? exif.subarray(EXIF_HEAD.length) : exif;
}

/**
 * Decodes a picture of 8 bits by ImageMagick. Throws SourceError where it is another one than its header told, EngineError
 * (ENGINE_MISSING), or what ImageMagick throws.
 */
export async function decodeWithMagick(file: string, request: MagickRequest): Promise<ForeignPicture> {
  started ??= start(request.label);
  const magick = await started.catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  const { frame = 0, format, alpha, width, height, canvas, inks, gray } = request;
  const settings = new magick.MagickReadSettings({ format, frameIndex: frame, frameCount: 1, ...canvas });
  if (inks) settings.setDefine('jp2:assume-alpha', 'true');
  const spaces = { gray: magick.ColorSpace.Gray, cmyk: magick.ColorSpace.CMYK, rgb: magick.ColorSpace.sRGB };
  const bytes = await readFile(file);
  const decoded = withPlainErrors(() =>
    magick.ImageMagick.read(request.mend?.(bytes) ?? bytes, settings, (image) => ({
      // Inks were read as colours and their opacity.
      ...(inks
        ? samplesAs(image, 'cmyk', 'RGBA')
        : gray
          ? samplesAs(image, 'gray', 'R')
          : pixelsOf(image, alpha, spaces)),
      icc: bufferOf(image.getColorProfile()?.data),
      exif: withoutHead(bufferOf(image.getProfile('exif')?.data)),
      xmp: bufferOf(image.getProfile('xmp')?.data),
    })),
  );
  if (decoded.width !== width || decoded.height !== height) {
    const got = `${decoded.width}×${decoded.height}`;
    throw new SourceError(
      'SOURCE_CORRUPT',
      `expected a picture of ${width}×${height}, as its header says, got ${got}`,
      {
        hint: 'Export or upload the master again; the file is damaged.',
      },
    );
  }
  const { exif, xmp, ...picture } = decoded;
  return { ...picture, metadata: await blockMetadata({ exif, xmp }) };
}
