import { open } from 'node:fs/promises';
import { toSourceError } from '../../image/source-error.ts';
import { openPsd, type PsdFile } from './sections.ts';

/** Runs work on an opened file; what fails is the master's fault, or of the system. */
export async function withPsd<T>(path: string, work: (file: PsdFile) => Promise<T>): Promise<T> {
  await using handle = await open(path, 'r').catch((error: unknown) => {
    throw toSourceError(error);
  });
  const read = async (position: number, into: Buffer): Promise<number> => {
    try {
      return (await handle.read(into, 0, into.length, position)).bytesRead;
    } catch (error) {
      throw toSourceError(error);
    }
  };
  return await work(await openPsd(read, (await handle.stat()).size));
}
