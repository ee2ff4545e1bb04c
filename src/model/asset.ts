import type { NormalRect, Size } from './geometry.ts';
import type { Metadata } from './manifest/metadata.ts';

/** The kind of engine that works on an asset. */
export type MediaKind = 'image' | 'video';

/**
 * The file system's record of a master; equal stats spare re-reading it. Nanoseconds and inodes are decimal texts: they
 * exceed doubles.
 */
export interface MasterStat {
  readonly bytes: number;
  readonly mtimeNs: string;
  readonly inode: string;
  /**
   * When the file was last changed in any way, its rights and links among them: nobody can set it back. Absent = the
   * record is of a dmx that did not note it.
   */
  readonly ctimeNs?: string;
}

/**
 * Tells whether a file is unchanged, without reading it. The ctime reveals files that were replaced in place by others
 * of the same size and mtime; a ctime that was not recorded is ignored.
 */
export function sameStat(a: MasterStat, b: MasterStat): boolean {
  return isSameFile(a, b) && (a.ctimeNs === undefined || b.ctimeNs === undefined || a.ctimeNs === b.ctimeNs);
}

/** Tells whether two files are the same one, possibly renamed: compares what renaming keeps. */
export function isSameFile(a: MasterStat, b: MasterStat): boolean {
  return a.bytes === b.bytes && a.mtimeNs === b.mtimeNs && a.inode === b.inode;
}

export type ColorSpace = 'srgb' | 'gray' | 'cmyk' | 'lab' | 'rgb';

/**
 * A path that a master brings along, and the box around it in fractions of the upright picture, which it may overhang.
 */
export interface EmbeddedPath {
  readonly name: string;
  readonly bounds: NormalRect;
}

/**
 * Increased by hand whenever probing gives other facts for the same bytes, or reads what it refused: masters with older
 * facts are then read again.
 */
export const PROBE_REVISION = 30;

/**
 * The kind of an ICC profile. `srgb` means what no profile means, to a level of 255: it need not be applied. `matrix` says it
 * by curves and primaries, `tables` by tables, of which there are several, one for each intent.
 */
export type ProfileKind = 'srgb' | 'matrix' | 'tables';

/** The facts that probing a picture told. */
export interface ImageFacts {
  readonly kind: 'image';
  readonly mime: string;
  /** Width of the upright picture (EXIF orientation applied), in pixels. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation as found, 1…8. */
  readonly orientation: number;
  readonly colorSpace: ColorSpace;
  /** Name of the embedded ICC profile; null = none. */
  readonly icc: string | null;
  /** The kind of the embedded profile; absent = there is none that counts, or it is packed with them. */
  readonly profileKind?: ProfileKind;
  /** The profile of RGB that the file names without embedding one, by EXIF or code points; its copy for libvips where that is one. */
  readonly told?: 'sRGB' | 'AdobeRGB';
  /** The curve of a picture that is brighter than screens of today, `light` where it has none: its copy for libvips is dimmed. */
  readonly hdr?: HdrTransfer | 'light';
  readonly alpha: boolean;
  /** Bits a sample: 1, 8, 16 or 32. */
  readonly depth: number;
  /** Scans decoded in several passes (progressive JPEG, interlaced PNG) need the whole picture in memory. */
  readonly progressive: boolean;
  /** The chroma subsampling of a JPEG that has any: `4:2:0`, `4:2:2` … */
  readonly chroma?: string;
  /** Frames or pages; the first is the picture. */
  readonly pages: number;
  /** Of a document of several pages: width and height of those behind the first, upright, as far as recipes may name them. */
  readonly pageSizes?: readonly (readonly [width: number, height: number])[];
  /** Its pages are frames that dmx can read, each together with those that it follows from. */
  readonly sequence?: true;
  /** Size in pixels of a camera raw's embedded preview, upright, where it is as large as the picture. */
  readonly preview?: Size;
  /**
   * Bytes of memory for rewriting the file for libvips, in addition to those in its row of the formats table. Absent
   * where libvips reads the file itself, and where that row covers all.
   */
  readonly rewriteBytes?: number;
  /** Names of the variables of a drawing, `$name$` in its text, where there are any. */
  readonly variables?: readonly string[];
  /** Requests for pictures of the library that a drawing shows, as it spells them, each once, where there are any. */
  readonly requests?: readonly string[];
  /** It is a drawing with letters, which are set in fonts that are not in its file. */
  readonly letters?: true;
  /** It is put together of layers, all of it in memory: the pixels of the largest one for each of the picture, 1 at least. */
  readonly layered?: number;
  /** The things that its layers do and that are not drawn, some of them by name, where there are any. */
  readonly undrawn?: readonly string[];
  /** Its file ends too early, and what is there of it can be shown. */
  readonly cutOff?: true;
  /** Its file does not say which colours its numbers are, and they were guessed. */
  readonly guessedColors?: true;
  /** It holds a gain map, by which brighter screens show it brighter (Ultra HDR). */
  readonly gainMap?: true;
  /** It holds a packet of XMP. */
  readonly xmp?: true;
  /** Photoshop's paths by name, where there are any. */
  readonly paths?: readonly EmbeddedPath[];
  /** The descriptive metadata in its file, where there is any. */
  readonly metadata?: Metadata;
}

