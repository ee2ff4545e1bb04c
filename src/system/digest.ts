import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

// Larger reads are no faster; smaller ones pay the way to the thread pool too often.
const CHUNK_BYTES = 1 << 20;

// Kept between calls: a fresh megabyte for each of 100,000 thumbnails would be most of the work.
const spare: Buffer[] = [];

/** Lower-case hexadecimal SHA-256 of bytes, or of a text as UTF-8. */
export function digestOf(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * Lower-case hexadecimal SHA-256 of a file's bytes, streamed. Throws the system's error when it cannot be read, and
 * `signal`'s reason when that was aborted.
 */
export async function digestFile(file: string, signal?: AbortSignal): Promise<string> {
  const handle = await open(file, 'r');
  const buffer = spare.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  try {
    const hash = createHash('sha256');
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    spare.push(buffer);
    await handle.close();
  }
}

/** Lower-case hexadecimal SHA-256 of a text that comes in parts. */
export async function digestText(parts: AsyncIterable<string>): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of parts) hash.update(part);
  return hash.digest('hex');
}
