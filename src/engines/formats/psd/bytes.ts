import { constants } from 'node:buffer';
import { SourceError } from '../../../model/errors.ts';

/** Fills bytes from a place in the file; answers how many there were. */
export type ReadInto = (position: number, into: Buffer) => Promise<number>;

/** The hint for files with contradictory headers. */
const EXPORT_AGAIN = 'Save the master again in Photoshop, or upload it again; the file is damaged or was cut off.';

/** SOURCE_CORRUPT: the file says something that cannot be. */
export function damaged(expected: string, got: string | number): SourceError {
  return new SourceError('SOURCE_CORRUPT', `expected ${expected} in a Photoshop file, got ${got}`, {
    hint: EXPORT_AGAIN,
  });
}

/** SOURCE_FORMAT_UNSUPPORTED: the file is sound, and of a kind that dmx does not read. */
export function unread(expected: string, got: string, hint: string): SourceError {
  return new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected ${expected}, got ${got}`, { hint });
}

/** Fills all the bytes. Throws SourceError (SOURCE_CORRUPT) where the file ends before. */
export async function fill(read: ReadInto, position: number, into: Buffer): Promise<Buffer> {
  const bytes = await read(position, into);
  if (bytes < into.length) throw damaged(`${into.length} bytes at ${position}`, bytes);
  return into;
}

/** More bytes are looked for in the file before memory is taken for them. */
const TRUSTED_BYTES = 2 ** 16;

/** Reads just so many bytes. Throws SourceError (SOURCE_CORRUPT) where the file ends before. */
export async function readExactly(read: ReadInto, position: number, length: number): Promise<Buffer> {
  const isTrusted = length <= TRUSTED_BYTES;
  if (length > constants.MAX_LENGTH || !(isTrusted || (await read(position + length - 1, Buffer.alloc(1))) === 1))
    throw damaged(`${length} bytes at ${position}`, 'fewer');
  return fill(read, position, Buffer.alloc(length));
}

/** Bytes of a length: eight where the large format has them. */
export type LengthBytes = 4 | 8;

/** A length in so many bytes. */
export const lengthIn = (bytes: Buffer): number =>
  bytes.length === 8 ? Number(bytes.readBigUInt64BE(0)) : bytes.readUInt32BE(0);

/** The length at a position of a file. */
export async function readLength(read: ReadInto, position: number, bytes: LengthBytes): Promise<number> {
  return lengthIn(await readExactly(read, position, bytes));
}
