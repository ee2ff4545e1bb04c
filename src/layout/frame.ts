import type { OutputFormat } from '../model/formats/output-formats.ts';
import type { Rect, Size } from '../model/geometry.ts';
import type {
  Color,
  Composite,
  FlipMode,
  Layer,
  Operations,
  PictureRecipe,
  Treatment,
  UnsharpMask,
} from '../model/recipe/recipe.ts';
import type { SetText } from '../model/text/set-text.ts';
import type { Contour } from './contour.ts';
import type { Mark } from './marks.ts';
import type { MaskChange } from './mask-change.ts';
import type { Outline } from './outline.ts';
import type { Warp } from './perspective.ts';
import type { CompositeScale } from './reach.ts';
import { type Reading, wholeOf } from './reading.ts';
import { common } from './rect.ts';
import { type Placement, replyIn } from './view.ts';

/** The picture whose alpha channel masks a layer. */
export interface MaskImage {
  /** Its name in the recipe; absent = the master. */
  readonly object?: string;
  readonly frame: Frame;
}

/** The source of a layer, where that is not the master as it is. */
export interface LayerSource {
  /** The picture that the layer, or `inner`, is about, as the recipe names it; absent: the master. */
  readonly object?: string;
  /** The colour that takes the place of a picture of this size; alpha 0 where the layer is but a canvas. */
  readonly solid?: { readonly color: Color; readonly size: Size };
  /** The text that takes its place. */
  readonly text?: SetText;
  /** The request whose reply is drawn first, to take the place of the picture. */
  readonly inner?: Frame;
  /** The picture that the alpha of the source comes from, if not from that itself. */
  readonly maskImage?: MaskImage;
  readonly mask?: MaskChange;
}

/** The turn of a layer once it is mirrored. */
export interface LayerTurn {
  /** Clockwise, not 0. */
  readonly degrees: number;
  /** True if these are no quarter turns. */
  readonly free: boolean;
  /** The box around it as it is turned: another one than `box` where the view stretches, which it does afterwards. */
  readonly size: Size;
  /** Its size in the scaled composite. */
  readonly box: Size;
}

/** Operations on pixels in memory: on the composite, or on a layer by itself. */
export interface OperatedFrame {
  readonly operations: Operations;
  /** Of a layer alone: a composite is sharpened in the view. */
  readonly sharpening?: Pick<Treatment, 'sharpen' | 'unsharpMask' | 'unsharpMaskR'>;
  /** The part that is there, of the scaled composite or of the scaled layer. */
  readonly canvas: Rect;
  /** Pixels of the scaled composite or layer for each of its own. */
  readonly ratio: CompositeScale;
}

/** Everything that is decided about one effect of a layer or of the composite. */
export interface EffectFrame {
  readonly effect: Layer;
  /** True if it lies below its layer. */
  readonly outer: boolean;
  /** The way of the shape that it is made of, in whole pixels of the scaled composite. */
  readonly offset: { readonly x: number; readonly y: number };
  /** The moved part that is computed: a place in the scaled composite. */
  readonly operated: OperatedFrame;
}

/** Everything that is decided about one layer of a rendition before a pixel is read. */
export interface LayerFrame {
  readonly layer: Layer;
  readonly source: LayerSource;
  /** The part of the upright source that the layer shows, in its pixels. */
  readonly region: Rect;
  /** The halving of the region that is read. */
  readonly level: number;
  /** The operations on that level where it is of the master, and smaller than half of it. */
  readonly levelMask?: UnsharpMask;
  readonly reading: Reading;
  /**
   * The place in its window of what is read, both in pixels of the scaled layer: present where the layer overhangs its
   * source.
   */
  readonly overhang?: { readonly at: Rect; readonly window: Rect };
  /** The part that is read, once it is warped: the layer scaled to a size, of which only a window is needed. */
  readonly drawn: Omit<Reading, 'kernel'>;
  readonly warp?: Warp;
  /**
   * The part of `drawn.scaled` that lies on the source; less than all where the region overhangs it. A warped layer is
   * one whole.
   */
  readonly inside: Rect;
  /** Operations on the layer alone. `canvas` is `kept`, the visible part, with the margin that their filters read. */
  readonly operated?: OperatedFrame & { readonly kept: Rect };
  /** The mirrors of layer and composite in one: before the turn, which goes the other way round for the composite's. */
  readonly flip?: FlipMode;
  readonly turn?: LayerTurn;
  /** The place in the scaled composite of what was drawn of it, once it is mirrored and turned; it may overhang. */
  readonly at: Rect;
  /** The part of its rectangle, margins and all, that is drawn: a place in the scaled composite. */
  readonly laid: Rect;
  /** The contours that it is clipped by, in pixels of `laid`. */
  readonly contours: readonly Contour[];
  /** Its picture has no alpha and fills its rectangle: nothing of what lies around a shape is drawn around it. */
  readonly isOpaque?: true;
  /** Those that are drawn: outer ones first, by number. */
  readonly effects: readonly EffectFrame[];
}

