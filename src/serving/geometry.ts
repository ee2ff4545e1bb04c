import { type Rect, roundSize, type Size } from '../model/geometry.ts';
import type { Recipe, View } from '../model/recipe.ts';
import { compositeSize } from './composite.ts';
import { sourceRegion } from './source-region.ts';

/** How the composite becomes the reply. */
export interface ViewGeometry {
  /** Size of the whole scaled composite. */
  readonly scaled: Size;
  /** Size of the reply. */
  readonly view: Size;
  /** Where the scaled composite lies in the reply, exact: halves and, with `rgn`, any fraction. Negative = cropped. */
  readonly offset: { readonly x: number; readonly y: number };
}

/** The part of the scaled composite that shows, and where: whole pixels. */
export interface Placement {
  /** In pixels of the scaled composite. */
  readonly from: Rect;
  /** Top left of that part in the reply. */
  readonly at: { readonly x: number; readonly y: number };
}

/** A scale as a fraction, so that sizes are computed exactly and halves round the same everywhere. */
interface Ratio {
  readonly over: number;
  readonly under: number;
}

interface Scale {
  readonly x: Ratio;
  readonly y: Ratio;
}

const ONE: Ratio = { over: 1, under: 1 };
const NO_FIT = { mode: 'fit', upscale: false } as const;

const times = (length: number, { over, under }: Ratio): number => (length * over) / under;
const less = (a: Ratio, b: Ratio): boolean => a.over * b.under < b.over * a.under;
const smaller = (a: Ratio, b: Ratio): Ratio => (less(b, a) ? b : a);
const larger = (a: Ratio, b: Ratio): Ratio => (less(a, b) ? b : a);
const both = (ratio: Ratio): Scale => ({ x: ratio, y: ratio });

/** Reference B.6, with the ratios taken as reply over composite: the page that has them the other way round errs. */
function fittedScale(x: Ratio, y: Ratio, mode: NonNullable<View['fit']>['mode']): Scale {
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
  const factor = (wanted: number, length: number): Ratio => {
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

/** Whether the reply is as large as the scaled picture rather than as asked. */
const isLoose = ({ scale, fit }: View): boolean =>
  scale === undefined && (fit?.mode === 'constrain' || fit?.mode === 'wrap');

/** Whether `align` says anything: not with one of `wid` and `hei` alone, nor beside `fit=constrain`, `wrap`, `stretch`. */
export function isAlignable(view: View): boolean {
  if (view.width === undefined || view.height === undefined) return false;
  return view.scale !== undefined || !(isLoose(view) || view.fit?.mode === 'stretch');
}

/** Where the room that is left begins: −1 → 0, 1 → all of it. Never −0. */
const aligned = (room: number, alignment: number): number => (room * (alignment + 1)) / 2 + 0;

/**
 * The view transform (reference B.6). `composite` is the picture before it: see `compositeSize`. Sizes round half up;
 * with `rgn` the scale is computed from the region, whose place in the reply `align` decides, and nothing is cropped.
 */
export function viewGeometry(composite: Size, view: View): ViewGeometry {
  const region = view.region ?? { x: 0, y: 0, ...composite };
  const scale = scaleOf(region, view);
  const inner = scaledSize(region, scale);
  const loose = isLoose(view);
  const size: Size = {
    width: loose ? inner.width : (view.width ?? inner.width),
    height: loose ? inner.height : (view.height ?? inner.height),
  };
  const [horizontal, vertical] = (isAlignable(view) ? view.align : undefined) ?? [0, 0];
  return {
    scaled: scaledSize(composite, scale),
    view: size,
    offset: {
      x: aligned(size.width - inner.width, horizontal) - times(region.x, scale.x),
      y: aligned(size.height - inner.height, vertical) - times(region.y, scale.y),
    },
  };
}

/**
 * The offset brought to whole pixels (rounded down, so that neighbouring tiles agree) and cut to the reply. Undefined
 * where nothing of the picture shows.
 */
export function placement({ scaled, view, offset }: ViewGeometry): Placement | undefined {
  const x = Math.floor(offset.x);
  const y = Math.floor(offset.y);
  const from = { x: Math.max(0, -x), y: Math.max(0, -y) };
  const at = { x: Math.max(0, x), y: Math.max(0, y) };
  const width = Math.min(scaled.width - from.x, view.width - at.x);
  const height = Math.min(scaled.height - from.y, view.height - at.y);
  return width > 0 && height > 0 ? { from: { ...from, width, height }, at } : undefined;
}

/**
 * Exact pixel size of the file that a recipe makes of an upright master; of a pyramid, that of its largest level.
 * `window` is the smart crop's, if it has been found. Throws as `sourceRegion` does.
 */
export function outputSize(recipe: Recipe, master: Size, window?: Rect): Size {
  if (recipe.kind === 'picture') return viewGeometry(compositeSize(recipe, master, window), recipe.view).view;
  const { width, height } = sourceRegion(recipe, master);
  return { width, height };
}
