import { RenditionError } from '../../../model/errors.ts';
import type { OutputFormat } from '../../../model/formats.ts';
import type { Size } from '../../../model/geometry.ts';
import { documentFacts } from './documents/document-facts.ts';
import { sharp } from '../libvips.ts';
import { MAX_PIXELS } from '../../../layout/pixel-limit.ts';

/** Throws RenditionError (RENDITION_NOT_AS_PLANNED) unless a finished file has the format and size that were planned. */
export async function checkFile(file: Buffer, format: OutputFormat, { width, height }: Size): Promise<void> {
  const found = documentFacts(file) ?? (await sharp(file, { limitInputPixels: MAX_PIXELS }).metadata());
  // libvips names AVIF by its container.
  const wanted = format.encoder === 'avif' ? 'heif' : format.encoder;
  if (found.format === wanted && found.width === width && found.height === height) return;
  const expected = `a ${format.names[0]} of ${width}×${height}`;
  const got = `${found.format} of ${found.width}×${found.height}`;
  throw new RenditionError('RENDITION_NOT_AS_PLANNED', `expected ${expected}, got ${got}`, {
    hint: 'Please report this with the master and the preset: it is a bug in dmx.',
  });
}
