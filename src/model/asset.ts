/** What kind of engine works on an asset. */
export type MediaKind = 'image' | 'video';

/** What the file system says of a master; equal stats spare re-reading it. Nanoseconds and inodes are decimal texts: they exceed doubles. */
export interface MasterStat {
  readonly bytes: number;
  readonly mtimeNs: string;
  readonly inode: string;
}

export type ColorSpace = 'srgb' | 'gray' | 'cmyk' | 'lab' | 'rgb';

/** What probing a picture told. */
export interface ImageFacts {
  readonly kind: 'image';
  readonly mime: string;
  /** Of the upright picture: EXIF orientation applied. Pixels. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation as found, 1…8. */
  readonly orientation: number;
  readonly colorSpace: ColorSpace;
  /** Name of the embedded ICC profile; null where there is none. */
  readonly icc: string | null;
  readonly alpha: boolean;
  /** Bits a sample: 1, 8, 16 or 32. */
  readonly depth: number;
  /** Scans decoded in several passes (progressive JPEG, interlaced PNG) need the whole picture in memory. */
  readonly progressive: boolean;
  /** Frames or pages; the first is the picture. */
  readonly pages: number;
}

/**
 * Whether a picture may be scaled while it is streamed from its file: whether that gives the bytes that decoding it to
 * 8-bit sRGB first gives. Pictures of 32 bits and Lab ones are decoded as a whole first.
 */
export function canStream({ colorSpace, depth }: ImageFacts): boolean {
  return depth <= 16 && colorSpace !== 'lab';
}

/** A clip is recognised and listed; probing it is the video engine's. */
export interface VideoFacts {
  readonly kind: 'video';
  readonly mime: string;
}

export type Facts = ImageFacts | VideoFacts;

/** One thing in the library as the walk found it. */
export interface ScannedFile {
  /** Below the library, `/`-separated, as the file system spells it (maybe NFD). */
  readonly file: string;
  /** The asset path: `file` in NFC. */
  readonly path: string;
  readonly stat: MasterStat;
}
