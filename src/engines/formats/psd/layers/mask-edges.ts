import type { Rect } from '../../../../model/geometry.ts';
import { sharp } from '../../../image/libvips.ts';
import { planeAt, type PsdPlane, sharedRect, widerRect } from './raster.ts';

/** Sigma of the blur that a pixel of softness is: fitted to what Photoshop draws. */
const SIGMA = 1;
/** Sigmas to which an edge is soft. */
const REACH = 3;
/** Less is no blur for libvips. */
const LEAST_SIGMA = 0.3;

/** A plane with soft edges: by so many pixels. What lies farther from the canvas than they reach is left out. */
export async function softPlane(plane: PsdPlane, feather: number, canvas: Rect): Promise<PsdPlane> {
  const sigma = feather * SIGMA;
  if (!(sigma >= LEAST_SIGMA) || plane.data.length === 0) return plane;
  const reach = Math.ceil(sigma * REACH);
  const rect = sharedRect(widerRect(plane.rect, reach), widerRect(canvas, reach));
  const { width, height } = rect;
  const data = Buffer.alloc(width * height);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++) data[at++] = planeAt(plane, rect.x + x, rect.y + y);
  const raw = { width, height, channels: 1 } as const;
  const soft = sharp(data, { raw, limitInputPixels: false }).blur({ sigma, minAmplitude: 0.01, precision: 'float' });
  return { ...plane, rect, data: await soft.extractChannel(0).raw().toBuffer() };
}

/** A plane that hides as far as its density says, 0…1. */
export function thinPlane(plane: PsdPlane, density: number): PsdPlane {
  if (density === 1) return plane;
  const thin = (value: number): number => Math.round(255 - density * (255 - value));
  return { ...plane, data: plane.data.map(thin), outside: thin(plane.outside) };
}
