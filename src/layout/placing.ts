import { RenditionError } from '../model/errors.ts';
import { type Rect, roundSize, type Size } from '../model/geometry.ts';
import type { FlipMode, Layer } from '../model/recipe/recipe.ts';
import type { Extension, Offset } from '../model/recipe/transforms.ts';
import type { Point } from './outline.ts';
import { wholeOf } from './reading.ts';
import { pathBox } from './solid.ts';
import { type RegionOrigin, sourceRegion, uncropped } from './source-region.ts';
import { flipTurn } from './turn.ts';

/** The way of the region of a source into a layer, and that into the composite; whole pixels. */
export interface LayerGeometry {
  /** The part of the upright source that is shown; it may exceed the source. */
  readonly region: Rect;
  /** The region after `size`, `scale` or `res`, before any turn: what `perspective` moves the corners of. */
  readonly size: Size;
  /** The place of the mirrored and turned layer in the composite; it may overhang. */
  readonly box: Rect;
  /** The region with the margins of `extend`: everything that the layer covers. */
  readonly rect: Rect;
}

/** A layer by itself: its box counts in its own rectangle, which begins at 0,0. */
export interface LoneLayer extends LayerGeometry {
  /** The point of its rectangle that is placed. */
  readonly origin: Point;
}

/** The bounding box of a picture turned by any angle; rounding makes quarter turns exact. */
export function rotatedSize({ width, height }: Size, degrees: number): Size {
  const radians = (degrees * Math.PI) / 180;
  const cos = Math.abs(Math.cos(radians));
  const sin = Math.abs(Math.sin(radians));
  return { width: roundSize(width * cos + height * sin), height: roundSize(width * sin + height * cos) };
}

/** The size that a layer is scaled to; one with a perspective above layer 0 is as large as that. */
function layerSize({ width, height }: Size, layer: Layer, canvas: Size | undefined): Size {
  const { size, scale = 1, perspective } = layer;
  if (perspective) return canvas ? { width: canvas.width, height: canvas.height } : { width, height };
  if (!size) return { width: roundSize(width * scale), height: roundSize(height * scale) };
  // Of the two ratios the smaller one counts; products, not quotients, so that halves round the same everywhere.
  const byWidth = size.height === 0 || (size.width > 0 && size.width * height <= size.height * width);
  return byWidth
    ? { width: size.width, height: roundSize((height * size.width) / width) }
    : { width: roundSize((width * size.height) / height), height: size.height };
}

/** Fractions count in sizes of the turned layer, and round half up. */
function edgesOf({ width, height }: Size, extension: Extension | undefined): Omit<Extension, 'unit'> {
  if (!extension) return { left: 0, top: 0, right: 0, bottom: 0 };
  const { unit, left, top, right, bottom } = extension;
  if (unit === 'pixel') return extension;
  const part = (fraction: number, length: number): number => Math.floor(fraction * length + 0.5);
  return { left: part(left, width), top: part(top, height), right: part(right, width), bottom: part(bottom, height) };
}

function checkRectangle({ width, height }: Size, box: Size): void {
  if (width > 0 && height > 0) return;
  throw new RenditionError(
    'RENDITION_EMPTY',
    `expected margins that leave pixels of a ${box.width}×${box.height} picture, got ${width}×${height}`,
    { hint: 'Make the negative margins of `extend` smaller.' },
  );
}

/** A point of a rectangle: pixels from its top left, or fractions from its centre. */
function pointIn({ x, y, width, height }: Rect, offset: Offset): Point {
  return offset.unit === 'pixel'
    ? [x + offset.x, y + offset.y]
    : [x + width / 2 + offset.x * width, y + height / 2 + offset.y * height];
}

/** A point about the centre of a picture, mirrored and turned clockwise. */
export function turnedPoint([x, y]: Point, flip: FlipMode | undefined, degrees: number): Point {
  const { mirrorX, mirrorY } = flipTurn(flip);
  const [across, down] = [mirrorX ? -x : x, mirrorY ? -y : y];
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  return [across * cos - down * sin, across * sin + down * cos];
}

/** The anchor, carried along with the picture (reference B.4, 3). */
function anchorPoint(layer: Layer, anchor: Offset, from: RegionOrigin, { region, size, box }: LayerGeometry): Point {
  const [x, y] = pointIn(uncropped(layer, from), anchor);
  const across = ((x - region.x) / region.width - 0.5) * size.width;
  const down = ((y - region.y) / region.height - 0.5) * size.height;
  const [right, below] = turnedPoint([across, down], layer.own?.flip, layer.rotate ?? 0);
  return [box.x + box.width / 2 + right, box.y + box.height / 2 + below];
}

/** The place of a turned layer that `size` has made a canvas for: in its middle. */
function inMiddle(turned: Size, { width, height }: Size): Rect {
  return { ...turned, x: Math.floor((width - turned.width) / 2), y: Math.floor((height - turned.height) / 2) };
}

/** The point of a layer that is placed: as it says, else as its path or its text does, else its centre. */
function originIn(layer: Layer, from: RegionOrigin, geometry: LayerGeometry): Point {
  const { origin, anchor } = layer;
  if (origin) return pointIn(geometry.rect, origin);
  const path = pathBox(layer);
  if (path) return [-path.x, -path.y];
  const [x, y] = from.point ?? [];
  const own: Offset | undefined = x === undefined || y === undefined ? undefined : { unit: 'pixel', x, y };
  const carried = anchor ?? own;
  if (carried) return anchorPoint(layer, carried, from, geometry);
  return pointIn(geometry.rect, { unit: 'normal', x: 0, y: 0 });
}

/**
 * A layer cropped, scaled, turned and extended (reference B.1). `canvas` is the size of layer 0 for those above it.
 * With `asCanvas` a `size` of two sides is what the margins are added to, and the picture lies in its middle. Throws
 * RenditionError (RENDITION_EMPTY) where nothing of it is left.
 */
export function loneLayer(
  layer: Layer,
  from: RegionOrigin,
  { canvas, asCanvas = false }: { readonly canvas?: Size; readonly asCanvas?: boolean },
): LoneLayer {
  const region = sourceRegion(layer, from);
  const size = layerSize(region, layer, canvas);
  const turned = rotatedSize(size, layer.rotate ?? 0);
  const room = asCanvas && layer.size && layer.size.width > 0 && layer.size.height > 0 ? layer.size : turned;
  const { left, top, right, bottom } = edgesOf(room, layer.extension);
  const middle = inMiddle(turned, room);
  const box = { ...middle, x: middle.x + left, y: middle.y + top };
  const rect = wholeOf({ width: room.width + left + right, height: room.height + top + bottom });
  checkRectangle(rect, box);
  const geometry = { region, size, box, rect };
  return { ...geometry, origin: originIn(layer, from, geometry) };
}

/**
 * The place of a layer in the composite, whose origin is that of layer 0 (reference B.4, 4); what falls between pixels
 * goes to the top left.
 */
export function placedOn({ origin, box, rect, ...lone }: LoneLayer, position: Offset | undefined, base: LoneLayer) {
  const { unit = 'pixel', x = 0, y = 0 } = position ?? {};
  const step = unit === 'pixel' ? { width: 1, height: 1 } : base.rect;
  const left = Math.floor(base.origin[0] + x * step.width - origin[0]);
  const top = Math.floor(base.origin[1] + y * step.height - origin[1]);
  const moved = (part: Rect): Rect => ({ ...part, x: part.x + left, y: part.y + top });
  return { ...lone, box: moved(box), rect: moved(rect) };
}
