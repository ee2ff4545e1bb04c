import type { Sharp } from 'sharp';
import { MAX_PIXELS } from '../../../layout/pixel-limit.ts';
import type { Size } from '../../../model/geometry.ts';
import type { OutputFormat } from '../../../model/formats/output-formats.ts';
import type { Output } from '../../../model/recipe/recipe.ts';
import { colorSpaceOf, inColorsOf } from '../../image/color/embedded-profile.ts';
import { sharp } from '../../image/libvips.ts';
import { metadataPolicyOf, openForEncoding } from '../../image/metadata/source-metadata.ts';
import type { FinishedPixels, Timing } from '../../picture.ts';
import type { Encoded, EncodeOrder, Encoder } from '../encoder.ts';
import { encodeWithin } from './fit-file-size.ts';
import { sizeCurve } from './size-seeds.ts';
import { writtenSizeReader } from './written-size.ts';

/** The quality of a recipe that was not resolved by server settings: sharp's own. */
const QUALITY = 80;

/** A format that libvips writes. */
interface LibvipsEncoder extends Pick<Encoder, 'libraries'> {
  /** The name that libvips gives a file of it. */
  readonly probedAs: string;
  /** Sets what is to be written; `quality` is there whatever the recipe says. */
  readonly write: (
    pipeline: Sharp,
    output: Partial<Output> & { readonly quality: number },
    format: OutputFormat,
    timing?: Timing,
  ) => Sharp;
  /** Sets the default resolution in an encoded file that should have none: libvips writes 25.4 pixels per inch. */
  readonly sayResolution?: (file: Buffer) => Buffer;
  /** Puts image resources of Photoshop into a finished file: libvips has no word for them. */
  readonly embed?: (file: Buffer, resources: Buffer) => Buffer | Promise<Buffer>;
}

/** The pixels in the file's colours, with the profile and the print resolution that it is to hold. */
function dress(pipeline: Sharp, { output, format: { holds }, profile }: EncodeOrder): Sharp {
  const attach = holds.icc && output.embedProfile === true;
  const tagged = profile ? pipeline.toColourspace(colorSpaceOf(output)) : inColorsOf(output, pipeline, attach);
  return output.printResolution === undefined ? tagged : tagged.withDensity(output.printResolution);
}

async function encode(
  { write, sayResolution, embed }: LibvipsEncoder,
  pixels: FinishedPixels,
  order: EncodeOrder,
): Promise<Encoded> {
  const { output, metadata, format, source, profile, timing } = order;
  const tagged = profile && format.holds.icc && output.embedProfile === true ? { ...pixels, icc: profile } : pixels;
  const pipeline = await openForEncoding(tagged, source, metadataPolicyOf({ output, metadata }), format);
  const dressed = dress(pipeline, order);
  const { maxKilobytes, quality = QUALITY, printResolution } = output;
  const { resources } = source;
  const finish = async (encoded: Sharp): Promise<Buffer> => {
    const written = await encoded.toBuffer();
    const bytes = sayResolution && printResolution === undefined ? sayResolution(written) : written;
    return embed && resources && resources.length > 0 ? embed(bytes, resources) : bytes;
  };
  if (maxKilobytes === undefined)
    return { bytes: await finish(write(dressed, { ...output, quality }, format, timing)) };
  // One pipeline for all attempts, one after the other: a clone has a copy of the pixels.
  const at = (tried: number): Promise<Buffer> => finish(write(dressed, { ...output, quality: tried }, format, timing));
  const mostBytes = Math.floor(maxKilobytes * 1024);
  return encodeWithin(at, { best: quality, mostBytes, curve: sizeCurve(format.encoder) });
}

async function readWithLibvips(file: Buffer, probedAs: string): Promise<Size | undefined> {
  const { format, width, height } = await sharp(file, { limitInputPixels: MAX_PIXELS }).metadata();
  return format === probedAs ? { width, height } : undefined;
}

/** The encoder of a format that libvips writes itself. */
export function writeWithLibvips(row: LibvipsEncoder): Encoder {
  const readSize = writtenSizeReader(row.probedAs);
  return {
    libraries: row.libraries,
    encode: (pixels, order) => encode(row, pixels, order),
    sizeOf: async (file) => (readSize ? readSize(file) : readWithLibvips(file, row.probedAs)),
  };
}
