import { readFile } from 'node:fs/promises';
import type { JxlImage } from 'jxl-oxide-wasm';
import { EngineError, SourceError } from '../../model/errors.ts';
import { checkMetadata } from '../image/metadata/check-metadata.ts';
import { UNNAMED } from '../image/color/profile-name.ts';
import { embeddedMetadata } from '../image/metadata/embedded-metadata.ts';
import { blockMetadata } from '../image/metadata/tiff-metadata.ts';
import { turnSize } from '../image/source/orientation.ts';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { type ForeignPicture, writeForeign } from './foreign/foreign-picture.ts';
import { missingPackage, packageModule } from './foreign/load-package.ts';
import { readJxlParts, type JxlParts } from './jxl/container.ts';
import { type JxlHeader, readJxlHeader } from './jxl/header.ts';
import { decodePng } from './libvips/decode-png.ts';

const PACKAGE = 'jxl-oxide-wasm';
const LABEL = 'JPEG XL';

const compiled = packageModule(PACKAGE, LABEL, 'jxl_oxide_wasm_bg.wasm');

function unsupported(message: string, hint: string): SourceError {
  return new SourceError('SOURCE_FORMAT_UNSUPPORTED', message, { hint });
}

interface Opened extends JxlParts {
  readonly header: JxlHeader;
}

async function openParts(file: string): Promise<Opened> {
  const parts = await readJxlParts(file);
  try {
    return { ...parts, header: readJxlHeader(parts.start) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const longer = await readJxlParts(file, 'long');
    if (longer.start.length === parts.start.length) throw error;
    return { ...longer, header: readJxlHeader(longer.start) };
  }
}

/** Reads the header of a file. Throws SourceError, RangeError where it ends within it, or the system's error. */
async function openJxl(file: string): Promise<Opened> {
  const opened = await openParts(file);
  if (!opened.header.black) return opened;
  throw unsupported('expected a JPEG XL in RGB or grayscale, got one in CMYK', 'Export it as RGB, or as a CMYK TIFF.');
}

/** Hands a file to its library. */
async function withImage<T>(file: string, read: (image: JxlImage) => T): Promise<T> {
  const module = await compiled();
  const { initSync, JxlImage } = await import('jxl-oxide-wasm').catch((error: unknown) => {
    throw missingPackage(PACKAGE, LABEL, error);
  });
  initSync({ module });
  const image = new JxlImage();
  try {
    image.feedBytes(await readFile(file));
    if (!image.tryInit() || !image.loaded) throw new RangeError('expected a whole JPEG XL, got one that was cut off');
    return read(image);
  } finally {
    image.free();
  }
}

/** Decodes the first picture of a file to a PNG of its own colours, upright. What is rendered goes with its PNG. */
const decodeToPng = (file: string): Promise<Buffer> =>
  withImage(file, (image) => Buffer.from(image.render().encodeToPng()));

/** Pictures of an animation that are shown; 1 where it cannot be read, which its decoding tells. */
async function framesOf(file: string): Promise<number> {
  try {
    return Math.max(1, await withImage(file, (image) => image.numLoadedKeyframes));
  } catch {
    return 1;
  }
}

/** Throws SourceError for what the library says of a picture behind a small one, which it does not always step over. */
async function decode(file: string): Promise<ForeignPicture> {
  const { exif, xmp, header } = await openJxl(file);
  const png = await decodeToPng(file).catch((error: unknown) => {
    if (!header.preview || error instanceof EngineError) throw error;
    throw unsupported(
      'expected a JPEG XL without a small picture in front of its picture, got one with',
      'Save it without a preview.',
    );
  });
  return { ...(await decodePng(png, header.primaries)), metadata: await blockMetadata({ exif, xmp }) };
}

/** The facts of the colours, by the header. */
function colorsOf({ gray, profile, coded, bright, ...told }: JxlHeader) {
  const hdr = told.hdr ?? (bright ? ('light' as const) : undefined);
  const isTagged = profile || (coded && !gray);
  return {
    // Gray that is told by code points comes out as sRGB does.
    // Its profile is packed with the pixels.
    ...({ colorSpace: gray && profile ? 'gray' : 'srgb', icc: isTagged ? UNNAMED : null } as const),
    // The kind of profile is unknown before decoding: LittleCMS converts any. libvips converts 16 bits in its own way.
    ...(isTagged && { profileKind: 'tables' as const }),
    // Without a profile its numbers tell the colours.
    ...(!isTagged && { told: 'sRGB' as const, ...(hdr !== undefined && { hdr }) }),
  };
}

/** Bytes of the library's program, compiled as far as it is used, and of what that sets up. */
const PROGRAM_BYTES = { xyb: 44 * 2 ** 20, others: 20 * 2 ** 20 } as const;

const decoder: Decoder = {
  probe: async (file, mime, limits) => {
    const { header, ...parts } = await openJxl(file);
    checkMetadata([parts.exif, parts.xmp], limits);
    const { width, height, orientation, bits, alpha, animated } = header;
    return {
      ...{ kind: 'image', mime, ...turnSize({ width, height }, orientation), orientation: 1, ...colorsOf(header) },
      ...{ alpha, depth: bits > 8 ? 16 : 8, progressive: false, pages: animated ? await framesOf(file) : 1 },
      ...(await embeddedMetadata(parts)),
      rewriteBytes: PROGRAM_BYTES[header.xyb ? 'xyb' : 'others'],
    };
  },
  decode: async (file, target) => {
    await writeForeign(await ofMaster(() => decode(file)), target);
  },
};

/** JPEG XL: a bare codestream, or one in boxes. */
export const jxl = { decoder, encoder: undefined };
