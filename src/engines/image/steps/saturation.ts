import { LUMA } from '../kernels/luma.ts';
import { withSamples } from '../kernels/points.ts';
import type { OperationStep } from './step.ts';

/**
 * `op_saturation`: Y + (v − Y) · (1 + p / 100), Y being brightness. The reference fixes −100 as gray; with Y as pivot
 * brightness stays, 100 doubles every colour's distance from gray, and 0 is exact.
 */
export const saturation: OperationStep<'saturation'> = (picture, percent) => {
  const { data, channels } = picture;
  const out = new Uint8ClampedArray(data);
  const kept = 1 + percent / 100;
  const [wr, wg, wb] = [LUMA.red * (1 - kept), LUMA.green * (1 - kept), LUMA.blue * (1 - kept)];
  for (let i = 0; i < data.length; i += channels) {
    const [r, g, b] = [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
    const gray = wr * r + wg * g + wb * b;
    out[i] = gray + kept * r;
    out[i + 1] = gray + kept * g;
    out[i + 2] = gray + kept * b;
  }
  return withSamples(picture, out);
};
