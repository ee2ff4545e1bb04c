/** How the alpha of a source is changed; pixels of the source, negative = shrinks. */
export interface MaskChange {
  readonly use?: 'invert' | 'off';
  readonly across: number;
  readonly down: number;
}
