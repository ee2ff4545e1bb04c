import { sum } from '../../base/sum.ts';
import type { Frame, LayerFrame } from '../../layout/frame.ts';
import { areaOf } from '../../layout/rect.ts';

/** The number of pixels that the making of one picture takes, as its frame has them. */
export interface FramePixels {
  /** Read at the rendition's scale. */
  readonly read: number;
  /** Pixels of canvases that the source is padded to: more than `read` where a layer exceeds its source. */
  readonly laid: number;
  /** Pixels of the warped layer; 0 without perspective. */
  readonly warped: number;
  /** Pixels that steps process before the view is cropped: the visible part, with the margins that filters read. */
  readonly canvas: number;
  /** Pixels of the finished rendition, with the margin for sharpening. */
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
