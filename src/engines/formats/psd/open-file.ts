import { open } from 'node:fs/promises';
import { toSourceError } from '../../image/source-error.ts';
import { openPsd, type PsdFile } from './sections.ts';

/** The most that the system reads at once: more has no number of 32 bits. */
const MOST_AT_ONCE = 2 ** 30;

/** Runs work on an opened file; what fails is the master's fault, or of the system. */
export async function withPsd<T>(path: string, work: (file: PsdFile) => Promise<T>): Promise<T> {
  await using handle = await open(path, 'r').catch((error: unknown) => {
    throw toSourceError(error);
  });
  const { size } = await handle.stat();
  const read = async (position: number, into: Buffer): Promise<number> => {
    let done = 0;
    try {
      while (done < into.length && position + done < size) {
        const { bytesRead } = await handle.read(
          into,
          done,
          Math.min(MOST_AT_ONCE, into.length - done),
          position + done,
        );
        if (bytesRead === 0) break;
        done += bytesRead;
      }
    } catch (error) {
      throw toSourceError(error);
    }
    return done;
  };
  return await work(await openPsd(read, size));
}
