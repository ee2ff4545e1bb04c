import { builtInProfile, colorSpaceOf, inColorsOf } from '../image/color/embedded-profile.ts';
import { sharp } from '../image/libvips.ts';
import { openCarrier } from '../image/metadata/pixel-carrier.ts';
import type { FinishedPixels } from '../picture.ts';
import { pngData } from './documents/png-data.ts';
import { readSize } from './documents/read-size.ts';
import { USUAL_RESOLUTION } from '../../model/recipe/print-resolution.ts';
import { CHANNELS, type Samples, samplesOf } from './documents/samples.ts';
import { type PdfPage, writePdf } from './documents/write-pdf.ts';
import type { EncodeOrder, Encoder } from './encoder.ts';
import { encodeWithin } from './libvips/fit-file-size.ts';
import { sizeCurve } from './libvips/size-seeds.ts';
import { pdfDecoder } from './pdf/pdf-decoder.ts';

/** JPEG quality of pictures in a document, unless the recipe sets one. */
const QUALITY = 80;

/** The samples as rows of a PNG. libpng does not care what four channels mean, so CMYK goes as RGB and alpha would. */
async function deflate({ data, width, height, pixelType }: Samples): Promise<Buffer> {
  const channels = CHANNELS[pixelType];
  const pipeline = sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
  const png = pipeline
    .toColourspace(pixelType === 'gray' ? 'b-w' : 'srgb')
    .png({ compressionLevel: 6, adaptiveFiltering: true });
  return pngData(await png.toBuffer());
}

async function jpegOf(pixels: FinishedPixels, { output, profile }: EncodeOrder, quality: number): Promise<Buffer> {
  const opened = (await openCarrier(pixels)).removeAlpha();
  const colored = profile ? opened.toColourspace(colorSpaceOf(output)) : inColorsOf(output, opened);
  return colored.jpeg({ quality }).toBuffer();
}

async function streamOf(samples: Samples, { output }: EncodeOrder): Promise<PdfPage['stream']> {
  if (output.compression === 'zip') return { filter: 'flate', data: await deflate(samples) };
  return { filter: 'none', data: samples.data };
}

const encoder: Encoder = {
  libraries: ['mozjpeg', 'png', 'zlib-ng'],
  encode: async (pixels, order) => {
    const { output, metadata, source } = order;
    const samples = await samplesOf(pixels, order);
    const { width, height, pixelType } = samples;
    const own = order.profile ?? (output.embedProfile === true ? await builtInProfile(pixelType) : undefined);
    const profile = output.embedProfile === true ? own : undefined;
    const rights = metadata === 'none' ? {} : source.rights;
    const resolution = output.printResolution ?? USUAL_RESOLUTION;
    const page = { width, height, pixelType, resolution, rights, ...(profile && { profile }) };
    if (output.compression !== 'jpeg') return { bytes: writePdf({ ...page, stream: await streamOf(samples, order) }) };
    const { quality = QUALITY, maxKilobytes } = output;
    const at = async (tried: number): Promise<Buffer> =>
      writePdf({ ...page, stream: { filter: 'jpeg', data: await jpegOf(pixels, order, tried) } });
    if (maxKilobytes === undefined) return { bytes: await at(quality) };
    return encodeWithin(at, { best: quality, mostBytes: Math.floor(maxKilobytes * 1024), curve: sizeCurve('jpeg') });
  },
  sizeOf: async (file) => readSize(file, '%PDF-'),
};

/** PDF: documents are read, files of one page that is one picture are written. */
export const pdf = { decoder: pdfDecoder, encoder };
