/** Moves, lines, curves and ends: the letters M, L, C and Z, each with the absolute coordinates of its points. */
export type Path = readonly (string | number)[];

/**
 * The part of the composite that becomes transparent: outside of these paths, inside of the others. Names are those of
 * the master's.
 */
export interface ClippingPath {
  /** In pixels of the composite. */
  readonly path?: Path;
  readonly names?: readonly string[];
  readonly exceptPath?: Path;
  readonly exceptNames?: readonly string[];
}
