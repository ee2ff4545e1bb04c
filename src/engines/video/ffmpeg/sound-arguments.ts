import type { SoundTrack } from '../../../model/asset.ts';
import type { SoundEncoding } from '../../../model/recipe/video-recipe.ts';
import { fileAddress } from './input.ts';
import { SOUND_CODECS } from '../../../model/formats/codecs.ts';

/** A sound as ffmpeg is to read it. */
export interface SoundSource {
  /** The stream of the first input, as ffmpeg names it: `0:1`; or a file of its own, which never changes within. */
  readonly from: string | { readonly file: string };
  /** The stream of its right channel, where each channel is a stream of its own. */
  readonly right?: string;
  /** Seconds after which it begins; absent = at once. */
  readonly late?: number;
}

/**
 * A track of the master, which is input 0; `steady`: files of those sounds that were written anew, by their streams.
 */
export function masterSound(
  { stream, right, startSeconds = 0 }: SoundTrack,
  steady: ReadonlyMap<number, string>,
): SoundSource {
  const file = steady.get(stream);
  const late = startSeconds > 0 ? { late: startSeconds } : {};
  if (file !== undefined) return { from: { file }, ...late };
  return { from: `0:${stream}`, ...(right === undefined ? {} : { right: `0:${right}` }), ...late };
}

/** Filters that fill gaps, and that bring more than two channels to two; one stays one. */
export const [WHOLE, LAYOUT] = ['aresample=async=1', 'aformat=channel_layouts=stereo|mono'] as const;

/**
 * Silence is put before what begins late, and nowhere else: where channels or rate change, ffmpeg builds its filters
 * anew, and would put as much there again. Times of a file of its own begin with it.
 */
function filtersOf({ from, late }: SoundSource): string {
  if (late === undefined) return `${WHOLE},${LAYOUT}`;
  if (typeof from !== 'string') return `adelay=delays=${late * 1000}:all=1,${LAYOUT}`;
  return `${WHOLE}:first_pts=0,${LAYOUT}`;
}

/** Joins two streams of one channel each. */
export const joinChannels = (left: string, right: string): string =>
  `[${left}][${right}]join=inputs=2:channel_layout=stereo:map=0.0-FL|1.0-FR`;

/** Arguments for sounds: inputs behind the first, the filters of those that need a graph, and what maps each. */
export interface SoundMaps {
  readonly inputs: readonly string[];
  readonly graphs: readonly string[];
  readonly maps: readonly (readonly string[])[];
}

/** Maps sounds for as many outputs, in their order. */
export function mapSounds(sources: readonly SoundSource[]): SoundMaps {
  const [files, graphs]: [string[], string[]] = [[], []];
  const maps = sources.map((source, i) => {
    const { from, right } = source;
    if (typeof from !== 'string') return ['-map', `${files.push(from.file)}:0`, '-af', filtersOf(source)];
    if (right === undefined) return ['-map', from, '-af', filtersOf(source)];
    // A graph each: what changes in one sound must not touch another.
    graphs.push('-filter_complex', `${joinChannels(from, right)},${filtersOf(source)}[a${i}]`);
    return ['-map', `[a${i}]`];
  });
  return { inputs: files.flatMap((file) => ['-i', fileAddress(file)]), graphs, maps };
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
