/** Markers of a JPEG (ITU-T T.81, table B.1). */
export const MARKER = {
  start: 0xd8,
  end: 0xd9,
  baseline: 0xc0,
  extended: 0xc1,
  huffman: 0xc4,
  scan: 0xda,
  restart: 0xdd,
  profile: 0xe2,
  adobe: 0xee,
} as const;

/** One segment before the scan of a JPEG. */
export interface Segment {
  readonly marker: number;
  /** Its place: that of its marker, and of the byte behind it. */
  readonly start: number;
  readonly end: number;
}

const shortAt = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** The two bytes of a number of 16 bits. */
export const shortBytes = (value: number): readonly [number, number] => [value >> 8, value & 255];

/** The number of 16 bits at a place, most significant byte first. Throws RangeError behind the end. */
export function readShort(bytes: Uint8Array, at: number): number {
  if (at + 2 > bytes.length) throw new RangeError(`expected two bytes at ${at} of a JPEG, got its end`);
  return shortAt(bytes, at);
}

/**
 * The segments of a JPEG, or of tables for one, up to and with the head of the scan. Throws RangeError where they are none.
 */
export function readSegments(bytes: Uint8Array): readonly Segment[] {
  const segments: Segment[] = [];
  let at = readShort(bytes, 0) === 0xff_d8 ? 2 : 0;
  while (at < bytes.length) {
    const marker = readShort(bytes, at);
    if (marker >> 8 !== 0xff) throw new RangeError(`expected a marker at ${at} of a JPEG, got ${marker.toString(16)}`);
    const code = marker & 255;
    if (code === MARKER.end) break;
    const end = at + 2 + readShort(bytes, at + 2);
    segments.push({ marker: code, start: at, end });
    at = end;
    if (code === MARKER.scan) break;
  }
  return segments;
}

/** One list of bytes behind the other. */
export function joinBytes(parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
