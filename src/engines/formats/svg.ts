import type { Decoder } from './decoder.ts';
import { drawMeasured, hasOtherLengths, measure } from './libvips/draw-measured.ts';
import { probeWithLibvips } from './libvips/read-with-libvips.ts';
import { readDrawing, readDrawingText } from './svg/read-drawing.ts';

const decoder: Decoder = {
  probe: async (file, mime, limits) => {
    const text = await readDrawing(file, limits);
    const facts = await probeWithLibvips(file, mime, limits);
    if (!hasOtherLengths(text)) return facts;
    const size = await measure(text);
    // The drawing in colours and alpha, and libvips' own copy of it.
    return { ...facts, ...size, alpha: true, rewriteBytes: 8 * size.width * size.height };
  },
  // Its probing held it to the limits.
  rewrite: async (file, target) => drawMeasured(await readDrawingText(file, { maxdrawing: Infinity }), target),
};

export const svg = { decoder, encoder: undefined };
