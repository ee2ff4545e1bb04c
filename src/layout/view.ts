import { type Rect, roundSize, type Size } from '../model/geometry.ts';
import type { Treatment } from '../model/recipe/recipe.ts';
import { present } from '../base/present.ts';
import { cropped } from './source-region.ts';
import { isLoose, isAlignable } from '../model/recipe/view-fit.ts';
import type { View } from '../model/recipe/transforms.ts';

/** The way of the composite into the reply. */
export interface ViewGeometry {
  /** Size of the whole scaled composite. */
  readonly scaled: Size;
  /** Size of the view, of which the reply may be a part. */
  readonly view: Size;
  /** The part of the view that the reply is: all of it, or what `rect` wants of it, which may overhang. */
  readonly tile: Rect;
  /** The place of the scaled composite in the view, exact: halves and, with `rgn`, any fraction. Negative = cropped. */
  readonly offset: { readonly x: number; readonly y: number };
}

/** The part of the scaled composite that shows, and where: whole pixels. */
export interface Placement {
  /** In pixels of the scaled composite. */
  readonly from: Rect;
  /** Top left of that part in what is drawn of the view. */
  readonly at: { readonly x: number; readonly y: number };
}

/** A scale as a fraction, so that sizes are computed exactly and halves round the same everywhere. */
interface Fraction {
  readonly over: number;
  readonly under: number;
}

interface Scale {
  readonly x: Fraction;
  readonly y: Fraction;
}

const ONE: Fraction = { over: 1, under: 1 };
const NO_FIT = { mode: 'fit', upscale: false } as const;

const times = (length: number, { over, under }: Fraction): number => (length * over) / under;
const less = (a: Fraction, b: Fraction): boolean => a.over * b.under < b.over * a.under;
const smaller = (a: Fraction, b: Fraction): Fraction => (less(b, a) ? b : a);
const larger = (a: Fraction, b: Fraction): Fraction => (less(a, b) ? b : a);
const both = (ratio: Fraction): Scale => ({ x: ratio, y: ratio });

/** Reference B.6, with the ratios taken as reply over composite: the page that has them the other way round errs. */
function fittedScale(x: Fraction, y: Fraction, mode: NonNullable<View['fit']>['mode']): Scale {
  switch (mode) {
    case 'fit':
    case 'constrain':
      return both(smaller(x, y));
    case 'crop':
    case 'wrap':
      return both(larger(x, y));
    case 'stretch':
      return { x, y };
    case 'hfit':
      return both(x);
    case 'vfit':
      return both(y);
  }
}

function scaleOf(region: Size, { width, height, scale, fit = NO_FIT }: View): Scale {
  if (scale !== undefined) return both({ over: 1, under: scale });
  const factor = (wanted: number, length: number): Fraction => {
    const ratio = { over: wanted, under: length };
    return fit.upscale ? ratio : smaller(ratio, ONE);
  };
  const x = width === undefined ? undefined : factor(width, region.width);
  const y = height === undefined ? undefined : factor(height, region.height);
  return x && y ? fittedScale(x, y, fit.mode) : both(x ?? y ?? ONE);
}

const scaledSize = ({ width, height }: Size, { x, y }: Scale): Size => ({
  width: roundSize(times(width, x)),
  height: roundSize(times(height, y)),
});

const enlarged = ({ x, y }: Scale, by: number): Scale => ({
  x: { ...x, over: x.over * by },
  y: { ...y, over: y.over * by },
});

const enlargedSize = ({ width, height }: View, by: number): Pick<View, 'width' | 'height'> =>
  present<Pick<View, 'width' | 'height'>>({
    width: width === undefined ? undefined : roundSize(width * by),
    height: height === undefined ? undefined : roundSize(height * by),
  });
/** The start of the room that is left: −1 → 0, 1 → all of it. Never −0. */
const aligned = (room: number, alignment: number): number => (room * (alignment + 1)) / 2 + 0;

/**
 * The view transform (reference B.6). `composite` is the size of the picture before it: see `compositeGeometry`. Sizes round half up;
 * with `rgn` the scale is computed from the region, whose place in the reply `align` decides, and nothing is cropped.
 */
export function viewGeometry(composite: Size, view: View): ViewGeometry {
  const all = { x: 0, y: 0, ...composite };
  const region = view.region ? cropped(all, view.region) : all;
  const { scale: more = 1, ...wanted } = view.tile ?? {};
  const scale = enlarged(scaleOf(region, view), more);
  const inner = scaledSize(region, scale);
  const asked = isLoose(view) ? {} : enlargedSize(view, more);
  const size: Size = { width: asked.width ?? inner.width, height: asked.height ?? inner.height };
  const [horizontal, vertical] = (isAlignable(view) ? view.align : undefined) ?? [0, 0];
  return {
    scaled: scaledSize(composite, scale),
    view: size,
    tile: { x: 0, y: 0, ...size, ...wanted },
    offset: {
      x: aligned(size.width - inner.width, horizontal) - times(region.x, scale.x),
      y: aligned(size.height - inner.height, vertical) - times(region.y, scale.y),
    },
  };
}

/**
 * A mask wider than this is drawn on the whole view: it may be computed on a coarser grid, which has to lie the same for
 * every tile. Zoomed tiles are sharpened with less.
 */
const WIDE_RADIUS = 1;
/** Beyond four times its radius a Gaussian is less than a thousandth of a step of 255. */
const REACH = 4;

/** A side of a tile that lies beside its view has a pixel of that, so that there is something to draw. */
function nearest(from: number, to: number, length: number): readonly [from: number, length: number] {
  const start = Math.min(Math.max(0, from), length - 1);
  return [start, Math.max(1, Math.min(length, to) - start)];
}

/**
 * The part of the view that is drawn: what the reply shows of it, with room for sharpening around it, so that tiles have
 * no seams; of a view that the reply shows nothing of, a pixel.
 */
export function drawnPart({ view, tile }: ViewGeometry, sharpening: Treatment): Rect {
  const { sharpen, unsharpMask, unsharpMaskR } = sharpening;
  const radius = (unsharpMask?.radius ?? 0) + (unsharpMaskR?.radius ?? 0);
  const room = radius > WIDE_RADIUS ? Infinity : Math.ceil(radius * REACH) + (sharpen === true ? 1 : 0);
  const [x, width] = nearest(tile.x - room, tile.x + tile.width + room, view.width);
  const [y, height] = nearest(tile.y - room, tile.y + tile.height + room, view.height);
  return { x, y, width, height };
}

/**
 * The offset brought to whole pixels (rounded down, so that neighbouring tiles agree) and cut to the part `drawn` of the
 * view. Where nothing of the picture shows, it is a pixel of it, which lies beside that part.
 */
export function placement({ scaled, view, offset }: ViewGeometry, drawn: Rect = { x: 0, y: 0, ...view }): Placement {
  const x = Math.floor(offset.x) - drawn.x;
  const y = Math.floor(offset.y) - drawn.y;
  const [left, width] = nearest(-x, drawn.width - x, scaled.width);
  const [top, height] = nearest(-y, drawn.height - y, scaled.height);
  return { from: { x: left, y: top, width, height }, at: { x: left + x, y: top + y } };
}

/** The reply as a part of the scaled composite, which it may overhang. */
export function replyIn({ from, at }: Placement, tile: Rect): Rect {
  return { ...tile, x: tile.x - at.x + from.x, y: tile.y - at.y + from.y };
}
