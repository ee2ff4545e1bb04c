import { engineVersion } from '../../model/engine-version.ts';
import type { JobRendition } from '../../model/jobs/job.ts';
import { detectorVersions } from '../crop/detector-versions.ts';
import { imageEncoderVersions } from '../image/engine.ts';
import type { Tools } from './ffmpeg/tools.ts';

/** Raised by hand whenever the same recipe of a clip begins to give other pictures or other bytes. */
const VIDEO_REVISION = 5;

/** The engine text of what ffmpeg writes itself. */
export function ffmpegVersion({ version }: Tools): string {
  return `video ${VIDEO_REVISION}, ffmpeg ${version}`;
}

/** Raised by hand whenever the same captions begin to give another text. */
const TEXT_REVISION = 2;

/** The engine text of captions and chapters: dmx reads and writes them itself. */
export function captionsVersion(): string {
  return `captions ${TEXT_REVISION}`;
}

/** The engine text of a still, by the extension of its file: ffmpeg decodes it, libvips does the rest. */
export function stillVersion(tools: Tools, extension: string): string {
  return `${ffmpegVersion(tools)}, ${imageEncoderVersions()[extension] ?? ''}`;
}

/** The engine text of an encoding or a set: with the detectors that it asks, where it follows a subject. */
export function videoRenditionVersion(
  tools: Tools,
  order: Pick<JobRendition, 'role' | 'extension' | 'recipe'>,
): string {
  return engineVersion({ ...videoEncoderVersions(tools), ...detectorVersions() }, order) ?? ffmpegVersion(tools);
}

/**
 * The engine texts by what is made: `encoding`, `stream`, `track.vtt`, `track.m4a`, `sprite`, and `still.jpg` … for
 * stills.
 */
export function videoEncoderVersions(tools: Tools): Readonly<Record<string, string>> {
  const stills = Object.keys(imageEncoderVersions()).map((extension) => [
    `still.${extension}`,
    stillVersion(tools, extension),
  ]);
  const clip = ffmpegVersion(tools);
  const tracks = { 'track.vtt': captionsVersion(), 'track.m4a': clip };
  const sprite = stillVersion(tools, 'jpg');
  return { encoding: clip, stream: clip, sprite, ...tracks, ...Object.fromEntries(stills) };
}
