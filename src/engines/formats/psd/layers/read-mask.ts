import { mapTuple } from '../../../../base/map-tuple.ts';
import type { Rect } from '../../../../model/geometry.ts';

/** The corners of a rectangle: top, left, bottom, right. */
export function rectAt(bytes: Buffer, at: number): Rect {
  const [top, left, bottom, right] = mapTuple([0, 4, 8, 12], (offset) => bytes.readInt32BE(at + offset));
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/** The mask of a layer: samples of its own, and how those and its path hide. */
export interface PsdMask {
  /** The channel of the mask's samples; absent where the only ones were rendered by Photoshop from the vector mask. */
  readonly channel?: number;
  readonly rect: Rect;
  /** The value outside of its rectangle, 0…255. */
  readonly outside: number;
  readonly disabled: boolean;
  /** The share of it that counts, 0…1. */
  readonly density: number;
  /** Pixels by which its edges are soft. */
  readonly feather: number;
  /** The density of the vector mask, likewise. */
  readonly pathDensity: number;
  readonly pathFeather: number;
}

/**
 * Channel ids: the layer mask, which Photoshop may have rendered from a vector mask, and the real user mask beside such
 * a one.
 */
const DRAWN = -2;
const OWN = -3;

// Photoshop File Formats, "Layer mask / adjustment layer data".
const LEAST_BYTES = 18;
/** Length with the real user mask as well, whose fields precede the parameters, unlike in the specification. */
const BOTH_BYTES = 36;
const DISABLED = 0x02;
const OF_OTHER_DATA = 0x08;
const HAS_PARAMETERS = 0x10;

/** Bytes of a parameter by its flag, in the order in which they stand: densities and soft edges, of pixels and of the path. */
const PARAMETERS = [
  { flag: 0x01, bytes: 1 },
  { flag: 0x02, bytes: 8 },
  { flag: 0x04, bytes: 1 },
  { flag: 0x08, bytes: 8 },
] as const;

type Parameters = Pick<PsdMask, 'density' | 'feather' | 'pathDensity' | 'pathFeather'>;

/** The parameters that begin at a place. */
function parametersAt(bytes: Buffer, start: number): Parameters {
  const which = bytes[start] ?? 0;
  let at = start + 1;
  const [density = 1, feather = 0, pathDensity = 1, pathFeather = 0] = PARAMETERS.map(({ flag, bytes: size }) => {
    if ((which & flag) === 0 || at + size > bytes.length) return undefined;
    at += size;
    return size === 1 ? (bytes[at - 1] ?? 255) / 255 : bytes.readDoubleBE(at - size);
  });
  return { density, feather, pathDensity, pathFeather };
}

const PLAIN: Parameters = { density: 1, feather: 0, pathDensity: 1, pathFeather: 0 };

/** The mask of a layer record; undefined where it has none. */
export function readMask(bytes: Buffer): PsdMask | undefined {
  if (bytes.length < LEAST_BYTES) return undefined;
  const flags = bytes[17] ?? 0;
  const both = bytes.length >= BOTH_BYTES;
  const hasParameters = (flags & HAS_PARAMETERS) !== 0;
  const parameters = hasParameters ? parametersAt(bytes, both ? BOTH_BYTES : LEAST_BYTES) : PLAIN;
  if (both) {
    const isOff = ((bytes[LEAST_BYTES] ?? 0) & DISABLED) !== 0;
    const [outside = 0] = [bytes[LEAST_BYTES + 1]];
    return { channel: OWN, rect: rectAt(bytes, LEAST_BYTES + 2), outside, disabled: isOff, ...parameters };
  }
  return {
    ...((flags & OF_OTHER_DATA) === 0 && { channel: DRAWN }),
    ...{ rect: rectAt(bytes, 0), outside: bytes[16] ?? 0, disabled: (flags & DISABLED) !== 0, ...parameters },
  };
}

/** Tells whether samples hide parts of a layer. */
export const isMasked = ({ mask }: { readonly mask?: PsdMask }): boolean =>
  mask?.channel !== undefined && !mask.disabled;
