import type { Frame } from '../../layout/frame.ts';
import { isLoose } from '../../model/recipe/view-fit.ts';
import { roundSize, type Size } from '../../model/geometry.ts';
import { present } from '../../base/present.ts';
import type { PictureRecipe } from '../../model/recipe/recipe.ts';
import type { SmartImaging } from '../../model/recipe/smart-imaging.ts';
import type { View } from '../../model/recipe/transforms.ts';
import { BYTES_GROWTH, pictureBytes } from '../estimate/output-bytes.ts';

/** One size of a rendition: how many times as wide as its own, and what its name says of that. */
export interface AlternateSize {
  readonly factor: number;
  /** Empty for its own. */
  readonly mark: string;
  readonly dpr?: number;
}

/** Closer widths are one: a browser saves next to nothing between them. */
const LEAST_STEP = 1.1;

/** Of automatic widths: bytes between two of them, most of them, and the least width. */
const AUTO = { stepBytes: 24_000, most: 6, leastWidth: 160 } as const;

/** Pixels of which a rendition is made, to a pixel of it: how many times larger it could be and still have the detail. */
function detailOf({ composite: { ratio, scaled }, recipe }: Frame): number {
  if (recipe.view.fit?.mode === 'stretch') return 1 / Math.max(ratio.across, ratio.down);
  // Of the longer side, which is rounded least.
  return 1 / (scaled.width >= scaled.height ? ratio.across : ratio.down);
}

/** Tells whether the picture is too small for its box and lies within it: at other sizes it would be another picture. */
function isPadded(frame: Frame): boolean {
  const { composite, view, recipe } = frame;
  const fills = composite.scaled.width >= view.width && composite.scaled.height >= view.height;
  return !isLoose(recipe.view) && !fills && detailOf(frame) <= 1;
}

/** The factor that a rendition may be enlarged by: by its detail, its format, and `maxpix`; at least 1. */
function mostOf(frame: Frame, [width, height]: readonly [number, number]): number {
  const { view, format } = frame;
  const room = (limit: number, side: number): number => (limit > 0 ? limit / side : Infinity);
  const limits = [room(width, view.width), room(height, view.height), room(format.maxSide, view.width)];
  return Math.max(1, Math.min(detailOf(frame), room(format.maxSide, view.height), ...limits));
}

/** Widths at which a file is expected to be one, two, three … times as large as at the first. */
function evenWidths(top: number, { view, recipe }: Frame): readonly number[] {
  const bytes = pictureBytes(recipe.output, top * top * (view.height / view.width));
  const steps = Math.min(AUTO.most, Math.max(2, Math.round(bytes / AUTO.stepBytes)));
  const widths = Array.from({ length: steps }, (_, at) => Math.round(top * ((at + 1) / steps) ** (1 / BYTES_GROWTH)));
  return widths.filter((width) => width >= AUTO.leastWidth);
}

/**
 * The sizes that a page is to have of a rendition, its own first: densities, then widths, none closer to another than a
 * tenth, none with more pixels than its master has for it, and none beyond `maxpix` (0 = free).
 */
export function alternateSizes(
  frame: Frame,
  { dpr, widths }: SmartImaging,
  maxpix: readonly [number, number],
): readonly AlternateSize[] {
  const sizes: AlternateSize[] = [{ factor: 1, mark: '' }];
  if (frame.recipe.view.tile !== undefined || isPadded(frame)) return sizes;
  const most = mostOf(frame, maxpix);
  const add = (size: AlternateSize): void => {
    const near = sizes.some(({ factor }) => Math.max(factor / size.factor, size.factor / factor) < LEAST_STEP);
    if (!near && size.factor <= most) sizes.push(size);
  };
  for (const density of dpr.toSorted((a, b) => a - b)) {
    const factor = Math.min(density, most);
    add({ factor, mark: `${density}x`, dpr: Math.round(factor * 100) / 100 });
  }
  const own = frame.view.width;
  const top = own * Math.max(...sizes.map(({ factor }) => factor));
  for (const width of widths === 'auto' ? evenWidths(top, frame) : widths)
    add({ factor: width / own, mark: `${width}w` });
  return sizes;
}

const times = ({ width, height }: Size, factor: number): Size => ({
  width: Math.max(1, roundSize(width * factor)),
  height: Math.max(1, roundSize(height * factor)),
});

/** The view of a recipe at another size: the sides that it names as they would come out. */
export function viewAt({ view }: PictureRecipe, own: Size, factor: number): View {
  if (factor === 1) return view;
  const { width, height, scale } = view;
  const size = times(own, factor);
  return present<View>({
    ...view,
    width: width === undefined ? undefined : size.width,
    height: height === undefined ? undefined : size.height,
    scale: scale === undefined ? undefined : scale / factor,
  });
}
