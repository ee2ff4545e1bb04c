import { engineText } from '../../model/engine-version.ts';
import type { JobRendition } from '../../model/job.ts';
import { detectorStamps, imageStamps } from '../image/output/encoder-versions.ts';
import type { Tools } from './ffmpeg/tools.ts';

/** Raised by hand whenever the same recipe of a clip begins to give other pictures or other bytes. */
const CLIP_REVISION = 1;

/** The engine text of what ffmpeg writes itself. */
export function clipStamp({ version }: Tools): string {
  return `video ${CLIP_REVISION}, ffmpeg ${version}`;
}

/** Raised by hand whenever the same captions begin to give another text. */
const TEXT_REVISION = 1;

/** The engine text of captions and chapters: dmx reads and writes them itself. */
export function textStamp(): string {
  return `captions ${TEXT_REVISION}`;
}

/** The engine text of a still, by the extension of its file: ffmpeg decodes it, libvips does the rest. */
export function stillStamp(tools: Tools, extension: string): string {
  return `${clipStamp(tools)}, ${imageStamps()[extension] ?? ''}`;
}

/** The engine text of an encoding or a set: with the detectors that it asks, where it follows a subject. */
export function orderStamp(tools: Tools, order: Pick<JobRendition, 'role' | 'extension' | 'recipe'>): string {
  return engineText({ ...videoStamps(tools), ...detectorStamps() }, order) ?? clipStamp(tools);
}

/** The engine texts by what is made: `encoding`, `stream`, `track.vtt`, `track.m4a`, `sprite`, and `still.jpg` … for stills. */
export function videoStamps(tools: Tools): Readonly<Record<string, string>> {
  const stills = Object.keys(imageStamps()).map((extension) => [`still.${extension}`, stillStamp(tools, extension)]);
  const clip = clipStamp(tools);
  const tracks = { 'track.vtt': textStamp(), 'track.m4a': clip };
  const sprite = stillStamp(tools, 'jpg');
  return { encoding: clip, stream: clip, sprite, ...tracks, ...Object.fromEntries(stills) };
}
