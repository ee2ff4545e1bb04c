import type { SoundCodec, SoundEncoding, VideoCodec } from './video-recipe.ts';

/** A codec that pictures of clips are written in. */
interface VideoCodecRow {
  readonly label: string;
  /** ffmpeg's encoders for it, the one to be preferred first. */
  readonly encoders: readonly [string, ...string[]];
  /** As ffprobe calls what was written. */
  readonly probed: string;
}

export const VIDEO_CODECS: Readonly<Record<VideoCodec, VideoCodecRow>> = {
  h264: { label: 'H.264', encoders: ['libx264'], probed: 'h264' },
  h265: { label: 'H.265', encoders: ['libx265'], probed: 'hevc' },
  vp9: { label: 'VP9', encoders: ['libvpx-vp9'], probed: 'vp9' },
  // SVT-AV1 is ten times as fast as libaom for files of about the same size.
  av1: { label: 'AV1', encoders: ['libsvtav1', 'libaom-av1'], probed: 'av1' },
};

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
