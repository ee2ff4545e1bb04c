import type { SoundCodec, SoundEncoding, VideoCodec } from '../recipe/video-recipe.ts';

/** A codec that pictures of clips are written in. */
interface VideoCodecRow {
  readonly label: string;
  /** ffmpeg's encoders for it, the one to be preferred first. */
  readonly encoders: readonly [string, ...string[]];
  /** The codec name that ffprobe prints for such a file. */
  readonly probed: string;
  /** Bits that it needs for a picture, where H.264 needs one. */
  readonly need: number;
  /** Times as long as H.264 that encoding a picture takes. */
  readonly effort: number;
}

export const VIDEO_CODECS: Readonly<Record<VideoCodec, VideoCodecRow>> = {
  h264: { label: 'H.264', encoders: ['libx264'], probed: 'h264', need: 1, effort: 1 },
  h265: { label: 'H.265', encoders: ['libx265'], probed: 'hevc', need: 0.6, effort: 3 },
  vp9: { label: 'VP9', encoders: ['libvpx-vp9'], probed: 'vp9', need: 0.65, effort: 4 },
  // SVT-AV1 is ten times as fast as libaom for files of about the same size.
  av1: { label: 'AV1', encoders: ['libsvtav1', 'libaom-av1'], probed: 'av1', need: 0.5, effort: 3 },
};

/** Bitrate relative to H.264 of codecs that occur only in masters; unknown codecs count as H.264. */
const NEEDS: Readonly<Record<string, number>> = {
  ...{ vp8: 1.1, theora: 1.6, mpeg4: 1.6, msmpeg4v3: 1.6, msmpeg4v2: 1.6, h263: 2, flv1: 2, wmv1: 1.8, wmv2: 1.7 },
  ...{ wmv3: 1.2, vc1: 1.2, rv40: 1.2, vp6f: 1.4, mpeg2video: 2, mpeg1video: 2.4 },
  // Each frame by itself.
  ...{ mjpeg: 8, dvvideo: 8, prores: 8, dnxhd: 8, jpeg2000: 8, cfhd: 8 },
};

/** Bits that a codec needs for a picture, where H.264 needs one. `codec`: ours, or as ffprobe calls it. */
export function needOf(codec: string): number {
  const ours = Object.entries(VIDEO_CODECS).find(([name, { probed }]) => name === codec || probed === codec);
  return ours?.[1].need ?? NEEDS[codec] ?? 1;
}

/** A codec that sound is written in. */
interface SoundCodecRow {
  readonly label: string;
  readonly encoders: readonly [string, ...string[]];
  readonly probed: string;
}

export const SOUND_CODECS: Readonly<Record<SoundCodec, SoundCodecRow>> = {
  aac: { label: 'AAC', encoders: ['aac'], probed: 'aac' },
  'he-aac': { label: 'HE-AAC', encoders: ['libfdk_aac'], probed: 'aac' },
  opus: { label: 'Opus', encoders: ['libopus'], probed: 'opus' },
};

/** A file that holds pictures and sound. */
export interface Container {
  readonly extension: string;
  readonly mime: string;
  /** ffmpeg's name of what writes it. */
  readonly muxer: string;
}

const MP4: Container = { extension: 'mp4', mime: 'video/mp4', muxer: 'mp4' };
const WEBM: Container = { extension: 'webm', mime: 'video/webm', muxer: 'webm' };

/** The container of a clip that plays by itself: WebM for what is at home there, else MP4. */
export function containerOf(codec: VideoCodec, sound: SoundEncoding | null): Container {
  return codec === 'vp9' && (sound === null || sound.codec === 'opus') ? WEBM : MP4;
}
