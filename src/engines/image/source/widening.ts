import type { Sharp } from 'sharp';

/** The change of a pipeline that lets it scale in other samples than those that it reads and gives. */
export type Widening = (pipeline: Sharp) => Sharp;

/** libvips' names of colours of 8 bits, and what stands for them in 16. */
const WIDER = { 'b-w': 'grey16', srgb: 'rgb16' } as const;

/**
 * Lets a pipeline over pixels of 8 bits with alpha scale in 16 bits, and gives it such colours of 8 bits. libvips cuts colours off to
 * whole numbers when they are multiplied by alpha and divided by it: of 8 bits each halving takes a level of brightness from what can
 * be seen through, and many of them ten and more. In 16 bits a flat colour stays within one level, whatever its alpha. It is not
 * exact, because libvips makes v · 256 + 255 of an odd v, and sums that are rounded to the next unit belong to v + 1.
 */
export function widened(to: keyof typeof WIDER): Widening {
  return (pipeline) => pipeline.pipelineColourspace(WIDER[to]).toColourspace(to);
}
