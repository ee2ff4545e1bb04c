import type { SubjectMap } from '../../model/analysis.ts';
import { stretch, type Plane } from './plane.ts';
import { fitSide, resamplePlane } from './resample.ts';

/** Longer side of a map that is kept, at most: windows are placed to a hundredth of the picture. */
const MAP_SIDE = 64;

/**
 * The number of steps that a cell of it may take: they shift windows by a 500th of the picture and halve what is
 * stored.
 */
const STEPS = 32;

/** 0…1 as a byte. */
function step(value: number): number {
  return Math.round((Math.round(value * (STEPS - 1)) * 255) / (STEPS - 1));
}

/** A plane as it is stored: small, stretched, in few steps. */
export function toSubjectMap(plane: Plane): SubjectMap {
  const { width, height } = plane;
  const size = Math.max(width, height) <= MAP_SIDE ? { width, height } : fitSide(plane, MAP_SIDE);
  const small = stretch({ ...size, values: resamplePlane(plane.values, plane, size) });
  return { ...size, cells: Buffer.from(Uint8Array.from(small.values, step)).toString('base64') };
}

/** The plane that was stored, 0…1. */
export function readSubjectMap({ width, height, cells }: SubjectMap): Plane {
  return { width, height, values: Float32Array.from(Buffer.from(cells, 'base64'), (cell) => cell / 255) };
}
