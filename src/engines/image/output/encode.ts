import { RenditionError } from '../../../model/errors.ts';
import type { OutputFormat } from '../../../model/formats/output-formats.ts';
import type { Output, PictureRecipe } from '../../../model/recipe/recipe.ts';
import type { Encoded } from '../../formats/encoder.ts';
import { encoderOf } from '../../formats/index.ts';
import type { AnyPicture, FinishedPixels } from '../../picture.ts';
import { builtInProfile } from '../color/embedded-profile.ts';
import { finishColors, inDepth } from '../color/finish-colors.ts';
import type { LoadProfile } from '../color/load-profile.ts';
import type { KeptInks } from '../source/read-inks.ts';
import type { Timing } from '../../picture.ts';
import type { SourceMetadata } from '../metadata/source-metadata.ts';

/** The profile of a file: the one that is named. Of deep pixels libvips makes neither inks nor a profile. */
async function profileOf(output: Partial<Output>, loadProfile: LoadProfile): Promise<Buffer | undefined> {
  const { pixelType = 'rgb', profile, embedProfile = false, bitDepth = 8 } = output;
  if (profile?.name !== undefined) return loadProfile(profile.name, pixelType);
  const isOurs = bitDepth > 8 && (embedProfile || pixelType === 'cmyk');
  return isOurs ? builtInProfile(pixelType) : undefined;
}

/** The output format, and everything that an encoder writes besides pixels. */
export interface EncodeContext {
  readonly format: OutputFormat;
  readonly source: SourceMetadata;
  readonly loadProfile: LoadProfile;
  /** Height and timing of a single frame, where the picture is a vertical stack of frames. */
  readonly frames?: { readonly height: number; readonly timing: Timing };
}

/** Inks as deep as a file of them is to be. */
const inksOf = ({ pixels }: KeptInks, { bitDepth = 8 }: Partial<Output>): FinishedPixels => ({
  ...pixels,
  data: inDepth(pixels.data, bitDepth > 8),
});

/**
 * Encodes finished pixels with what is kept of the master. They are sRGB and carry no profile unless one is asked for,
 * which is what untagged files are taken for; gray and CMYK go through the profile that is named, else through libvips' built-in
 * ones. Inks that are kept are written as they are. Throws RenditionError where format and pixel type do not go together, a profile cannot be used, or no quality gives a
 * file as small as asked.
 */
export async function encode(
  picture: AnyPicture | KeptInks,
  { output, metadata = 'copyright' }: Pick<PictureRecipe, 'output' | 'metadata'>,
  { format, source, loadProfile, frames }: EncodeContext,
): Promise<Encoded> {
  const pixelType = output.pixelType ?? 'rgb';
  const { encoder } = format;
  if (encoder === null || !format.pixelTypes.includes(pixelType)) {
    const got = `${format.names[0]} with ${pixelType} pixels`;
    throw new RenditionError('RENDITION_NOT_AS_PLANNED', `expected a format that dmx writes, got ${got}`, {
      hint: 'Choose another format, or leave the pixel type of `fmt` away.',
    });
  }
  const profile = 'profile' in picture ? picture.profile : await profileOf(output, loadProfile);
  const order = { format, metadata, source, ...(profile && { profile }), ...(frames && { timing: frames.timing }) };
  const rows = frames && { frameHeight: frames.height };
  const encodeAs = async (pixels: FinishedPixels, how: Partial<Output>): Promise<Encoded> =>
    encoderOf(encoder).encode({ ...pixels, ...rows }, { ...order, output: how });
  if ('profile' in picture) return encodeAs(inksOf(picture, output), output);
  const write = async (of: AnyPicture, how: Partial<Output>): Promise<Encoded> =>
    encodeAs(await finishColors(of, how, profile), how);
  const { target, maxKilobytes, ...plain } = output;
  if (target === undefined) return write(picture, output);
  const bytesOf = async (of: AnyPicture, how: Partial<Output>): Promise<Buffer> => (await write(of, how)).bytes;
  const { encodeToScore } = await import('../quality/encode-to-score.ts');
  const size = maxKilobytes === undefined ? {} : { mostBytes: Math.floor(maxKilobytes * 1024) };
  return encodeToScore(picture, { format, output: { ...plain, target }, encode: bytesOf, ...size });
}
