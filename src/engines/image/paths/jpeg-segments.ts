/** Markers of segments of applications. */
export const MARKER = { app1: 0xe1, app2: 0xe2, app13: 0xed } as const;

/** The text that a packet of XMP begins with (XMP part 3, 1.1.3). */
export const XMP_SIGNATURE = Buffer.from('http://ns.adobe.com/xap/1.0/\0');
/** The text that segments of Photoshop begin with. */
export const APP13_SIGNATURE = Buffer.from('Photoshop 3.0\0');

/** One segment (ITU T.81, B.1.1): 0xFF, its marker, a length that counts itself, and what it holds. */
export interface Segment {
  readonly marker: number;
  readonly data: Buffer;
}

/** The segments of applications that a JPEG begins with, and what comes behind them. */
interface Parts {
  readonly segments: readonly Segment[];
  readonly rest: Buffer;
}

/** Parts a JPEG behind its segments of applications. */
export function partsOf(jpeg: Buffer): Parts {
  const segments: Segment[] = [];
  let at = 2;
  while (jpeg[at] === 0xff && ((jpeg[at + 1] ?? 0) & 0xf0) === 0xe0) {
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    segments.push({ marker: jpeg[at + 1] ?? 0, data: jpeg.subarray(at + 4, end) });
    at = end;
  }
  return { segments, rest: jpeg.subarray(at) };
}

function printSegment({ marker, data }: Segment): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** A JPEG of such parts. */
export const joinParts = ({ segments, rest }: Parts): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments.map(printSegment), rest]);
