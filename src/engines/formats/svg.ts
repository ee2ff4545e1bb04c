import type { Decoder } from './decoder.ts';
import { drawMeasured, hasOtherLengths, measure } from './libvips/draw-measured.ts';
import { probeWithLibvips } from './libvips/read-with-libvips.ts';
import { readDrawing } from './svg/read-drawing.ts';

const decoder: Decoder = {
  probe: async (file, mime, limits) => {
    const text = await readDrawing(file, limits);
    const facts = await probeWithLibvips(file, mime, limits);
    if (!hasOtherLengths(text)) return facts;
    const size = await measure(file);
    // The drawing in colours and alpha, and libvips' own copy of it.
    return { ...facts, ...size, alpha: true, rewriteBytes: 8 * size.width * size.height };
  },
  rewrite: drawMeasured,
};

export const svg = { decoder, encoder: undefined };
