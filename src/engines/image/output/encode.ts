import { RenditionError } from '../../../model/errors.ts';
import type { OutputFormat } from '../../../model/formats/output-formats.ts';
import type { PictureRecipe } from '../../../model/recipe/recipe.ts';
import type { Encoded } from '../../formats/encoder.ts';
import { encoderOf } from '../../formats/index.ts';
import type { Picture } from '../../picture.ts';
import type { SourceMetadata } from '../metadata/source-metadata.ts';

/**
 * Encodes finished pixels with what is kept of the master. They are sRGB and carry no profile unless one is asked for,
 * which is what untagged files are taken for; gray and CMYK go through libvips' built-in profiles. Throws RenditionError
 * where format and pixel type do not go together, or no quality gives a file as small as asked.
 */
export async function encode(
  picture: Picture,
  { output, metadata = 'copyright' }: Pick<PictureRecipe, 'output' | 'metadata'>,
  format: OutputFormat,
  source: SourceMetadata,
): Promise<Encoded> {
  const pixelType = output.pixelType ?? 'rgb';
  const { encoder } = format;
  if (encoder === null || !format.pixelTypes.includes(pixelType)) {
    const got = `${format.names[0]} with ${pixelType} pixels`;
    throw new RenditionError('RENDITION_NOT_AS_PLANNED', `expected a format that dmx writes, got ${got}`, {
      hint: 'Choose another format, or leave the pixel type of `fmt` away.',
    });
  }
  return encoderOf(encoder).encode(picture, { format, output, metadata, source });
}
