import { crc32 } from 'node:zlib';
import { missingPackage } from '../foreign/load-package.ts';

/** Rejects with EngineError (ENGINE_MISSING), or RangeError where it is no such stream. */
export async function unpackZstd(packed: Buffer, bytes: number): Promise<Buffer> {
  const { decompress } = await import('fzstd').catch((error: unknown) => {
    throw missingPackage('fzstd', 'TIFFs with ZSTD compression', error);
  });
  try {
    // It writes into what it is given, and stops where that is full.
    return Buffer.from(decompress(packed, new Uint8Array(bytes)));
  } catch (error) {
    throw new RangeError(`expected pixels in ZSTD, got ${String(error)}`);
  }
}

/** Reads a stream up to so many bytes. */
async function readUpTo(stream: ReadableStream<Uint8Array>, bytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream) {
    parts.push(part);
    length += part.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(parts, length);
}

// The XZ file format 1.2: §2.1.1, a header of 12 bytes; §3.1, that of the first block: its length in fours less one, flags,
// filters, padding and a checksum; §5.3, filters by number, the length of what they are told, and that.
const BLOCK = 12;
const DELTA = 3;
const CHECKSUM_BYTES = 4;

/** The distance of the bytes whose differences are packed, which the library does not know; 0 = there are none. */
function deltaOf(xz: Buffer): number {
  const isDelta = xz[BLOCK + 1] === 1 && xz[BLOCK + 2] === DELTA && xz[BLOCK + 3] === 1;
  return isDelta ? (xz[BLOCK + 4] ?? 0) + 1 : 0;
}

/** The same XZ stream without its delta filter. Throws RangeError where it ends too early. */
function withoutDelta(xz: Buffer): Buffer {
  const out = Buffer.from(xz);
  const end = BLOCK + 4 * ((out[BLOCK] ?? 0) + 1) - CHECKSUM_BYTES;
  out[BLOCK + 1] = 0;
  out.copyWithin(BLOCK + 2, BLOCK + 5, end);
  out.fill(0, end - 3, end);
  out.writeUInt32LE(crc32(out.subarray(BLOCK, end)), end);
  return out;
}

/** Undoes differences of bytes, in place. */
function addBytes(bytes: Buffer, distance: number): Buffer {
  for (let i = distance; i < bytes.length; i++) bytes[i] = ((bytes[i] ?? 0) + (bytes[i - distance] ?? 0)) & 255;
  return bytes;
}

/** Rejects with EngineError (ENGINE_MISSING), or RangeError where it is no such stream. */
export async function unpackLzma(packed: Buffer, bytes: number): Promise<Buffer> {
  // Node finds no names in it, whatever test runners do.
  const { default: library } = await import('xz-decompress').catch((error: unknown) => {
    throw missingPackage('xz-decompress', 'TIFFs with LZMA compression', error);
  });
  try {
    const distance = deltaOf(packed);
    const xz = distance > 0 ? withoutDelta(packed) : packed;
    const read = await readUpTo(new library.XzReadableStream(new Blob([new Uint8Array(xz)]).stream()), bytes);
    return distance > 0 ? addBytes(read, distance) : read;
  } catch (error) {
    throw new RangeError(`expected pixels in LZMA, got ${String(error)}`);
  }
}
