import type { Outline, Point } from './outline.ts';
import { printResource } from './photoshop-resources.ts';

// The way back of `readPaths`; see there for where the numbers come from.
const RECORD_BYTES = 26;
const FIRST_PATH = 2000;
/** 2000 to 2997. */
const MOST_PATHS = 998;
const ONE = 2 ** 24;
/** Fractions are stored with 8 bits before the point, one of them the sign: what is further off is not stored. */
const FURTHEST = 127;
const CLOSED_LENGTH = 0;
const CLOSED_KNOT = 1;
const FILL_RULE = 6;
const SIGNATURE = Buffer.from('Photoshop 3.0\0');
/** Of the 65,535 bytes of a segment two are its length. */
const MOST_BYTES = 65_533 - SIGNATURE.length;

function record(kind: number, points: readonly Point[], count = 0): Buffer {
  const bytes = Buffer.alloc(RECORD_BYTES);
  bytes.writeUInt16BE(kind, 0);
  if (points.length === 0) bytes.writeUInt16BE(count, 2);
  for (const [i, [x, y]] of points.entries()) {
    bytes.writeInt32BE(Math.round(y * ONE), 2 + 8 * i);
    bytes.writeInt32BE(Math.round(x * ONE), 6 + 8 * i);
  }
  return bytes;
}

function resource(id: number, { name, curves }: Outline): Buffer {
  const records = curves.flatMap((knots) => [
    record(CLOSED_LENGTH, [], knots.length),
    ...knots.map((knot) => record(CLOSED_KNOT, knot)),
  ]);
  return printResource({ id, name, data: Buffer.concat([record(FILL_RULE, []), ...records]) });
}

const isNear = ({ curves }: Outline): boolean =>
  curves.every((knots) => knots.every((knot) => knot.every(([x, y]) => Math.max(Math.abs(x), Math.abs(y)) < FURTHEST)));

/** The segments of a JPEG that hold paths, which are in fractions of its picture; nothing where there are none. */
export function pathSegments(outlines: readonly Outline[]): Buffer {
  const kept = outlines.filter(isNear).slice(0, MOST_PATHS);
  const resources = Buffer.concat(kept.map((outline, i) => resource(FIRST_PATH + i, outline)));
  const segments: Buffer[] = [];
  for (let at = 0; at < resources.length; at += MOST_BYTES) {
    const part = Buffer.concat([SIGNATURE, resources.subarray(at, at + MOST_BYTES)]);
    const head = Buffer.from([0xff, 0xed, 0, 0]);
    head.writeUInt16BE(part.length + 2, 2);
    segments.push(head, part);
  }
  return Buffer.concat(segments);
}

/** A JPEG with more segments, behind those of applications that it has: JFIF's must come first. */
export function withSegments(jpeg: Buffer, segments: Buffer): Buffer {
  let at = 2;
  while (jpeg[at] === 0xff && ((jpeg[at + 1] ?? 0) & 0xf0) === 0xe0) at += 2 + jpeg.readUInt16BE(at + 2);
  return Buffer.concat([jpeg.subarray(0, at), segments, jpeg.subarray(at)]);
}
