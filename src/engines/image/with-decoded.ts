import path from 'node:path';
import type { Master } from './source/master.ts';
import { hearAs } from './source/hear-damage.ts';
import { judgeColors } from './source/judge-colors.ts';
import { DmxError } from '../../model/errors.ts';
import { dropScratch, makeScratch } from '../../system/scratch.ts';
import { storageError } from '../../system/storage-error.ts';
import { masterFormat } from '../../model/formats/master-formats.ts';
import { prepareDrawing } from './prepare-drawing.ts';
import { decoderOf } from '../formats/index.ts';

const isDrawing = ({ facts: { mime } }: Master): boolean => masterFormat(mime)?.decoding?.vector === true;

/** A master as a file that libvips opens: itself, or a TIFF of its pixels and metadata in a new folder in `scratch`. */
async function decode(master: Master, scratch: string): Promise<Master> {
  if (master.levels) return master;
  const remarks = isDrawing(master) ? await prepareDrawing(master.file) : [];
  const { decode: writeAnew, rewrite } = decoderOf(master.facts.mime);
  const write = writeAnew ?? (master.facts.rewriteBytes === undefined ? undefined : rewrite);
  const told = remarks.length > 0 ? { remarks } : {};
  if (!write) return { ...master, ...told };
  const folder = await makeScratch(scratch, 'master');
  const file = path.join(folder, 'master.tif');
  await hearAs(master.file, () => write(master.file, file)).catch(async (error: unknown) => {
    await dropScratch(folder);
    throw error instanceof DmxError ? error : storageError(error, scratch, file);
  });
  return { ...master, ...told, file, original: master.file };
}

/**
 * A master that libvips can open, and whose facts tell which profile counts: itself, or a TIFF of the same pixels and metadata,
 * in a new folder in `scratch` that is left there. Throws SourceError, EngineError where what reads it is not installed, or
 * StorageError where there is no room.
 */
export const decodeToTiff = async (master: Master, scratch: string): Promise<Master> =>
  judgeColors(await decode(master, scratch));

/**
 * Lets work be done on a readable master, which is there for as long as the work takes; throws as `decodeToTiff` does.
 */
export async function withDecoded<T>(
  master: Master,
  scratch: string,
  work: (readable: Master) => Promise<T>,
): Promise<T> {
  const readable = await decodeToTiff(master, scratch);
  try {
    return await work(readable);
  } finally {
    if (readable.file !== master.file) await dropScratch(path.dirname(readable.file));
  }
}
