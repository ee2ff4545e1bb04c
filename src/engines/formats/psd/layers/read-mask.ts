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
  /** 0…1: how much of it counts. */
  readonly density: number;
  /** Its edges are made soft by Photoshop when it shows them. */
  readonly feathered: boolean;
}

// Photoshop File Formats, "Layer mask / adjustment layer data".
const LEAST_BYTES = 18;
const DISABLED = 0x02;
const HAS_PARAMETERS = 0x10;
const DENSITY = 0x01;
const FEATHER = 0x02;

/** The parameters behind the flags, where there are any: of the mask of pixels those two that come first. */
function parametersOf(bytes: Buffer): { readonly density: number; readonly feathered: boolean } {
  const none = { density: 1, feathered: false };
  if (((bytes[17] ?? 0) & HAS_PARAMETERS) === 0 || bytes.length < LEAST_BYTES + 2) return none;
  const which = bytes[LEAST_BYTES] ?? 0;
  const at = LEAST_BYTES + 1;
  const density = (which & DENSITY) === 0 ? 1 : (bytes[at] ?? 255) / 255;
  const feather = at + ((which & DENSITY) === 0 ? 0 : 1);
  const feathered = (which & FEATHER) !== 0 && feather + 8 <= bytes.length && bytes.readDoubleBE(feather) > 0;
  return { density, feathered };
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
