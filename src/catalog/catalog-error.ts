import { CatalogError } from '../model/errors.ts';

/** A catalog whose file cannot be read as one. */
export function damaged(file: string, cause: unknown): CatalogError {
  return new CatalogError('CATALOG_DAMAGED', `expected a readable catalog in ${file}, got a damaged file`, {
    place: file,
    hint: 'Put a backup of it back, or remove it and run "dmx ingest": every rendition is then made again.',
    cause,
  });
}
