/** Behind the signature (PNG 3, 5.2); each chunk is a length, a type, that many bytes and a checksum. */
const SIGNATURE_BYTES = 8;
const CHUNK_EXTRA = 12;

/** The compressed rows of a PNG: its IDAT chunks, joined. */
export function pngData(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = SIGNATURE_BYTES; at + CHUNK_EXTRA <= png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + CHUNK_EXTRA;
  }
  return Buffer.concat(parts);
}