/** Everything that is decided about the composite. */
export interface CompositeFrame {
  readonly composite: Composite;
  readonly layers: readonly [base: LayerFrame, ...above: LayerFrame[]];
  /** The numbers of layers that lie wholly beside the composite, with all that is drawn around them; absent = none. */
  readonly beside?: readonly number[];
  /** Size of the scaled composite. */
  readonly scaled: Size;
  /** The part of the scaled composite that is drawn: what shows, and what is needed around it. */
  readonly canvas: Rect;
  readonly ratio: CompositeScale;
  /** The operations on it. */
  readonly operated?: OperatedFrame;
  /** The contours that the composite is clipped by, in pixels of `canvas`. */
  readonly contours: readonly Contour[];
  readonly effects: readonly EffectFrame[];
}

/** Everything that is decided about one rendition before a pixel is read: its reply, its composite, their layers. */
export interface Frame {
  readonly recipe: PictureRecipe;
  readonly format: OutputFormat;
  readonly composite: CompositeFrame;
  /** The paths that the master brings along, where they lie in the reply: in fractions of it. */
  readonly paths: readonly Outline[];
  /** The marks of the master and of maps, where they lie in the reply, front to back: in fractions of it; present if it has any. */
  readonly marks?: readonly Mark[];
  /** The place of what shows; `from` counts in the scaled composite. */
  readonly placement: Placement;
  /** Size of what is drawn of the view: what the reply shows, and what sharpening needs around it. */
  readonly drawn: Size;
  /** The place of the reply in what is drawn; it may overhang. */
  readonly tile: Rect;
  /** Size of the reply. */
  readonly view: Size;
}

/**
 * Tells whether a layer is made of pixels that are drawn first: the reply to a request, or a source with another alpha.
 */
export function isDerived({ source: { inner, maskImage, mask, solid, text } }: LayerFrame): boolean {
  return (inner ?? maskImage ?? mask ?? solid ?? text) !== undefined;
}

/** Tells whether a layer is cut from the master as it is. */
export function isOfMaster(layer: LayerFrame): boolean {
  return layer.source.object === undefined && !isDerived(layer);
}

/** The layer whose reading decides when a frame is drawn: the only one, until there are more. */
export function baseOf({ composite }: Frame): LayerFrame {
  return composite.layers[0];
}

/** A frame and those of the requests about the same picture that it is made of, the outermost first. */
export function nestedFrames(frame: Frame): readonly Frame[] {
  const own = frame.composite.layers.flatMap(({ source: { inner, object } }) => (object === undefined && inner) || []);
  return [frame, ...own.flatMap(nestedFrames)];
}

/** The numbers of layers that lie wholly beside their composites, those of the requests that a frame is made of as well. */
export function layersBeside({ composite }: Frame): readonly number[] {
  const inner = composite.layers.flatMap(({ source }) => (source.inner ? layersBeside(source.inner) : []));
  return [...new Set([...(composite.beside ?? []), ...inner])];
}

/** Tells whether what is drawn of a layer has nothing of its picture: a region beside it, or margins alone. */
function isBesidePicture({ layer, source, overhang, at, laid }: LayerFrame): boolean {
  if (layer.hidden === true || source.solid !== undefined) return false;
  return !common(at, laid) || (overhang !== undefined && !common(overhang.at, overhang.window));
}

/**
 * Tells whether a reply, or one to a request that it is made of, shows nothing of its picture: it is cut wholly beside that.
 * A composite of several layers may well show others alone.
 */
export function showsNothing({ composite, placement, tile }: Frame): boolean {
  const { layers, scaled } = composite;
  const [base, ...above] = layers;
  if (!common(replyIn(placement, tile), wholeOf(scaled))) return true;
  if (above.length === 0 && isBesidePicture(base)) return true;
  return layers.some(({ source: { inner } }) => inner !== undefined && showsNothing(inner));
}
