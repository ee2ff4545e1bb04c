import type { Size } from '../../../model/geometry.ts';
import { type Reading, sameSize } from '../../../layout/reading.ts';
import { enlarge, neededFor } from '../kernels/enlarge.ts';
import type { Raster } from '../kernels/raster.ts';

/** Samples that are scaled: pixels of `colors` channels, one more where they have alpha. */
export type Samples = Omit<Raster, 'alpha'>;

/**
 * Reads a picture of `size` at some scale. `read` reads it as large as it is at most: what is to be larger is made of that here,
 * where pixels have their centres; libvips would take them half a pixel of the larger picture off, in four times the time.
 */
export async function readScaled<S extends Samples>(
  size: Size,
  reading: Reading,
  read: (reading: Reading) => Promise<S>,
  colors = 3,
): Promise<S> {
  const { scaled, window, kernel } = reading;
  const most = { width: Math.min(size.width, scaled.width), height: Math.min(size.height, scaled.height) };
  if (sameSize(most, scaled)) return read(reading);
  const at = neededFor(most, reading);
  const part = await read({ scaled: most, window: at, kernel });
  const data = enlarge({ ...part, alpha: part.channels > colors }, { at, size: most }, reading);
  return { ...part, data, width: window.width, height: window.height };
}
