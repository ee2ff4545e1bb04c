import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';

/** A file of a ZIP archive. */
export interface ZippedFile {
  /** `/`-separated, without `..`. */
  readonly name: string;
  readonly content: Buffer;
}

/**
 * The files of a ZIP archive whose names are wanted, unpacked. Throws RangeError where they are larger than `most` bytes together,
 * Error where it is none, is damaged or encrypted.
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
