/** A point in fractions of the stored picture, from its top left; it may lie outside. */
export type Point = readonly [x: number, y: number];

/** A corner of a Bézier curve: the handle that leads to it, itself, the handle that leads from it. */
export type Knot = readonly [before: Point, at: Point, after: Point];

/** A path that a picture brings along: closed curves. */
export interface Outline {
  readonly name: string;
  readonly curves: readonly (readonly Knot[])[];
  /** It is the clipping path of the picture: layout programs show what lies inside. */
  readonly clips?: true;
}
