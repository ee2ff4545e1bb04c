import { RenditionError } from '../model/errors.ts';
import { outputFormat, type OutputFormat } from '../model/output-formats.ts';
import { roundSize, type Rect, type Size } from '../model/geometry.ts';
import type { JobRendition } from '../model/job.ts';
import type { PictureRecipe, ResampleMode } from '../model/recipe.ts';
import { levelFor } from '../model/level.ts';
import { compositeGeometry, type CompositeGeometry } from './composite.ts';
import { drawnPart, placement, viewGeometry, type Placement } from './view.ts';
import { outerRecipe, sourceRecipe } from './nested.ts';
import { type Warp, warpOf } from './perspective.ts';
import type { Origin } from './source-region.ts';
import { contoursOf, outlinesIn, type Contour } from './contour.ts';
import type { Outline } from './outline.ts';
import { canvasFor, type Ratio } from './reach.ts';
import { common, within } from './rect.ts';
import { afterMirror, beforeTurn, flipTurn, isMirrored, quarterTurn, sizeBeforeTurn } from './turn.ts';
import { wholeOf, type Kernel, type Reading } from './reading.ts';
import type { MaskChange } from './mask-change.ts';
import { MAX_PIXELS } from './pixel-limit.ts';

// Reference F.6. `bisharp` is Photoshop's "bicubic sharper": the magic kernel with its sharpening step is one filter
// that reduces as bicubic does and sharpens as it goes, without the rings that an extra mask would draw.
const KERNELS: Readonly<Record<ResampleMode, Kernel>> = {
  bilin: 'linear',
  bicub: 'cubic',
  sharp2: 'lanczos3',
  bisharp: 'mks2013',
};

/** What a frame is made of. */
export interface Original extends Origin {
  /** The paths that it brings along, where they are needed. */
  readonly outlines?: readonly Outline[];
  /** Finds the pictures that recipes name, by that name; without one, the master. Throws RenditionError. */
  readonly references?: (object: string | undefined) => Original;
}

/** The picture that gates what a frame is made of. */
export interface MaskImage {
  /** As the recipe names it; absent: the master. */
  readonly object?: string;
  readonly frame: Frame;
}

/** How a reply is drawn that another request is made of: as it is, with its alpha. */
const REPLY = { format: 'png-alpha' } as const;

/** libvips' VIPS_MAX_COORD: no picture has a longer side, not even one that is never computed as a whole. */
const MAX_SIDE = 10_000_000;

type Shape = Omit<Reading, 'kernel'>;

/** Everything that is decided about one rendition before a pixel is read. */
export interface Frame {
  readonly rendition: JobRendition;
  readonly recipe: PictureRecipe;
  readonly format: OutputFormat;
  /** The request whose reply is drawn first, to take the place of the master. */
  readonly inner?: Frame;
  /** Where the alpha of what it is made of comes from, if not from that itself. */
  readonly maskImage?: MaskImage;
  readonly mask?: MaskChange;
  /** What the composite is clipped by, in pixels of `canvas`. */
  readonly contours: readonly Contour[];
  /** The paths that the master brings along, where they lie in the reply: in fractions of it. */
  readonly paths: readonly Outline[];
  /** Of the upright master, or of that reply; it may overhang. */
  readonly region: Rect;
  readonly level: number;
  readonly reading: Reading;
  /** What is read, once it is bent: the layer scaled to a size, of which only a window is needed. */
  readonly layer: Shape;
  readonly warp?: Warp;
  /** What of `layer.scaled` lies on the master; less than all where the region overhangs it. A bent layer is one whole. */
  readonly inside: Rect;
  /** Degrees clockwise that the layer is turned once it is mirrored. */
  readonly degrees: number;
  /** Whether these are no quarter turns. */
  readonly free: boolean;
  /** Size of the scaled composite. */
  readonly scaled: Size;
  /** Where the mirrored and turned layer lies in the scaled composite; it may overhang. */
  readonly box: Rect;
  /** The part of the scaled composite that is drawn: what shows, and what is needed around it. */
  readonly canvas: Rect;
  readonly ratio: Ratio;
  /** Where what shows goes; `from` counts in the scaled composite. */
  readonly placement: Placement;
  /** Size of what is drawn of the view: what the reply shows, and what sharpening needs around it. */
  readonly drawn: Size;
  /** Where the reply lies in what is drawn; it may overhang. */
  readonly tile: Rect;
  /** Size of the reply. */
  readonly view: Size;
}

