import { sum } from '../../base/sum.ts';
import type { Frame, LayerFrame } from '../../layout/frame.ts';
import { areaOf } from '../../layout/rect.ts';

/** The number of pixels that the making of one picture takes, as its frame has them. */
export interface FramePixels {
  /** Read at the rendition's scale. */
  readonly read: number;
  /** Of windows that what is read is laid on: more than that where a layer overhangs its source. */
  readonly laid: number;
  /** Of the layer that these are warped into; 0 where they are not. */
  readonly warped: number;
  /** That steps work on before the view is cut: what shows, and what they look at around it. */
  readonly canvas: number;
  /** Of the finished rendition, with what sharpening needs around it. */
  readonly view: number;
}

/** Counts the pixels of a frame: those that the engine reads and draws, of all its layers or of some. */
export function framePixels(
  { composite, drawn, tile }: Frame,
  layers: readonly LayerFrame[] = composite.layers,
): FramePixels {
  const { canvas } = composite;
  const view = Math.max(areaOf(tile), areaOf(drawn));
  return {
    read: sum(layers.map(({ reading }) => areaOf(reading.window))),
    laid: sum(layers.map(({ reading, overhang }) => areaOf((overhang ?? reading).window))),
    warped: sum(layers.map((layer) => (layer.warp ? areaOf(layer.drawn.window) : 0))),
    canvas: Math.max(view, areaOf(canvas)),
    view,
  };
}
