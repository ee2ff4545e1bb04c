import type { ImageFacts, MediaKind } from '../asset.ts';
import type { DecoderPackageName } from './decoder-packages.ts';
import type { Output, PixelType } from '../recipe/recipe.ts';
import type { WritingOf } from './writing.ts';

/** A MIME type that files of a format go by. */
export interface FileType {
  readonly mime: string;
  /** Judges the first kilobytes of a file, as Latin-1. Absent where the `file-type` package tells. */
  readonly begins?: (head: string) => boolean;
  /** The root element of files that are XML. */
  readonly xmlRoot?: string;
  /** Other formats have the same signature, which `file-type` tells apart; files that it does not know are of this format. */
  readonly ambiguous?: true;
  /** A TIFF with raw sensor data, of no type that `file-type` knows. */
  readonly sensor?: true;
  /** Boxes that may hold sound alone: then the file is no asset. */
  readonly mayBeSound?: true;
  /** dmx reads only the first frame of such a file, unless its facts say that it is a sequence. */
  readonly firstFrame?: true;
}

/**
 * The cost of reading a master, measured by `npm run bench -- calibrate`; see `plan/estimate/cost-table.ts`.
 * @public The declarations of the library name it.
 */
export interface Decoding {
  /** Bytes per pixel that the decoder holds while it reads; 0 where it streams rows. */
  readonly pixelBytes: (facts: ImageFacts) => number;
  /** Bytes that it holds whatever the size of the picture: the program of a library, compiled, and what that sets up; absent = few. */
  readonly fixedBytes?: number;
  /** The decoder maps or reads the whole file into memory: the pages of a map count as resident. */
  readonly wholeFile: boolean;
  /** Rows of a strip as it is stored, which is there beside those that are decoded; absent = it is read as it is decoded. */
  readonly stripRows?: number;
  /** Nanoseconds that reading a pixel takes on one core of a usual machine; absent = as most. */
  readonly pixelNanoseconds?: number;
  /** Its pictures may lie in tiles. */
  readonly mayBeTiled?: true;
  /** The master is a drawing, which libvips would draw anew at the size of the rendition. */
  readonly vector?: true;
  /** The optional package that reads its pixels. */
  readonly package?: DecoderPackageName;
  /** Packages that only some of its files need, and which these are, in words for people. */
  readonly further?: Readonly<Partial<Record<DecoderPackageName, string>>>;
  /** The most pixels, for decoders that hold the whole picture in a 32-bit address space (WebAssembly). */
  readonly mostPixels?: number;
  /** The pictures of the format that are read, and how: clauses for people. */
  readonly reads: string;
}

/** Bytes that an encoder holds beside the pixels it is given, the finished file among them. */
export interface EncodingCost {
  /** For each pixel of the rendition. */
  readonly pixelBytes: number;
  /** Whatever its size. */
  readonly fixedBytes: number;
}

/** `alpha`: the pixels have an alpha channel; `palette`: they are reduced to a palette. */
export type Encoding = (
  output: Partial<Output>,
  pixels: { readonly alpha: boolean; readonly palette: boolean },
) => EncodingCost;

/**
 * The metadata that a file can hold, as dmx writes it.
 * @public The declarations of the library name it.
 */
export interface Holding {
  readonly icc: boolean;
  /** Pixels an inch. */
  readonly density: boolean;
  readonly exif: boolean;
  /** Longest packet of XMP in bytes; 0 = none. */
  readonly xmp: number;
  /** Photoshop's paths. */
  readonly paths: boolean;
}