function tooLarge(what: string, { width, height }: Size, most: string): RenditionError {
  return new RenditionError('RENDITION_TOO_LARGE', `expected ${most} for ${what}, got ${width}×${height}`, {
    hint: 'Ask for a smaller size, or a format that can hold it.',
  });
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });
const pixelsOf = ({ width, height }: Size): number => width * height;

function checkPixels(what: string, { width, height }: Size): void {
  if (width * height > MAX_PIXELS) throw tooLarge(what, { width, height }, `at most ${MAX_PIXELS} pixels`);
}

function checkSizes(
  format: OutputFormat,
  sizes: { readonly view: Size; readonly scaled: Size; readonly region: Size; readonly master: Size },
): void {
  const { view, scaled, region, master } = sizes;
  if (Math.max(view.width, view.height) > format.maxSide) {
    throw tooLarge(`a ${format.names[0]} file`, view, `at most ${format.maxSide} pixels a side`);
  }
  // A region that is larger than the master has margins, and is held with them.
  const most = Math.max(MAX_PIXELS, pixelsOf(master));
  if (pixelsOf(view) > MAX_PIXELS) throw tooLarge('the rendition', view, `at most ${MAX_PIXELS} pixels`);
  if (pixelsOf(region) > most) throw tooLarge('the region of the master', region, `at most ${most} pixels`);
  if (Math.max(scaled.width, scaled.height) > MAX_SIDE) {
    throw tooLarge('the scaled picture', scaled, `at most ${MAX_SIDE} pixels a side`);
  }
}

/** Pixels of the composite as pixels of the scaled one; both edges are rounded, so that what touches still does. */
function scaleRect({ x, y, width, height }: Rect, from: Size, to: Size): Rect {
  const across = (at: number): number => Math.floor((at * to.width) / from.width + 0.5);
  const down = (at: number): number => Math.floor((at * to.height) / from.height + 0.5);
  const [left, top] = [across(x), down(y)];
  return { x: left, y: top, width: Math.max(1, across(x + width) - left), height: Math.max(1, down(y + height) - top) };
}

/** `flip` mirrors what is turned; turned the other way round after a mirror is the same, and mirrors are read for free. */
function turnAfterMirror({ flip, rotate = 0 }: PictureRecipe): number {
  return isMirrored(flipTurn(flip)) ? -rotate : rotate;
}

/** How the layer is read where it is only mirrored and turned by quarters: just what falls on the canvas. */
function readSquarely(recipe: PictureRecipe, box: Rect, shown: Rect): Shape {
  const by = afterMirror(flipTurn(recipe.flip), quarterTurn(turnAfterMirror(recipe)));
  return { scaled: sizeBeforeTurn(box, by), window: beforeTurn(within(shown, box), box, by) };
}

/** How the layer is read where it is turned by another angle: whole, at the larger of the two scales. */
function readWhole({ layer, box: turned }: CompositeGeometry, box: Size): Shape {
  const scale = Math.max(box.width / turned.width, box.height / turned.height);
  const size = { width: roundSize(layer.width * scale), height: roundSize(layer.height * scale) };
  checkPixels('a turned picture', size);
  return { scaled: size, window: wholeOf(size) };
}

function writableFormat(name: string): OutputFormat {
  const format = outputFormat(name);
  if (format && format.encoder !== null) return format;
  throw new RenditionError('RENDITION_NOT_AS_PLANNED', `expected a format that dmx writes, got ${name}`, {
    hint: 'Choose one of the formats that `fmt` lists.',
  });
}

function nothingShows(): RenditionError {
  return new RenditionError('RENDITION_EMPTY', `expected part of the picture in the view, got none`, {
    hint: 'Move `rgn` or `rect` onto the picture, or take `align` away.',
  });
}

/** How the layer is drawn before it is mirrored and turned, and what has to be read for it: all of what is bent. */
function shapeOf(
  recipe: PictureRecipe,
  geometry: CompositeGeometry,
  { box, shown }: { readonly box: Rect; readonly shown: Rect },
): { readonly layer: Shape; readonly read: Shape; readonly warp?: Warp } {
  const free = turnAfterMirror(recipe) % 90 !== 0;
  const layer = free ? readWhole(geometry, box) : readSquarely(recipe, box, shown);
  const warp = warpOf(recipe, geometry.region, layer.scaled);
  if (!warp) return { layer, read: layer };
  checkPixels('what is read for a perspective', warp.source);
  return { layer, warp, read: { scaled: warp.source, window: wholeOf(warp.source) } };
}

