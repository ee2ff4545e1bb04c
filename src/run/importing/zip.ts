import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';

/** A file of a ZIP archive. */
export interface ZippedFile {
  /** `/`-separated, without `..`. */
  readonly name: string;
  readonly content: Buffer;
}

/**
 * Unpacks the wanted files of a ZIP archive. Throws RangeError where they exceed `most` bytes together, Error where the
 * archive is invalid or encrypted.
 */
export async function readZip(
  archive: Buffer,
  isWanted: (name: string) => boolean,
  most: number,
): Promise<readonly ZippedFile[]> {
  const files: ZippedFile[] = [];
  let left = most;
  const zip = await fromBufferPromise(archive, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const { fileName: name, uncompressedSize } = entry;
    if (name.endsWith('/') || !isWanted(name)) continue;
    // What is unpacked is held to this size.
    if (uncompressedSize > left) throw new RangeError(`expected files of at most ${most} bytes, got more`);
    left -= uncompressedSize;
    files.push({ name, content: await buffer(await zip.openReadStreamPromise(entry)) });
  }
  return files;
}
