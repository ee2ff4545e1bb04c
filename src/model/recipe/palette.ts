/** The colours that a palette is taken from. */
export type PaletteType = 'adaptive' | 'web' | 'mac';

/** The reduction of colours: reference F.4. */
export interface Palette {
  readonly type: PaletteType;
  /** True if the error of a pixel is spread over its neighbours. */
  readonly diffuse: boolean;
  /** 2…256, for `adaptive`. */
  readonly colors: number;
  /** RRGGBB each, upper case: colours that must be in it. */
  readonly forced: readonly string[];
}
