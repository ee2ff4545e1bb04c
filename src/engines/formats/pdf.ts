import type { Output } from '../../model/recipe/recipe.ts';
import { inColorsOf, profileBytes } from '../image/color/embedded-profile.ts';
import { sharp } from '../image/libvips.ts';
import { openPicture } from '../image/source/pixels.ts';
import type { Picture } from '../picture.ts';
import { pngData } from './documents/png-data.ts';
import { readSize } from './documents/read-size.ts';
import { CHANNELS, DEFAULT_RESOLUTION, type Samples, samplesOf } from './documents/samples.ts';
import { type PdfPage, writePdf } from './documents/write-pdf.ts';
import type { Encoder } from './encoder.ts';
import { pdfDecoder } from './pdf/pdf-decoder.ts';

/** The quality of a JPEG in a document where the recipe says none. */
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

function jpegOf(picture: Picture, output: Partial<Output>): Promise<Buffer> {
  const colored = inColorsOf(output, openPicture(picture).removeAlpha());
  return colored.jpeg({ quality: output.quality ?? QUALITY }).toBuffer();
}

async function streamOf(picture: Picture, samples: Samples, output: Partial<Output>): Promise<PdfPage['stream']> {
  if (output.compression === 'jpeg') return { filter: 'jpeg', data: await jpegOf(picture, output) };
  if (output.compression === 'zip') return { filter: 'flate', data: await deflate(samples) };
  return { filter: 'none', data: samples.data };
}

const encoder: Encoder = {
  libraries: ['mozjpeg', 'png', 'zlib-ng'],
  encode: async (picture, { output, metadata, source }) => {
    const samples = await samplesOf(picture, output);
    const { width, height, pixelType } = samples;
    const stream = await streamOf(picture, samples, output);
    const profile = output.embedProfile === true ? await profileBytes(output) : undefined;
    const rights = metadata === 'none' ? {} : source.rights;
    const resolution = output.printResolution ?? DEFAULT_RESOLUTION;
    const page = { width, height, pixelType, stream, resolution, rights, ...(profile && { profile }) };
    return { bytes: writePdf(page) };
  },
  sizeOf: async (file) => readSize(file, '%PDF-'),
};

/** PDF: documents are read, files of one page that is one picture are written. */
export const pdf = { decoder: pdfDecoder, encoder };
