import type { Output, PixelType } from '../../../../model/recipe.ts';
import type { Picture } from '../../../picture.ts';
import { colorSpaceOf, profileBytes, profileOf } from '../../color/embedded-profile.ts';
import { sharp } from '../../libvips.ts';
import type { SourceMetadata } from '../../metadata/source-metadata.ts';
import { openPicture } from '../../source/pixels.ts';
import { writeEps } from './eps.ts';
import { writePdf, type PdfPage } from './pdf.ts';
import { pngData } from './png-data.ts';
import { CHANNELS, type Samples } from './samples.ts';

/** What a document says where the recipe does not. */
const USUAL = { resolution: 72, quality: 80 } as const;

async function samplesOf(picture: Picture, output: Partial<Output>): Promise<Samples> {
  const pixelType: PixelType = output.pixelType ?? 'rgb';
  const colored = openPicture(picture).removeAlpha().toColourspace(colorSpaceOf(output));
  const profile = profileOf(output);
  const converted = profile === 'p3' ? colored.withIccProfile(profile) : colored;
  const { data, info } = await converted.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== CHANNELS[pixelType]) throw new Error(`expected ${pixelType} pixels, got ${channels} channels`);
  return { data, width, height, pixelType };
}

/** The samples as rows of a PNG. libpng does not care what four channels mean, so CMYK goes as RGB and alpha would. */
async function deflate({ data, width, height, pixelType }: Samples): Promise<Buffer> {
  const channels = CHANNELS[pixelType];
  const pipeline = sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
  const png = pipeline
    .toColourspace(pixelType === 'gray' ? 'b-w' : 'srgb')
    .png({ compressionLevel: 6, adaptiveFiltering: true });
  return pngData(await png.toBuffer());
}

async function jpegOf(picture: Picture, output: Partial<Output>): Promise<Buffer> {
  const colored = openPicture(picture).removeAlpha().toColourspace(colorSpaceOf(output));
  const profile = profileOf(output);
  const converted = profile === 'p3' ? colored.withIccProfile(profile, { attach: false }) : colored;
  return converted.jpeg({ quality: output.quality ?? USUAL.quality }).toBuffer();
}

async function pdfStream(picture: Picture, samples: Samples, output: Partial<Output>): Promise<PdfPage['stream']> {
  if (output.compression === 'jpeg') return { filter: 'jpeg', data: await jpegOf(picture, output) };
  if (output.compression === 'zip') return { filter: 'flate', data: await deflate(samples) };
  return { filter: 'none', data: samples.data };
}

/** Encodes finished pixels as a document of one page. */
export async function encodeDocument(
  format: 'pdf' | 'eps',
  picture: Picture,
  output: Partial<Output>,
  { rights, resources }: Pick<SourceMetadata, 'rights' | 'resources'>,
): Promise<Buffer> {
  const samples = await samplesOf(picture, output);
  const resolution = output.printResolution ?? USUAL.resolution;
  if (format === 'eps') return writeEps(samples, resolution, rights, resources);
  const { width, height, pixelType } = samples;
  const stream = await pdfStream(picture, samples, output);
  const profile =
    output.embedProfile === true ? await profileBytes(profileOf(output), colorSpaceOf(output)) : undefined;
  return writePdf({ width, height, pixelType, stream, resolution, rights, ...(profile && { profile }) });
}
