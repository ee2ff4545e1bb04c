import { makeTable, withSamples } from '../kernels/points.ts';
import type { OperationStep } from './step.ts';

/** `opac`: alpha · opacity · fill opacity, in percent each: the effects that would tell them apart are none. */
export const opacity: OperationStep<'opacity'> = (picture, [whole, fill]) => {
  const { data, width, height, channels } = picture;
  const fainter = makeTable((alpha) => (alpha * whole * fill) / 10_000);
  const out = new Uint8ClampedArray(width * height * 4);
  for (let from = 0, to = 0; to < out.length; from += channels, to += 4) {
    for (let c = 0; c < 3; c++) out[to + c] = data[from + c] ?? 0;
    out[to + 3] = fainter[channels === 4 ? (data[from + 3] ?? 0) : 255] ?? 0;
  }
  return { ...withSamples(picture, out), channels: 4 };
};
