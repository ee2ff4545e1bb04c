import type { AnimationRule } from './animation-rules.ts';
import type { NormalPoint, NormalRect } from '../geometry.ts';
import type { Noise } from './noise.ts';
import type { Palette } from './palette.ts';
import type { Beside } from './smart-imaging.ts';
import type { TextSource, Typesetting } from '../text/typesetting.ts';
import type { ClippingPath } from './clipping-path.ts';
import type { Extension, Offset, Perspective, ScaleBox, SourceCrop, View } from './transforms.ts';

export type ResampleMode = 'bilin' | 'bicub' | 'sharp2' | 'bisharp';
export type FlipMode = 'lr' | 'ud' | 'lrud';
export type MetadataPolicy = 'copyright' | 'all' | 'none';
export type PixelType = 'rgb' | 'gray' | 'cmyk';
/** The blend mode of a layer. */
export type BlendMode = 'norm' | 'dissolve' | 'lighten' | 'darken' | 'mult' | 'screen';

/** 0…255 each, alpha 255 = opaque, not premultiplied. */
export interface Color {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly alpha: number;
}

/** Pixels taken off each side of the upright master before anything else: a profile's `crop`. */
export interface Margins {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** amount 0…5, radius 0…250 px, threshold 0…255, monochrome = brightness only. */
export interface UnsharpMask {
  readonly amount: number;
  readonly radius: number;
  readonly threshold: number;
  readonly monochrome: boolean;
}

/**
 * The window that is found from the picture's subject. What was asked, never what was found.
 * `ratio` is width / height in lowest terms or as given ("3:2"); the window is the largest of that ratio, divided by `zoom`.
 */
export interface SmartCrop {
  readonly ratio: readonly [width: number, height: number];
  readonly zoom: number;
  /** Detectors in the order they are asked. */
  readonly strategy: readonly string[];
  /** An override of a person takes precedence over detection. */
  readonly override?: { readonly rect: NormalRect } | { readonly focus: NormalPoint };
}

export type RenderIntent = 'perceptual' | 'relative' | 'saturation' | 'absolute';

/** `icc`: the output profile, and how colours get into it. Absent = not asked. */
export interface OutputProfile {
  /** The name in the language, or of the profile's file: see `namedProfile`. Absent: the default of the pixel type. */
  readonly name?: string;
  readonly intent?: RenderIntent;
  readonly blackPoint?: boolean;
  readonly dither?: boolean;
}

/** `op_colorize`: normalize moves the median of brightness to one half; contrast 0…100 widens its range. */
export interface Colorizing {
  readonly color: Color;
  readonly normalize: boolean;
  readonly contrast: number;
}

/** Operations on the composite (`op_…`); absent where not asked for. −100…100 unless noted otherwise. */
export interface Operations {
  readonly invert?: boolean;
  readonly colorBalance?: readonly [red: number, green: number, blue: number];
  /** Degrees, −180…180. */
  readonly hue?: number;
  readonly saturation?: number;
  readonly brightness?: number;
  readonly contrast?: number;
  readonly colorize?: Colorizing;
  /** Pixels of the composite; negative = shrink. */
  readonly grow?: number;
  /** Radius in pixels of the composite, 0…100. */
  readonly blur?: number;
  readonly noise?: Noise;
  /** Percent each, 0…100; their product is that of the contents, effects have the first one alone. */
  readonly opacity?: readonly [opacity: number, fill: number];
}

/** The work that the encoder spends on a small file; the default is `balanced`. */
export type Effort = 'fast' | 'balanced' | 'small';

/** The way of a gain map that a master brings along, by which screens of much light show it brighter. */
export const HDR_RULES = ['keep', 'drop'] as const;

export interface Output {
  /** Canonical `fmt` name: the first of its row in OUTPUT_FORMATS. */
  readonly format: string;
  readonly pixelType?: PixelType;
  /** none | lzw | zip | jpeg | lossy | lossless. */
  readonly compression?: string;
  /** 1…100; with a target the best that may be used. */
  readonly quality?: number;
  /** The least likeness to its pixels that a lossy file of RGB shall have: SSIMULACRA 2, 1…100. */
  readonly target?: number;
  /** Bits a sample, where these are more than 8. */
  readonly bitDepth?: number;
  /** true = full chroma (4:4:4), false = subsampled (4:2:0); with a target absent = as the picture needs it. */
  readonly fullChroma?: boolean;
  /** Most kilobytes of 1024 bytes that a lossy file may have; `quality` is then the best one tried. */
  readonly maxKilobytes?: number;
  readonly effort?: Effort;
  /** `keep`: keeps all frames of an animated master, where the format can hold them. */
  readonly animation?: AnimationRule;
  /** With `video`: kilobytes of 1024 bytes that a master may have and still keep its frames. */
  readonly animationOver?: number;
  /** `keep`: keeps the master's gain map, cropped and scaled like the picture, where the format can hold it. */
  readonly hdr?: (typeof HDR_RULES)[number];
  readonly palette?: Palette;
  /** Pixels per inch, as the file says; changes no pixel. */
  readonly printResolution?: number;
  readonly profile?: OutputProfile;
  readonly embedProfile?: boolean;
  /** True if the master's XMP is copied, whatever `metadata` says. */
  readonly keepXmp?: boolean;
  /** True if the paths that the master brings along are written into the file, where they lie in its picture. */
  readonly embedPaths?: boolean;
}

/** The way in which the alpha of a source gates it, before all else. Absent = as it is. */
export interface SourceMask {
  /** The picture whose alpha, else whose gray, takes the place of the source's own alpha. */
  readonly object?: RecipeObject;
  /** `off`: ignores alpha, so that all is opaque; `invert`: inverts it. */
  readonly use?: 'invert' | 'off';
  /** Pixels of the full-size source by which alpha grows; negative = shrinks. */
  readonly grow?: number;
  /** The same in pixels of the scaled layer; applied first. */
  readonly growScaled?: number;
}

/**
 * An object, as the language calls it: a picture that a recipe names beside the one it is about, as a request shows it.
 */
export interface RecipeObject {
  /** Below the library, `/`-separated; `$object$` in it stands for the asset path. Absent: the picture itself. */
  readonly path?: string;
  /** Absent: all of it as it is. */
  readonly request?: PictureRecipe;
}

/**
 * The source of the pixels of a layer: the master, the reply to a request about it (`src=is{…}`), another picture of the
 * library, a colour that fills the layer (its `underColor`, else nothing but room), or a text.
 */
export type Source =
  | { readonly kind: 'master' }
  | { readonly kind: 'request'; readonly request: PictureRecipe }
  | { readonly kind: 'object'; readonly object: RecipeObject }
  | { readonly kind: 'solid' }
  | TextSource;

/** The size and look that composite commands ask of a composite, or of the layer in whose segment they stand. */
export interface Treatment {
  readonly flip?: FlipMode;
  readonly operations?: Operations;
  readonly clip?: ClippingPath;
  /** The simple sharpening of `op_sharpen=1`; a composite's goes on the final view, after scaling, as both masks do. */
  readonly sharpen?: boolean;
  /** `op_usm`. */
  readonly unsharpMask?: UnsharpMask;
  /** `op_usmR`, applied after `op_usm`; alone it does the same. */
  readonly unsharpMaskR?: UnsharpMask;
  /** AREA elements in its pixels, which change none of them; empty: none, whatever is marked in its source. */
  readonly map?: string;
}

/** One layer: what is read, and how it becomes a rectangle of the composite. Absent = not asked. */
export interface Layer {
  /** 0 is the lowest one, whose rectangle is the canvas of the composite. */
  readonly number: number;
  readonly source: Source;
  /** Typesetting of a text layer. */
  readonly typesetting?: Typesetting;
  /** Values of the variables of a drawing, where the source is one that has some; by name. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Pictures that a drawing shows, where the source is one that asks for some: in the order of its requests. */
  readonly pictures?: readonly RecipeObject[];
  readonly mask?: SourceMask;
  readonly crop?: SourceCrop;
  /** Paths of the source whose boxes it is cropped to as well. */
  readonly cropPaths?: readonly string[];
  /** The box that the cropped picture is scaled into before all else; the very size of a colour. */
  readonly size?: ScaleBox;
  /** Factor by which the cropped picture is scaled before all else; no effect beside `size`. */
  readonly scale?: number;
  /** The same as a resolution; ignored with `size` or `scale`. `resolve` turns it into a scale. */
  readonly resolution?: number;
  /** Takes the place of `size` and `resolution`; `scale` is then the finest halving of the source that is looked at. */
  readonly perspective?: Perspective;
  /**
   * Operations on the scaled layer before it is turned; its clip counts in pixels of all its rectangle. Of a layer 0
   * that is alone `parseModifiers` makes it the composite's, where both would be the same.
   */
  readonly own?: Treatment;
  /** `color`: shows through the transparent parts of the layer, before it is turned. */
  readonly underColor?: Color;
  /** Degrees clockwise. */
  readonly rotate?: number;
  readonly extension?: Extension;
  /** `bgColor`: shows through what is transparent of all its rectangle. */
  readonly fill?: Color;
  /** The way from the origin of layer 0 to that of the layer; `normal` counts in sizes of layer 0. */
  readonly position?: Offset;
  /** The point of its rectangle that is laid there; `normal` counts in its sizes from the centre. */
  readonly origin?: Offset;
  /** The same as a point of the source, `normal` counting from its centre; ignored with `origin`. */
  readonly anchor?: Offset;
  /** AREA elements in pixels of the source, of no effect beside a map of its own. */
  readonly sourceMap?: string;
  /** Absent: `norm`. */
  readonly blend?: BlendMode;
  /** It is not drawn; layer 0 still is the canvas. */
  readonly hidden?: boolean;
  /**
   * Its effects by number: below it where negative, above it within its shape where positive. Each is a colour in the
   * shape of the layer, which has of all these fields `own` operations, `mask.use`, `underColor`, `position` from its
   * layer, `blend` and `hidden`.
   */
  readonly effects?: readonly Layer[];
}

/** The layers of a picture, and what is done to them together, before the view transform. */
export interface Composite extends Treatment {
  /** By number, 0 first. */
  readonly layers: readonly [base: Layer, ...above: Layer[]];
  /** Effects of all layers together. */
  readonly effects?: readonly Layer[];
  /** False: effects show through the layers above them. */
  readonly effectMask?: boolean;
}

/** The conversion of a composite to a file. Absent = not asked for; `resolve` fills in the server settings. */
interface Reply {
  readonly view: View;
  /** `mask`: its transparency as gray pixels; `thumbnail`: as small as thumbnails are. Absent = the picture itself. */
  readonly reply?: 'mask' | 'thumbnail';
  readonly background?: Color;
  readonly resample?: ResampleMode;
  readonly output: Partial<Output>;
  readonly metadata?: MetadataPolicy;
  /** The language of its texts and of the pictures that it names; gone once these are found. */
  readonly locale?: string;
  /** The picture that takes the place of one that is not there, below the library; empty: none. Gone once all are found. */
  readonly defaultImage?: string;
  /** Files that a page is to have beside it; gone once the recipe is resolved. */
  readonly beside?: Beside;
}

/** Settings of a profile about the master, wherever in a recipe that is read. */
export interface MasterTreatment {
  readonly margins?: Margins;
  readonly smartCrop?: SmartCrop;
  /** The profile's mask, on levels at a scale under one half. */
  readonly levelMask?: UnsharpMask;
  /** Times that the level which is read is larger than the picture at least; absent = `LEVEL_RESERVE`. */
  readonly levelReserve?: number;
  /** The profile of colours that the master's numbers are taken to be in: it says nothing of them itself. */
  readonly sourceProfile?: string;
  /** The page of a document that is the picture, counted from 1; absent = the first. */
  readonly page?: number;
  /** `true`: of a camera raw the picture that its camera made of it. */
  readonly rawPreview?: true;
}

/** A picture made by the serving language, as a tree: the reply, its composite, the layers of that, their sources. */
export interface PictureRecipe extends Reply {
  readonly kind: 'picture';
  readonly composite: Composite;
  readonly master?: MasterTreatment;
}

export type PyramidCompression = 'jpeg' | 'deflate' | 'lzw';

/** A tiled TIFF with every halving of the master down to one tile. */
export interface PyramidRecipe {
  readonly kind: 'pyramid';
  readonly master?: Omit<MasterTreatment, 'smartCrop'>;
  /** Side of a tile in pixels, a multiple of 16. */
  readonly tile: number;
  /** The compression that is asked; a master with alpha or more than 8 bits gets deflate instead of jpeg. */
  readonly compression: PyramidCompression;
  /** 1…100, for jpeg. */
  readonly quality: number;
  readonly metadata?: MetadataPolicy;
}

/** Everything that determines one rendition's content, as data. */
export type Recipe = PictureRecipe | PyramidRecipe;
