/** The change of the alpha of a source; pixels of the source, negative = shrinks. */
export interface MaskChange {
  readonly use?: 'invert' | 'off';
  readonly across: number;
  readonly down: number;
}
