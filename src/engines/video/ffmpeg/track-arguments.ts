import type { VideoFacts } from '../../../model/asset.ts';
import { BARE, QUIET, soundOutput, type SoundOutput } from './arguments.ts';
import { mapSounds } from './sound-arguments.ts';

/** A text of a clip, written as SubRip, or as it is where that is WebVTT. */
interface TextOutput {
  readonly file: string;
  /** Which stream of the input, as ffmpeg names it: `0:2`. */
  readonly map: string;
  readonly form: 'srt' | 'vtt';
  /** Bytes; one that would be longer ends once it is. */
  readonly most: number;
}

export type TrackOutput = TextOutput | SoundOutput;

const TEXT_FORMS = { srt: ['-c:s', 'srt', '-f', 'srt'], vtt: ['-c:s', 'copy', '-f', 'webvtt'] } as const;

function textOutput({ file, map, form, most }: TextOutput): readonly string[] {
  return ['-map', map, ...BARE, ...TEXT_FORMS[form], '-fs', String(most + 1), file];
}

/** The arguments of a process that reads one input once and writes tracks of it, no longer than the clip. Pure. */
export function trackArguments(
  input: readonly string[],
  outputs: readonly TrackOutput[],
  facts: VideoFacts,
): readonly string[] {
  const sources = outputs.flatMap((output) => ('sound' in output ? [output.source] : []));
  const { inputs, graphs, maps } = mapSounds(sources);
  const written = outputs.flatMap((output) => {
    if (!('sound' in output)) return textOutput(output);
    return soundOutput(output, maps[sources.indexOf(output.source)] ?? [], facts);
  });
  return [...QUIET, ...input, ...inputs, ...graphs, ...written];
}
