import { CatalogError, DmxError, StorageError } from '../model/errors.ts';
import { storageError } from '../system/storage-error.ts';

// `Z_` = what is packed in it cannot be unpacked.
const DAMAGED = ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_FORMAT', 'SQLITE_SCHEMA', 'Z_'];

/** A catalog whose file cannot be read as one. */
function damaged(file: string, cause: unknown): CatalogError {
  return new CatalogError('CATALOG_DAMAGED', `expected a readable catalog in ${file}, got a damaged file`, {
    place: file,
    hint: 'Put a backup of it back, or remove it and run "dmx ingest": every rendition is then made again.',
    cause,
  });
}

/** What a failed operation on the catalog means for the operator; bugs come back as they are. */
export function catalogError(error: unknown, output: string, file: string): unknown {
  if (error instanceof DmxError || !(error instanceof Error)) return error;
  if (error instanceof SyntaxError) return damaged(file, error);
  const code = 'code' in error ? String(error.code) : '';
  if (DAMAGED.some((start) => code.startsWith(start))) return damaged(file, error);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new StorageError('LOCKED', `another program has been writing to ${file} for too long`, {
      place: file,
      hint: 'Try again when it has finished.',
      cause: error,
    });
  }
  return storageError(error, output, file);
}
