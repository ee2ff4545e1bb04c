import type { Outline, Point } from '../../../layout/outline.ts';
import { printPascal } from './pascal-string.ts';
import { CLIPPING_PATH, CLOSED_LENGTH, FIRST_PATH, MOST_PATHS, ONE, RECORD_BYTES } from './path-resource.ts';
import { printResource } from './photoshop-resources.ts';

/** Fractions are stored with 8 bits before the point, one of them the sign: what is further off is not stored. */
const FURTHEST = 127;
const CLOSED_KNOT = 1;
const FILL_RULE = 6;

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

/** Names the clipping path: a Pascal string, padded, and how flat its curves may be drawn (as the printer likes). */
function clippingPath({ name }: Outline): Buffer {
  return printResource({ id: CLIPPING_PATH, name: '', data: Buffer.concat([printPascal(name), Buffer.alloc(4)]) });
}

const isNear = ({ curves }: Outline): boolean =>
  curves.every((knots) => knots.every((knot) => knot.every(([x, y]) => Math.max(Math.abs(x), Math.abs(y)) < FURTHEST)));

/**
 * Paths as the image resources of Photoshop, in fractions of the picture they go with; nothing where there are none.
 */
export function printPaths(outlines: readonly Outline[]): Buffer {
  const kept = outlines.filter(isNear).slice(0, MOST_PATHS);
  const clipping = kept.find(({ clips }) => clips);
  const paths = kept.map((outline, i) => resource(FIRST_PATH + i, outline));
  return Buffer.concat([...paths, ...(clipping ? [clippingPath(clipping)] : [])]);
}
