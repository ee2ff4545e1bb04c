import { roundSize, type Rect, type Size } from '../model/geometry.ts';
import { levelFor } from '../model/level.ts';
import { present } from '../base/present.ts';
import type { FlipMode, Layer, ResampleMode } from '../model/recipe/recipe.ts';
import type { PlacedLayer } from './composite.ts';
import { type Contour, contoursOf, type Drawn } from './contour.ts';
import { effectFrames, isOpaque, neededAround } from './effect-frame.ts';
import type { LayerFrame, LayerSource, LayerTurn } from './frame.ts';
import { checkPixels } from './frame-limits.ts';
import type { Mark } from './marks.ts';
import type { MaskChange } from './mask-change.ts';
import type { Outline } from './outline.ts';
import { warpOf } from './perspective.ts';
import { type LayerGeometry, rotatedSize } from './placing.ts';
import { canvasFor, type CompositeScale, sharpeningReach } from './reach.ts';
import { wholeOf, type Kernel, type Reading } from './reading.ts';
import { common, commonOrPixel, covers, grown, sameRect, within } from './rect.ts';
import { pathBox } from './solid.ts';
import type { RegionOrigin } from './source-region.ts';
import { afterMirror, beforeTurn, bothFlips, flipTurn, isMirrored, quarterTurn, sizeBeforeTurn } from './turn.ts';

// Reference F.6. `bisharp` is Photoshop's "bicubic sharper": the magic kernel with its sharpening step is one filter
// that reduces as bicubic does and sharpens as it goes, without the rings that an extra mask would draw.
const KERNELS: Readonly<Record<ResampleMode, Kernel>> = {
  bilin: 'linear',
  bicub: 'cubic',
  sharp2: 'lanczos3',
  bisharp: 'mks2013',
};

type Shape = LayerFrame['drawn'];
type Sharpening = NonNullable<NonNullable<LayerFrame['operated']>['sharpening']>;

const PIXEL = wholeOf({ width: 1, height: 1 });
/** Beside every window of a layer. */
const BESIDE: Rect = { x: -1, y: -1, width: 1, height: 1 };

const sizeOf = ({ width, height }: Size): Size => ({ width, height });

/** The source that a layer is cut from, and what that is made of. */
export interface LayerOrigin extends RegionOrigin {
  readonly outlines: readonly Outline[];
  readonly marks?: readonly Mark[];
  readonly source: LayerSource;
}

/** The scaled composite that layers are drawn for. */
export interface Canvas {
  readonly composite: Size;
  readonly scaled: Size;
  readonly ratio: CompositeScale;
  /** The part of `scaled` that is drawn for what shows of it. */
  readonly canvas: Rect;
  readonly flip: FlipMode | undefined;
  /** True if the view scales both directions by themselves. */
  readonly stretches: boolean;
  readonly resample: ResampleMode;
}

/** Pixels of the composite as pixels of the scaled one; both edges are rounded, so that what touches still does. */
function scaleRect({ x, y, width, height }: Rect, from: Size, to: Size): Rect {
  const across = (at: number): number => Math.floor((at * to.width) / from.width + 0.5);
  const down = (at: number): number => Math.floor((at * to.height) / from.height + 0.5);
  const [left, top] = [across(x), down(y)];
  return { x: left, y: top, width: Math.max(1, across(x + width) - left), height: Math.max(1, down(y + height) - top) };
}

/**
 * The composite's `flip` mirrors the rotated layer. That equals mirroring first and rotating the opposite way, and
 * mirroring while reading costs nothing.
 */
function turnAfterMirror({ rotate = 0 }: Layer, flip: FlipMode | undefined): number {
  return isMirrored(flipTurn(flip)) ? -rotate : rotate;
}

/** The reading of a layer that is only mirrored and turned by quarters: just what falls on the canvas. */
function readSquarely(degrees: number, flip: FlipMode | undefined, box: Rect, shown: Rect): Shape {
  const by = afterMirror(flipTurn(flip), quarterTurn(degrees));
  return { scaled: sizeBeforeTurn(box, by), window: beforeTurn(within(shown, box), box, by) };
}

