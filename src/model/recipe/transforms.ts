/** The way in which `wid` × `hei` determine scale and reply size (reference B.6). */
export type FitMode = 'fit' | 'constrain' | 'crop' | 'wrap' | 'stretch' | 'hfit' | 'vfit';

/** The unit of a pair of commands such as `extend` and `extendN`. */
export type Unit = 'pixel' | 'normal';

/**
 * `crop` in whole master pixels, `cropN` in fractions; either may overhang the master. Named as the language names it.
 */
export interface SourceCrop {
  readonly unit: Unit;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The box that a cropped picture is scaled into; 0 = that side is free. `normal` counts in sizes of the canvas. */
export interface ScaleBox {
  readonly unit: Unit;
  readonly width: number;
  readonly height: number;
}

/** A point or vector: pixels, or fractions of the size that its command refers to. */
export interface Offset {
  readonly unit: Unit;
  readonly x: number;
  readonly y: number;
}

/** `extend`: whole pixels added to each side of the turned layer, or fractions of it; negative = cut off. */
export interface Extension {
  readonly unit: Unit;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * The places to which the corners of a picture go, x and y each: top left, top right, bottom right, bottom left. They
 * are convex.
 */
export type Corners = readonly [
  topLeftX: number,
  topLeftY: number,
  topRightX: number,
  topRightY: number,
  bottomRightX: number,
  bottomRightY: number,
  bottomLeftX: number,
  bottomLeftY: number,
];

/**
 * R1: the nearest pixel, R2: linear between pixels, R3: cubic; each of a source as fine as the reply. R3T0…R3T200: cubic,
 * of one finer or coarser: a pixel of the reply takes so many percent of its width.
 */
export type PerspectiveFilter = 'R1' | 'R2' | 'R3' | `R3T${number}`;

/**
 * `perspective` in pixels of the cropped picture at full size, `perspectiveN` in fractions of it; corners may overhang
 * it.
 */
export interface Perspective {
  readonly unit: Unit;
  readonly corners: Corners;
  /** Absent: R3, which is R3T100. */
  readonly filter?: PerspectiveFilter;
}

/** The view commands combined. Pixels unless noted otherwise. */
export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly fit?: { readonly mode: FitMode; readonly upscale: boolean };
  /** −1…1 each: −1,−1 top-left, 0,0 centre, 1,1 bottom-right. */
  readonly align?: readonly [horizontal: number, vertical: number];
  /** Inverse scale: the reply is the composite divided by this. */
  readonly scale?: number;
  /** Region of the composite from which scale factors are computed. */
  readonly region?: SourceCrop;
  /**
   * The part of the reply that is wanted, in pixels of the reply after one more scaling by `scale`; it may overhang.
   */
  readonly tile?: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly scale: number;
  };
  /** The factor of `width`, `height` and `scale`; `resolve` does so. */
  readonly pixelRatio?: number;
}