/** A track of sound in a clip. `stream` counts all streams of the file. */
export interface SoundTrack {
  readonly stream: number;
  readonly codec: string;
  readonly channels: number;
  /** Hertz. */
  readonly sampleRate: number;
  /** The language code in the file, mostly ISO 639-2; null = none. */
  readonly language: string | null;
  readonly title: string | null;
  /** Seconds from the start of the clip until it begins; absent = at once. */
  readonly startSeconds?: number;
  /** `true`: its channels or its rate change within the clip; not looked for where it begins at once. */
  readonly changes?: true;
  /** Bits a second; absent = not said. */
  readonly bitrate?: number;
  /** The stream of its right channel, where each channel is a stream of its own. */
  readonly right?: number;
}

/** A track of text in a clip: captions, subtitles. */
export interface TextTrack {
  readonly stream: number;
  readonly codec: string;
  readonly language: string | null;
  readonly title: string | null;
  /** Captions for the deaf and hard of hearing (SDH). */
  readonly captions: boolean;
  /** Shows only what is foreign to the sound. */
  readonly forced: boolean;
}

/** A part of a clip with a name. Seconds from the start. */
export interface Chapter {
  readonly start: number;
  readonly end: number;
  readonly title: string;
}

/** The transfer function of pictures for brighter screens: SMPTE ST 2084 or ITU-R BT.2100 HLG. */
export type HdrTransfer = 'pq' | 'hlg';

/** The facts that probing a clip told. */
export interface VideoFacts {
  readonly kind: 'video';
  readonly mime: string;
  /** Display width: rotated upright, with square pixels. Pixels. */
  readonly width: number;
  readonly height: number;
  /** Degrees clockwise that the stored picture is turned by. */
  readonly rotation: number;
  /** Frames a second as a fraction; of clips with a varying rate a usual rate that holds nearly all of their frames. */
  readonly frameRate: readonly [number, number];
  readonly variableRate: boolean;
  readonly durationSeconds: number;
  /** Length of the picture alone, where the file states it: the sound may be longer. */
  readonly pictureSeconds: number | null;
  /** Bits a second of the picture alone; absent = not said. */
  readonly pictureBitrate?: number;
  /** Which stream of the file is the picture. */
  readonly stream: number;
  readonly codec: string;
  /** Bits a sample: 8, 10 or 12. */
  readonly depth: number;
  /** Two half pictures a frame, as television had them: some frames, or as far as the file tells any. */
  readonly interlaced: boolean;
  readonly hdr: HdrTransfer | null;
  /** Y′CbCr matrix as ffmpeg calls it; null = the file does not say. */
  readonly matrix: string | null;
  /** Colour primaries as ffmpeg names them; absent = the file states none. */
  readonly primaries?: string;
  /** Parts of the picture are clear; absent = none. */
  readonly alpha?: true;
  /** Stream side data that encoders pass on, such as a colour profile: the name of the first as in ffmpeg; absent = none. */
  readonly passedOn?: string;
  /** `vary`: the size of the stored picture changes within the clip, and each is fitted into `width` and `height`. */
  readonly sizes?: 'vary';
  /** `false`: no frame can be found by its time, because times in the file do not grow, or its header misses a part. */
  readonly seekable?: false;
  /** `true`: it could not be read to its end in time; its length and sizes are what its beginning says. */
  readonly unread?: true;
  /** `true`: the file holds a second clip behind this one, which is left out. */
  readonly joined?: true;
  /** The best first. */
  readonly sound: readonly SoundTrack[];
  /** Sound that cannot be decoded; absent = none. */
  readonly unheard?: readonly Pick<SoundTrack, 'stream' | 'codec'>[];
  readonly text: readonly TextTrack[];
  readonly chapters: readonly Chapter[];
  /** The projection of a 360° picture, such as `equirectangular`. */
  readonly projection: string | null;
  /** The stereo mode: how the pictures of both eyes share a frame; absent where there is but one. */
  readonly stereo?: 'top-bottom' | 'side-by-side';
  /** The descriptive metadata in its file, where there is any. */
  readonly metadata?: Metadata;
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
