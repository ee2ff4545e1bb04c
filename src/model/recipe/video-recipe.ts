import type { TimedSwatch } from '../viewers/clip-swatches.ts';
import type { PictureRecipe } from './recipe.ts';
import type { SidecarForm, TrackPurpose } from '../track.ts';

export type VideoCodec = 'h264' | 'h265' | 'vp9' | 'av1';
export type SoundCodec = 'aac' | 'he-aac' | 'opus';

/** The frame that an encoding is fitted into; an absent side follows from the other one. Pixels. */
export interface Box {
  readonly width?: number;
  readonly height?: number;
  /** false: the picture is stretched to both sides. */
  readonly keepAspectRatio: boolean;
}

/** Frames a second: the master's where nothing is said; `fps` whatever it has, `maxFps` at most. */
export interface Pace {
  readonly fps?: number;
  readonly maxFps?: number;
}

/** Settings by which the pictures of one encoding are written. Bits per second. */
export interface PictureEncoding extends Box, Pace {
  readonly codec: VideoCodec;
  readonly bitrate?: number;
  readonly minBitrate?: number;
  readonly maxBitrate?: number;
  readonly crf?: number;
  readonly constantBitrate: boolean;
  readonly twoPass: boolean;
  /** Frames between key frames. */
  readonly keyframe: number;
  readonly profile?: string;
  readonly level?: string;
  /** Shows through the clear parts of a clip that has some: `ffffff`. */
  readonly background?: string;
  /** Threads of the encoder: its bytes depend on them. */
  readonly threads: number;
  /**
   * Boxes of the larger encodings at the same pace, the largest first: the picture is scaled through those that do not
   * exceed the master, each from the one before, so that one decode and short steps serve a whole ladder.
   */
  readonly through: readonly Box[];
}

export interface SoundEncoding {
  readonly codec: SoundCodec;
  readonly bitrate: number;
  /** Hertz; absent = the master's. */
  readonly sampleRate?: number;
}

/** The crop window that follows the subject of a clip: as asked for, without the path that was found. */
export interface VideoCrop {
  /** Width to height, in lowest terms. */
  readonly ratio: readonly [width: number, height: number];
  /** Detectors in the order they are asked. */
  readonly strategy: readonly string[];
}

/** A clip as one file that plays by itself. */
export interface EncodingRecipe {
  readonly kind: 'encoding';
  readonly picture: PictureEncoding;
  /** null = without sound. */
  readonly sound: SoundEncoding | null;
  readonly smartCrop?: VideoCrop;
}

/** A time in a clip: a share of its length, or from its start. */
export type VideoTime = { readonly percent: number } | { readonly seconds: number };

/** One frame of a clip as a picture. `at: null` = the first one worth showing. */
export interface StillRecipe {
  readonly kind: 'still';
  readonly at: VideoTime | null;
  readonly picture: PictureRecipe;
}

/** One quality of a packaged set. */
export interface Rung {
  readonly name: string;
  /** The name of its files, without extension; absent = its name. */
  readonly file?: string;
  readonly picture: PictureEncoding;
}

/** All rungs that players climb up and down, with the sound by itself, listed for HLS and DASH in one folder. */
export interface StreamRecipe {
  readonly kind: 'stream';
  readonly rungs: readonly Rung[];
  readonly sound: SoundEncoding | null;
  readonly packaging: readonly ('hls' | 'dash')[];
  readonly smartCrop?: VideoCrop;
  /** The name of the files that players are pointed to, without extension; absent = `master` and `manifest`. */
  readonly entry?: string;
  /** Captions and additional audio tracks that players offer; absent where there are none. */
  readonly tracks?: readonly Track[];
}

/**
 * The origin of a track: a file beside the master by its digest, a stream of the master, its list of chapters, or what a
 * person wrote down.
 */
type TrackSource =
  | { readonly sidecar: string; readonly form: SidecarForm }
  | { readonly stream: number }
  | { readonly chapters: true }
  | { readonly swatches: readonly TimedSwatch[] };

/** Captions, chapters or another sound of a clip. */
export interface Track {
  /** `track-captions-en`: unique among the tracks of a clip. */
  readonly name: string;
  readonly purpose: TrackPurpose;
  readonly language: string;
  readonly from: TrackSource;
  /** Settings by which sound is written; absent for text. */
  readonly sound?: SoundEncoding;
}

/** A track as a file of its own. */
export interface TrackRecipe {
  readonly kind: 'track';
  readonly track: Track;
}

/** Small frames of the whole clip on one sheet, and when each is shown: what players show while people scrub. */
export interface SpriteRecipe {
  readonly kind: 'sprite';
  /** Width of one frame in pixels. */
  readonly width: number;
  /** Seconds between frames; absent = as suits the clip's length. */
  readonly every?: number;
  readonly columns: number;
  /** Settings by which the sheet is written. */
  readonly picture: PictureRecipe;
}

/**
 * A picture that moves, as a silent clip: each of its frames is drawn as `picture` says, and shown as long as its master shows
 * it. Both sides of the clip are even.
 */
export interface MovingRecipe {
  readonly kind: 'moving';
  /** The picture, in a lossless format that holds frames. */
  readonly picture: PictureRecipe;
  readonly encoding: {
    readonly codec: VideoCodec;
    readonly crf: number;
    /** Frames between key frames. */
    readonly keyframe: number;
    /** Threads of the encoder: its bytes depend on them. */
    readonly threads: number;
  };
}

/** Everything that determines what is made as a clip or of one, with the master. */
export type VideoRecipe = EncodingRecipe | StreamRecipe | StillRecipe | SpriteRecipe | TrackRecipe | MovingRecipe;
