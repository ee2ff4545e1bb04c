/** The formats in which pages may have a rendition beside its own, as `fmt` names them. */
export const SMART_FORMATS = ['avif', 'webp', 'jpeg', 'png'] as const;
export type SmartFormat = (typeof SMART_FORMATS)[number];

/** The files that a page is to have of one rendition, for browsers to choose from. */
export interface SmartImaging {
  /** From the one that is offered first to the last: each is kept where it is smaller than those after it. */
  readonly formats: readonly SmartFormat[];
  /** Multiples of its size, 1…5. */
  readonly dpr: readonly number[];
  /** Pixels; auto = where bytes grow about evenly. */
  readonly widths: 'auto' | readonly number[];
}

/** The default formats and pixel densities. */
export const USUAL_SMART = { formats: ['avif', 'webp'], dpr: [1, 2] } as const satisfies Partial<SmartImaging>;

/** The share of bytes that a file in another format has to save to be worth it. */
export const LEAST_SAVING = 0.05;

/** The rendition that a file stands for, and how. */
export interface Alternate {
  /** Name of the rendition. */
  readonly of: string;
  /** The place of its format among those that are offered: it is judged by the files of later ones. */
  readonly rank: number;
  /** Pixels to a pixel of the rendition, where that is what it differs by. */
  readonly dpr?: number;
  /** true: it stays whatever its size, being of the rendition's own format, or of one for browsers that show no other. */
  readonly needed?: true;
  /** The rest of what decides whether it is worth having: in an order as text, in a record as a digest of that. */
  readonly beside: string;
}

/** `bfc` and `dpr` without a ratio: further formats (false = none, whatever the profile says), and further densities. */
export interface Beside {
  readonly formats?: boolean;
  readonly densities?: true;
}