/** The reading of a layer that is turned by another angle: whole, at the larger of the two scales. */
function readWhole({ size, box: turned }: LayerGeometry, box: Size): Shape {
  const scale = Math.max(box.width / turned.width, box.height / turned.height);
  const scaled = { width: roundSize(size.width * scale), height: roundSize(size.height * scale) };
  checkPixels('a turned picture', scaled);
  return { scaled, window: wholeOf(scaled) };
}

/** The part that is read for a layer: all of what is warped. */
function readFor({ layer, geometry }: PlacedLayer<LayerOrigin>, drawn: Shape) {
  const warp = warpOf(layer, geometry, drawn.scaled);
  if (!warp) return { read: drawn };
  checkPixels('what is read for a perspective', warp.source);
  return { warp, read: { scaled: warp.source, window: wholeOf(warp.source) } };
}

/** Operations on the layer by itself, and the part of it that they need: more than what shows. */
function operatedOf({ layer, geometry }: PlacedLayer<LayerOrigin>, { scaled, window }: Shape) {
  const { operations, sharpen, unsharpMask, unsharpMaskR } = layer.own ?? {};
  const sharpens = (sharpen ?? unsharpMask ?? unsharpMaskR) !== undefined;
  if (!operations && !sharpens) return undefined;
  const ratio = { across: scaled.width / geometry.size.width, down: scaled.height / geometry.size.height };
  const sharpening = present<Sharpening>({ sharpen, unsharpMask, unsharpMaskR });
  const reach = { across: sharpeningReach(sharpening, ratio.across), down: sharpeningReach(sharpening, ratio.down) };
  const around = common(grown(window, reach), wholeOf(scaled)) ?? window;
  const canvas = canvasFor(around, scaled, operations, ratio);
  const kept = within(window, canvas);
  return { operations: operations ?? {}, ...(sharpens && { sharpening }), canvas, ratio, kept };
}

/** The reading of a source for a region of it: scaled first, and laid on its window then. */
interface SourceReading extends Pick<LayerFrame, 'region' | 'overhang'> {
  readonly read: Shape;
}

/** The place of a part of a region in that region as it is scaled. */
const placeOf = (part: Rect, region: Rect, scaled: Size): Rect => scaleRect(within(part, region), region, scaled);

/** The part of a source that is read for a region of it that is wanted as `wanted`. */
function readingOf(region: Rect, source: Size, wanted: Shape): SourceReading {
  if (covers(source, region)) return { region, read: wanted };
  const part = common(region, wholeOf(source));
  // Of what lies beside its source a pixel is read, which does not show.
  if (!part)
    return {
      region: PIXEL,
      read: { scaled: sizeOf(PIXEL), window: PIXEL },
      overhang: { at: BESIDE, window: wanted.window },
    };
  const inside = placeOf(part, region, wanted.scaled);
  const at = commonOrPixel(inside, wanted.window);
  return {
    region: part,
    read: { scaled: sizeOf(inside), window: within(at, inside) },
    ...(!sameRect(at, wanted.window) && { overhang: { at, window: wanted.window } }),
  };
}

/** The part of a layer that lies on its source; a pixel beside it where nothing does. */
function insideOf(region: Rect, source: Size, scaled: Size): Rect {
  const part = common(region, wholeOf(source));
  return part ? placeOf(part, region, scaled) : BESIDE;
}

/** The box of a layer that is drawn alike in both directions and turned. */
function alikeBox(region: Size, degrees: number, drawn: Size): Size {
  const turned = rotatedSize(region, degrees);
  const factor = Math.max(drawn.width / region.width, drawn.height / region.height);
  return { width: roundSize(turned.width * factor), height: roundSize(turned.height * factor) };
}

function turnOf(
  degrees: number,
  { region }: LayerGeometry,
  drawn: Shape,
  box: Rect,
  stretches: boolean,
): LayerTurn | undefined {
  if (degrees % 360 === 0) return undefined;
  const free = degrees % 90 !== 0;
  const size = { width: box.width, height: box.height };
  return { degrees, free, size: free && stretches ? alikeBox(region, degrees, drawn.scaled) : size, box: size };
}

