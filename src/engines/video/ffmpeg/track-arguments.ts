import type { VideoFacts } from '../../../model/asset.ts';
import { BARE, QUIET, soundOutput, type SoundOutput } from './arguments.ts';

/** A text of a clip, written as WebVTT. */
interface TextOutput {
  readonly file: string;
  /** Which stream of the input, as ffmpeg names it: `0:2`. */
  readonly map: string;
  /** Bytes; one that would be longer ends once it is. */
  readonly most: number;
}

export type TrackOutput = TextOutput | SoundOutput;

function textOutput({ file, map, most }: TextOutput): readonly string[] {
  return ['-map', map, ...BARE, '-c:s', 'webvtt', '-f', 'webvtt', '-fs', String(most + 1), file];
}

/** The arguments of a process that reads one input once and writes tracks of it, no longer than the clip. Pure. */
export function trackArguments(
  input: readonly string[],
  outputs: readonly TrackOutput[],
  facts: VideoFacts,
): readonly string[] {
  const written = outputs.flatMap((output) => ('sound' in output ? soundOutput(output, facts) : textOutput(output)));
  return [...QUIET, ...input, ...written];
}
