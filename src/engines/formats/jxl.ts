import { readFile } from 'node:fs/promises';
import { SourceError } from '../../model/errors.ts';
import { checkMetadata } from '../image/metadata/check-metadata.ts';
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
// Its profile is packed with the pixels.
const UNNAMED = 'unnamed';

const compiled = packageModule(PACKAGE, LABEL, 'jxl_oxide_wasm_bg.wasm');

function headerOf({ start }: JxlParts): JxlHeader {
  const header = readJxlHeader(start);
  if (!header.black) return header;
  throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', 'expected a JPEG XL in RGB or grayscale, got one in CMYK', {
    hint: 'Export it as RGB, or as a CMYK TIFF.',
  });
}

/** Decodes the first picture of a file to a PNG of its own colours, upright. */
async function decodeToPng(file: string): Promise<Buffer> {
  const module = await compiled();
  const { initSync, JxlImage } = await import('jxl-oxide-wasm').catch((error: unknown) => {
    throw missingPackage(PACKAGE, LABEL, error);
  });
  initSync({ module });
  const image = new JxlImage();
  try {
    image.feedBytes(await readFile(file));
    if (!image.tryInit() || !image.loaded) throw new RangeError('expected a whole JPEG XL, got one that was cut off');
    // What is rendered goes with its PNG.
    return Buffer.from(image.render().encodeToPng());
  } finally {
    image.free();
  }
}

async function decode(file: string): Promise<ForeignPicture> {
  const { exif, xmp } = await readJxlParts(file);
  const picture = await decodePng(await decodeToPng(file));
  return { ...picture, metadata: await blockMetadata({ exif, xmp }) };
}

const decoder: Decoder = {
  probe: async (file, mime, limits) => {
    const parts = await readJxlParts(file);
    checkMetadata([parts.exif, parts.xmp], limits);
    const { width, height, orientation, bits, alpha, gray, profile, coded, hdr } = headerOf(parts);
    const isTagged = profile || (coded && !gray);
    return {
      ...{ kind: 'image', mime, ...turnSize({ width, height }, orientation), orientation: 1 },
      // Gray that is told by code points comes out as sRGB does.
      ...{ colorSpace: gray && profile ? 'gray' : 'srgb', icc: isTagged ? UNNAMED : null },
      // Of what kind it is nobody knows before: LittleCMS converts any. libvips has a way of its own for 16 bits.
      ...(isTagged && { profileKind: 'tables' as const }),
      ...{ alpha, depth: bits > 8 ? 16 : 8, progressive: false, pages: 1 },
      // Without a profile its numbers tell the colours.
      ...(!isTagged && { told: 'sRGB' as const, ...(hdr !== undefined && { hdr }) }),
      ...(await embeddedMetadata(parts)),
    };
  },
  decode: async (file, target) => {
    await writeForeign(await ofMaster(() => decode(file)), target);
  },
};

/** JPEG XL: a bare codestream, or one in boxes. */
export const jxl = { decoder, encoder: undefined };
