import type { FileHandle } from 'node:fs/promises';

/** Bytes of an open file from a position on; fewer at its end. Throws the system's error. */
export async function readAt(handle: Pick<FileHandle, 'read'>, position: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, position);
  return buffer.subarray(0, bytesRead);
}
