import type { Rect, Size } from './geometry.ts';
import type { BlendMode } from './recipe/recipe.ts';
import type { PhotoshopText } from './text/photoshop-text.ts';

/** The properties that all layers have which are taken over. */
interface Taken {
  readonly name: string;
  /** Percent, of the layer with its effects. */
  readonly opacity: number;
  /** Percent, of its contents alone. */
  readonly fill: number;
  readonly blend: BlendMode;
  readonly effects: readonly LayerEffect[];
}

/** Style of a colour or gradient layer: how it blends with the layers below. */
export interface LayerLook {
  /** Red, green, blue, 0…255. */
  readonly color: readonly [number, number, number];
  /** Percent. */
  readonly opacity: number;
  readonly blend: BlendMode;
}

/** An effect of a layer: a colour in its shape, below it where its number is negative, else above it within its shape. */
export interface LayerEffect extends LayerLook {
  readonly number: number;
  /** To the right, and down; pixels. */
  readonly offset: readonly [x: number, y: number];
  /** Pixels. */
  readonly grow: number;
  readonly blur: number;
  /** All of the shape has it, not its edge alone. */
  readonly covers?: true;
}

/** A rectangle of one colour. */
export interface TakenFill extends Taken {
  readonly kind: 'fill';
  readonly rect: Rect;
  /** Red, green, blue, 0…255. */
  readonly color: readonly [number, number, number];
}

/** Pixels of a layer, or of several that can not be taken apart. */
export interface TakenPicture extends Taken {
  readonly kind: 'picture';
  /** In pixels of the canvas. */
  readonly rect: Rect;
  /** The file that holds them: in the folder that layers were taken into, then the asset below the library. */
  readonly asset: string;
}

/** A layer that may stay a text, where there are fonts of its letters. */
export interface TakenText extends Taken {
  readonly kind: 'text';
  readonly text: PhotoshopText;
  /** Its pixels; absent where nothing of it shows. */
  readonly drawn?: Pick<TakenPicture, 'rect' | 'asset'>;
}

export type TakenLayer = TakenPicture | TakenText | TakenFill;

/** A remark about what was left out of a layer, or made of it. */
export interface LayerRemark {
  readonly layer: string;
  /** A clause without its full stop. */
  readonly reason: string;
}

/** A file of Photoshop as layers of the serving language, the lowest first. */
export interface PhotoshopDocument {
  readonly size: Size;
  readonly layers: readonly TakenLayer[];
  readonly remarks: readonly LayerRemark[];
}
