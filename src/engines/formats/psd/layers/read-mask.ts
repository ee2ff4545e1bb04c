import type { Rect } from '../../../../model/geometry.ts';

/** The corners of a rectangle: top, left, bottom, right. */
export function rectAt(bytes: Buffer, at: number): Rect {
  const [top, left, bottom, right] = [0, 4, 8, 12].map((offset) => bytes.readInt32BE(at + offset)) as [
    number,
    number,
    number,
    number,
  ];
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/** The mask of a layer, whose samples are channel −2. */
export interface PsdMask {
  readonly rect: Rect;
  /** The value outside of its rectangle, 0…255. */
  readonly outside: number;
  readonly disabled: boolean;
  /** The share of it that counts, 0…1. */
  readonly density: number;
  /** The same of the layer's path. */
  readonly pathDensity: number;
  /** Its edges are made soft by Photoshop when it shows them. */
  readonly feathered: boolean;
}

// Photoshop File Formats, "Layer mask / adjustment layer data".
const LEAST_BYTES = 18;
const DISABLED = 0x02;
const HAS_PARAMETERS = 0x10;

/** Bytes of a parameter by its flag, in the order in which they stand: densities and soft edges, of pixels and of the path. */
const PARAMETERS = [
  { flag: 0x01, bytes: 1 },
  { flag: 0x02, bytes: 8 },
  { flag: 0x04, bytes: 1 },
  { flag: 0x08, bytes: 8 },
] as const;

type Parameters = Pick<PsdMask, 'density' | 'pathDensity' | 'feathered'>;

/** The parameters behind the flags, where there are any. */
function parametersOf(bytes: Buffer): Parameters {
  if (((bytes[17] ?? 0) & HAS_PARAMETERS) === 0) return { density: 1, pathDensity: 1, feathered: false };
  const which = bytes[LEAST_BYTES] ?? 0;
  let at = LEAST_BYTES + 1;
  const [density = 1, feather = 0, pathDensity = 1, pathFeather = 0] = PARAMETERS.map(({ flag, bytes: size }) => {
    if ((which & flag) === 0 || at + size > bytes.length) return undefined;
    at += size;
    return size === 1 ? (bytes[at - 1] ?? 255) / 255 : bytes.readDoubleBE(at - size);
  });
  return { density, pathDensity, feathered: feather > 0 || pathFeather > 0 };
}

/** The mask that a layer says it has; undefined where it has none. */
export function readMask(bytes: Buffer): PsdMask | undefined {
  if (bytes.length < LEAST_BYTES) return undefined;
  return {
    rect: rectAt(bytes, 0),
    outside: bytes[16] ?? 0,
    disabled: ((bytes[17] ?? 0) & DISABLED) !== 0,
    ...parametersOf(bytes),
  };
}
