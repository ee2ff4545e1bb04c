import type { Rect, Size } from './geometry.ts';
import type { BlendMode } from './recipe/recipe.ts';
import type { PhotoshopText } from './text/photoshop-text.ts';

/** The properties that all layers have which are taken over. */
interface Taken {
  readonly name: string;
  /** Percent. */
  readonly opacity: number;
  readonly blend: BlendMode;
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

/** A remark about what was left out of a layer, or made of it. */
export interface LayerRemark {
  readonly layer: string;
  /** A clause without its full stop. */
  readonly reason: string;
}

/** A file of Photoshop as layers of the serving language, the lowest first. */
export interface PhotoshopDocument {
  readonly size: Size;
  readonly layers: readonly (TakenPicture | TakenText)[];
  readonly remarks: readonly LayerRemark[];
}
