/** A marker segment of a JPEG (ITU-T T.81, B.1.1.4). */
interface MarkerSegment {
  readonly marker: number;
  /** Its content behind its length; empty at the end of the image. */
  readonly data: Buffer;
  /** The place behind it. */
  readonly end: number;
}

/** A coding of JPEGs: its name, and the bytes that make a marker behind one of ones; the others are data of a scan. */
export interface MarkedCoding {
  readonly name: string;
  readonly isMarker: (byte: number) => boolean;
}

const MARK = 0xff;
const END = 0xd9;
const [FIRST_RESTART, LAST_RESTART] = [0xd0, 0xd7];

/** Tells whether a marker is one between the rows of a scan (RSTn). */
export const isRestart = (marker: number): boolean => marker >= FIRST_RESTART && marker <= LAST_RESTART;

/** The next marker segment at or after `at`. Throws RangeError where there is none, or its length is not whole. */
export function nextSegment(bytes: Buffer, at: number, { name, isMarker }: MarkedCoding): MarkerSegment {
  for (let mark = bytes.indexOf(MARK, at); mark >= 0; mark = bytes.indexOf(MARK, mark + 1)) {
    const marker = bytes[mark + 1] ?? MARK;
    // Any number of bytes of ones may stand before a marker.
    if (marker === MARK || !isMarker(marker)) continue;
    if (marker === END) return { marker, data: bytes.subarray(0, 0), end: mark + 2 };
    const end = mark + 2 + bytes.readUInt16BE(mark + 2);
    return { marker, data: bytes.subarray(mark + 4, end), end };
  }
  throw new RangeError(`expected scans of a ${name}, got an end before the last one`);
}