/** One list of names of `fmt=`, and what they ask for. */
export interface Variant {
  /** Names that `fmt=` takes, the canonical one first. */
  readonly names: readonly [string, ...string[]];
  /** `-alpha` was given: transparency is kept, and `bgc` has no effect. */
  readonly alpha: boolean;
  /** Bits a sample that it holds, where that is more than 8 alone. */
  readonly depths?: readonly [8, ...number[]];
  /** Pixel types that `fmt=` takes, the default first. */
  readonly pixelTypes: readonly [PixelType, ...PixelType[]];
  /** Compressions that `fmt=` takes, the default first; empty where the format has but one. */
  readonly compressions: readonly string[];
  readonly progressive?: true;
  readonly palette?: true;
  /** false: stores one picture, although its format can hold frames. */
  readonly animates?: boolean;
}

/** The facts that hold for all variants of a format. */
export interface Written {
  readonly mime: string;
  readonly extension: string;
  /** Largest side in pixels that the format can hold. */
  readonly maxSide: number;
  /** `qlt` matters. */
  readonly lossy: boolean;
  readonly holds: Holding;
  /** `xmpEmbed` copies the master's XMP whatever the metadata policy says (reference C). */
  readonly xmpEmbed: boolean;
  /** `qlt` says whether colours are stored at full resolution. */
  readonly chroma: boolean;
  /** A quality is searched for where `jpegSize` or a target of `qlt` says so; `bytes` = for `jpegSize` alone. */
  readonly searchable: boolean | 'bytes';
  /** It holds several frames and their delays, and so do masters of it. */
  readonly animates?: boolean;
  /** It holds a gain map behind its picture. */
  readonly gainMap?: boolean;
  /** `effort` sets how much work the encoder spends on the file size, for pictures without a palette that are not lossless. */
  readonly effort?: true;
}

/** The serving language's side of a format: `fmt=` values, extension, limits. */
export interface OutputRow extends Written {
  readonly variants: readonly [Variant, ...Variant[]];
}

/** A row holds the facts of a format; its code is in the file of `engines/formats/` of the same name. */
export interface Format {
  /** Display name. */
  readonly label: string;
  readonly kind: MediaKind;
  /**
   * File name extensions that promise a picture or clip, lower case without the dot: a file with one whose content is
   * neither is damaged. Empty for extensions that promise nothing, such as those of documents.
   */
  readonly extensions: readonly string[];
  /** Those of the extensions that source code uses too: text in such a file is no damage. */
  readonly codeExtensions?: readonly string[];
  /** The first type that fits the beginning of a file is the file's. */
  readonly types: readonly [FileType, ...FileType[]];
  /** Editors and broadcasters write it, who give each channel of the sound a track of its own. */
  readonly trackPerChannel?: true;
  /** The browsers that show it: every one, or those of some years. */
  readonly browsers?: 'every' | 'newer';
  /** Advice for masters of this format, which dmx does not read: a sentence. */
  readonly advice?: string;
  /** Present where dmx reads pictures of it. */
  readonly decoding?: Decoding;
  /** Present where the serving language names it. */
  readonly output?: OutputRow;
  /** Present where dmx writes it. */
  readonly encoding?: Encoding;
  /** The time and the bytes that writing takes; absent where dmx does not write it. */
  readonly writing?: WritingOf;
}

/** Judges by bytes at a fixed place, written as Latin-1. */
export const startsWith =
  (bytes: string, at = 0) =>
  (head: string): boolean =>
    head.startsWith(bytes, at);

/** Judges a file of boxes (`ftyp`) by its brands: many writers name the one that counts second, after a general one. */
export const hasBrand =
  (...wanted: readonly string[]) =>
  (head: string): boolean => {
    if (!head.startsWith('ftyp', 4)) return false;
    // The major brand first, its version between it and the others.
    const brands: readonly string[] = head.slice(8, Math.min(64, head.codePointAt(3) ?? 0)).match(/[^]{4}/g) ?? [];
    return wanted.some((brand) => brands.includes(brand));
  };

/** Judges a PNG by its control chunk, which stands before the first picture of an animation. */
export const isAnimatedPng = (head: string): boolean =>
  head.startsWith('\x89PNG\r\n\x1A\n') && /^(?:(?!IDAT)[^])*acTL/.test(head);
