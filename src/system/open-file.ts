import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';

/**
 * Bytes from `start` (absent: 0) up to, and without, `end` (absent: the last); those past the end of a file are none.
 */
export interface ByteRange {
  readonly start?: number;
  readonly end?: number;
}

/** A file that is being read. */
export interface OpenedFile {
  /** Size of the whole file, whatever range was asked for. */
  readonly bytes: number;
  /** Its bytes, of the range alone. To be read to its end, or destroyed. */
  readonly body: Readable;
}

/** A range within a file of `bytes` bytes. Throws RangeError for one that is no range. */
function clip(
  { start = 0, end = Infinity }: ByteRange,
  bytes: number,
): { readonly start: number; readonly end: number } {
  if (!(start >= 0 && end >= start)) throw new RangeError(`expected a range of bytes, got ${start}…${end}`);
  return { start: Math.min(start, bytes), end: Math.min(end, bytes) };
}

/**
 * Opens a file (absolute) for reading: what is read is the file as it was opened, though another be put in its place.
 * Undefined for what is no file. Throws RangeError, or the system's error.
 */
export async function openFile(file: string, range: ByteRange = {}): Promise<OpenedFile | undefined> {
  const handle = await open(file, 'r');
  let body: Readable | undefined;
  try {
    const found = await handle.stat();
    if (!found.isFile()) return undefined;
    const { start, end } = clip(range, found.size);
    if (start < end) body = handle.createReadStream({ start, end: end - 1 });
    return { bytes: found.size, body: body ?? Readable.from([]) };
  } finally {
    // The stream closes it else.
    if (body === undefined) await handle.close();
  }
}

/** Bytes that are in memory, as an opened file. Throws RangeError. */
export function openBytes(bytes: Buffer, range: ByteRange = {}): OpenedFile {
  const { start, end } = clip(range, bytes.length);
  return { bytes: bytes.length, body: Readable.from(start < end ? [bytes.subarray(start, end)] : []) };
}

/** All bytes of an opened file. Throws what reading throws. */
export async function readOpened({ body }: OpenedFile): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Lower-case hexadecimal SHA-256 of an opened file. Throws what reading throws. */
export async function digestOpened({ body }: OpenedFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of body) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** All bytes of a file of this machine (absolute path). Throws the system's error. */
export function readLocal(file: string): Promise<Buffer> {
  return readFile(file);
}

/**
 * A few kilobytes of a file of this machine (absolute path), at once: the way through the thread pool, three times, takes longer
 * than reading them does. Fewer only at its end. Throws the system's error.
 */
export function readPart(file: string, position: number, length: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(length);
    return buffer.subarray(0, readSync(descriptor, buffer, 0, length, position));
  } finally {
    closeSync(descriptor);
  }
}
