import type { SoundTrack } from '../../../model/asset.ts';
import type { SoundEncoding } from '../../../model/recipe/video-recipe.ts';
import { SOUND_CODECS } from '../../../model/formats/codecs.ts';

/** A sound of an input of ffmpeg. */
export interface SoundSource {
  /** Its stream, as ffmpeg names it: `0:1`. */
  readonly stream: string;
  /** The stream of its right channel, where each channel is a stream of its own. */
  readonly right?: string;
  /** It begins after the clip does. */
  readonly late?: true;
}

/** A track of the master, which is input 0. */
export function masterSound({ stream, right, startSeconds = 0 }: SoundTrack): SoundSource {
  return {
    stream: `0:${stream}`,
    ...(right === undefined ? {} : { right: `0:${right}` }),
    ...(startSeconds > 0 ? { late: true } : {}),
  };
}

/**
 * Gaps filled; more than two channels become two, one stays one. Silence is put before what begins late, and nowhere else:
 * where channels or rate change, ffmpeg builds its filters anew, and would put as much there again.
 */
const filtersOf = ({ late }: SoundSource): string =>
  `aresample=async=1${late === true ? ':first_pts=0' : ''},aformat=channel_layouts=stereo|mono`;

/** How ffmpeg is told of sounds: the filters of those that need a graph, and the arguments that map and filter each. */
export interface SoundMaps {
  readonly graphs: readonly string[];
  readonly maps: readonly (readonly string[])[];
}

/** Maps sounds for as many outputs, in their order. */
export function mapSounds(sources: readonly SoundSource[]): SoundMaps {
  const graphs: string[] = [];
  const maps = sources.map((source, i) => {
    const { stream, right } = source;
    if (right === undefined) return ['-map', stream, '-af', filtersOf(source)];
    // A graph each: what changes in one sound must not touch another.
    const joined = `[${stream}][${right}]join=inputs=2:channel_layout=stereo:map=0.0-FL|1.0-FR`;
    graphs.push('-filter_complex', `${joined},${filtersOf(source)}[a${i}]`);
    return ['-map', `[a${i}]`];
  });
  return { graphs, maps };
}

/** Arguments that write sound in a codec. */
export function soundArguments({ codec, bitrate, sampleRate }: SoundEncoding): readonly string[] {
  return [
    ...['-c:a', SOUND_CODECS[codec].encoders[0], '-b:a', String(bitrate)],
    ...(codec === 'he-aac' ? ['-profile:a', 'aac_he'] : []),
    // Opus knows no other.
    ...(codec === 'opus' ? ['-ar', '48000'] : sampleRate === undefined ? [] : ['-ar', String(sampleRate)]),
  ];
}