/** The change of alpha at full size: a pixel of the layer is as many of the source as it was made of. */
function maskChange({ mask }: Layer, { region, size }: LayerGeometry): MaskChange | undefined {
  const { use, grow = 0, growScaled = 0 } = mask ?? {};
  if (use === undefined && grow === 0 && growScaled === 0) return undefined;
  const across = grow + (growScaled * region.width) / size.width;
  const down = grow + (growScaled * region.height) / size.height;
  return { across, down, ...(use && { use }) };
}

function sourceOf({ layer, geometry, origin }: PlacedLayer<LayerOrigin>): LayerSource {
  const mask = maskChange(layer, geometry);
  return { ...origin.source, ...(mask && { mask }) };
}

/** The contours that a layer is clipped by: its own paths count from the top left of its rectangle. */
function layerContours(placed: PlacedLayer<LayerOrigin>, on: Canvas, laid: Rect): readonly Contour[] {
  const { layer, geometry, origin } = placed;
  if (!layer.own?.clip) return [];
  const { rect } = geometry;
  const start = pathBox(layer) ?? { x: 0, y: 0 };
  const { mirrorX, mirrorY } = flipTurn(on.flip);
  const written: Drawn['written'] = ([x, y]) => [
    mirrorX ? rect.x + rect.width - x + start.x : rect.x + x - start.x,
    mirrorY ? rect.y + rect.height - y + start.y : rect.y + y - start.y,
  ];
  const drawn = { master: origin.picture, layer, geometry, flip: on.flip, ratio: on.ratio, canvas: laid, written };
  return contoursOf(layer.own.clip, origin.outlines, drawn);
}

/** The way of what is read of a layer into the composite. */
function drawingOf(placed: PlacedLayer<LayerOrigin>, on: Canvas, shown: Rect) {
  const { layer, geometry } = placed;
  const box = scaleRect(geometry.box, on.composite, on.scaled);
  const part = commonOrPixel(box, shown);
  const degrees = turnAfterMirror(layer, on.flip);
  const flip = bothFlips(layer.own?.flip, on.flip);
  const free = degrees % 90 !== 0;
  const drawn = free ? readWhole(geometry, box) : readSquarely(degrees, flip, box, part);
  const turn = turnOf(degrees, geometry, drawn, box, on.stretches);
  return { drawn, at: free ? box : part, ...(flip && { flip }), ...(turn && { turn }) };
}

/** Plans one layer of a scaled composite. Throws RenditionError (RENDITION_EMPTY, RENDITION_TOO_LARGE). */
export function layerFrame(placed: PlacedLayer<LayerOrigin>, on: Canvas): LayerFrame {
  const { layer, geometry, origin } = placed;
  const { region } = geometry;
  const rect = scaleRect(geometry.rect, on.composite, on.scaled);
  const opaque = isOpaque(placed);
  const effects = opaque ? layer.effects?.filter(({ number }) => number > 0) : layer.effects;
  const laid = commonOrPixel(rect, neededAround(effects, on));
  const { drawn, ...drawing } = drawingOf(placed, on, laid);
  const operated = operatedOf(placed, drawn);
  const { warp, read: wanted } = readFor(placed, operated ? { ...drawn, window: operated.canvas } : drawn);
  const { read, ...source } = readingOf(region, origin.picture, wanted);
  const reading: Reading = { ...read, kernel: KERNELS[on.resample] };
  const { levelMask, levelReserve } = origin.treatment ?? {};
  return {
    layer,
    source: sourceOf(placed),
    ...source,
    level: levelFor(source.region, reading.scaled, levelReserve),
    reading,
    drawn,
    inside: warp ? wholeOf(drawn.scaled) : insideOf(region, origin.picture, drawn.scaled),
    ...drawing,
    laid,
    contours: layerContours(placed, on, laid),
    effects: effectFrames(effects, rect, on),
    ...(opaque && { isOpaque: true }),
    ...(operated && { operated }),
    ...(levelMask && { levelMask }),
    ...(warp && { warp }),
  };
}
