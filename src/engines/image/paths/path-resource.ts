import type { Knot, Outline, Point } from '../../../layout/outline.ts';
import { readPascal } from './pascal-string.ts';
import type { Resource } from './photoshop-resources.ts';

// Photoshop File Formats, "Path resource format": records of 26 bytes that begin with what they are.
export const RECORD_BYTES = 26;
export const FIRST_PATH = 2000;
const LAST_PATH = 2997;
/** Holds the name of one of them. */
export const CLIPPING_PATH = 2999;
/** The number of resource ids for paths. */
export const MOST_PATHS = LAST_PATH - FIRST_PATH + 1;
/**
 * Of all paths: 14 MiB of memory, twice while they are turned, where a worker has 128. A figure cut out by hand has some
 * hundreds, one traced around every hair some thousands.
 */
const MOST_KNOTS = 50_000;
export const CLOSED_LENGTH = 0;
const OPEN_LENGTH = 3;
const CLOSED_KNOTS = new Set([1, 2]);
/** Fractions are stored with 24 bits behind the point. */
export const ONE = 2 ** 24;

/** Down comes before across. */
function readPoint(record: Buffer, at: number): Point {
  return [record.readInt32BE(at + 4) / ONE, record.readInt32BE(at) / ONE];
}

const readKnot = (record: Buffer): Knot => [readPoint(record, 2), readPoint(record, 10), readPoint(record, 18)];

/** The closed curves of a path, in fractions of the canvas; open ones enclose nothing. */
export function readCurves(data: Buffer): readonly (readonly Knot[])[] {
  const curves: Knot[][] = [];
  for (let at = 0; at + RECORD_BYTES <= data.length; at += RECORD_BYTES) {
    const record = data.subarray(at, at + RECORD_BYTES);
    const kind = record.readUInt16BE(0);
    if (kind === CLOSED_LENGTH || kind === OPEN_LENGTH) curves.push([]);
    else if (CLOSED_KNOTS.has(kind)) curves.at(-1)?.push(readKnot(record));
  }
  return curves.filter((curve) => curve.length > 0);
}

const isPath = (id: number): boolean => id >= FIRST_PATH && id <= LAST_PATH;

/** Tells whether a resource of this number is a path, or tells of one. */
export const isAboutPaths = (id: number): boolean => isPath(id) || id === CLIPPING_PATH;

function clippingName(resources: readonly Resource[]): string | undefined {
  const data = resources.find(({ id }) => id === CLIPPING_PATH)?.data;
  return data && readPascal(data);
}

/**
 * The paths among the resources of a picture, the unnamed work path not. One that has more knots than are left of those
 * for all paths is no outline that anybody drew, and left out.
 */
export function readPaths(resources: readonly Resource[]): readonly Outline[] {
  const clipping = clippingName(resources);
  const named = resources.filter(({ id, name }) => isPath(id) && name !== '').slice(0, MOST_PATHS);
  const outlines: Outline[] = [];
  let left = MOST_KNOTS;
  for (const { name, data } of named) {
    if (data.length > left * RECORD_BYTES) continue;
    const curves = readCurves(data);
    left -= Math.ceil(data.length / RECORD_BYTES);
    if (curves.length > 0) outlines.push({ name, curves, ...(name === clipping && { clips: true }) });
  }
  return outlines;
}