/** What of a layer lies on the master. */
function insideOf(region: Rect, master: Size, scaled: Size): Rect {
  const part = common(region, wholeOf(master)) ?? region;
  return scaleRect(within(part, region), region, scaled);
}

/** The reply as a part of the scaled composite, which it may overhang. */
function replyIn({ from, at }: Placement, tile: Rect): Rect {
  return { ...tile, x: tile.x - at.x + from.x, y: tile.y - at.y + from.y };
}

/** The mask at full size: a pixel of the layer is as many of the source as it was made of. */
function maskChange({ mask }: PictureRecipe, { region, layer }: CompositeGeometry): MaskChange | undefined {
  const { use, grow = 0, growScaled = 0 } = mask ?? {};
  if (use === undefined && grow === 0 && growScaled === 0) return undefined;
  const across = grow + (growScaled * region.width) / layer.width;
  const down = grow + (growScaled * region.height) / layer.height;
  return { across, down, ...(use && { use }) };
}

/** Plans one picture of what it is made of, a master or the reply to a request of its own. */
function frameOf(rendition: JobRendition, recipe: PictureRecipe, master: Original, window?: Rect): Frame {
  const format = writableFormat(recipe.output.format ?? 'jpeg');
  const layer = compositeGeometry(recipe, master, window);
  const { region, composite } = layer;
  const geometry = viewGeometry(composite, recipe.view);
  const { scaled, tile } = geometry;
  const view = sizeOf(tile);
  checkSizes(format, { view, scaled, region, master });
  const drawn = drawnPart(geometry, recipe);
  const placed = drawn && placement(geometry, drawn);
  const box = scaleRect(layer.box, composite, scaled);
  if (!drawn || !placed || !common(box, placed.from)) throw nothingShows();
  const ratio = { across: scaled.width / composite.width, down: scaled.height / composite.height };
  const canvas = canvasFor(placed.from, scaled, recipe.operations, ratio);
  checkPixels('what is drawn of the picture', canvas);
  const shown = common(box, canvas) ?? box;
  const degrees = turnAfterMirror(recipe);
  const free = degrees % 90 !== 0;
  const { read, ...shape } = shapeOf(recipe, layer, { box, shown });
  const reading = { ...read, kernel: KERNELS[recipe.resample ?? 'sharp2'] };
  const inside = shape.warp ? wholeOf(shape.layer.scaled) : insideOf(region, master, shape.layer.scaled);
  const level = levelFor(region, reading.scaled);
  const mask = maskChange(recipe, layer);
  const { outlines = [] } = master;
  const shownPart = { master, geometry: layer, ratio, canvas };
  const contours = contoursOf(recipe, outlines, shownPart);
  const shownAt = replyIn(placed, within(tile, drawn));
  const paths = outlinesIn(shownAt, recipe, outlines, shownPart);
  const turned = { degrees, free, scaled, box, canvas, ratio, placement: placed };
  const layout = { contours, paths, ...shape, reading, inside, ...turned };
  return {
    rendition,
    recipe,
    format,
    ...(mask && { mask }),
    region,
    level,
    ...layout,
    drawn: sizeOf(drawn),
    tile: within(tile, drawn),
    view,
  };
}

/**
 * Plans one picture of a master of upright size `master`; `window` is that of its smart crop. Sizes come from the
 * master's size alone. Throws RenditionError (RENDITION_EMPTY, RENDITION_TOO_LARGE, RENDITION_NOT_AS_PLANNED).
 */
export function makeFrame(rendition: JobRendition, recipe: PictureRecipe, master: Original, window?: Rect): Frame {
  const source = sourceRecipe(recipe);
  const maskImage = maskImageOf(rendition, recipe, master);
  if (!source) return { ...frameOf(rendition, recipe, master, window), ...maskImage };
  const inner = makeFrame(rendition, { ...source, output: REPLY }, master, window);
  return { ...frameOf(rendition, outerRecipe(recipe), { ...inner.view, outlines: inner.paths }), ...maskImage, inner };
}

/** All of a picture at its own size. */
const FULL_SIZE: PictureRecipe = { kind: 'picture', view: { scale: 1 }, output: REPLY };

function maskImageOf(
  rendition: JobRendition,
  { mask }: PictureRecipe,
  { references }: Original,
): Pick<Frame, 'maskImage'> {
  if (!mask?.object) return {};
  const { path, request = FULL_SIZE } = mask.object;
  if (!references) throw new RangeError('expected pictures that recipes name, got none at hand');
  const frame = makeFrame(rendition, { ...request, output: REPLY }, references(path));
  return { maskImage: { ...(path !== undefined && { object: path }), frame } };
}
