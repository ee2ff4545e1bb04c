import { RenditionError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';
import type { OutputFormat } from '../../../model/formats/output-formats.ts';
import { encoderOf } from '../../formats/index.ts';

/**
 * Throws RenditionError (RENDITION_NOT_AS_PLANNED) unless a finished file has the format and size that were planned.
 */
export async function checkFile(file: Buffer, format: OutputFormat, { width, height }: Size): Promise<void> {
  const found = format.encoder === null ? undefined : await encoderOf(format.encoder).sizeOf(file);
  if (found?.width === width && found.height === height) return;
  const got = found ? `one of ${found.width}×${found.height}` : 'another kind of file';
  throw new RenditionError(
    'RENDITION_NOT_AS_PLANNED',
    `expected a ${format.names[0]} of ${width}×${height}, got ${got}`,
    { hint: 'Please report this with the master and the preset: it is a bug in dmx.' },
  );
}
