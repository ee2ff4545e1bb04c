import type { VideoFacts } from '../../../model/asset.ts';
import type { SpriteGrid } from '../../../model/recipe/video-geometry.ts';
import type { SoundEncoding } from '../../../model/recipe/video-recipe.ts';
import type { Container } from '../../../model/formats/codecs.ts';
import type { EncodeOutput } from './encode-output.ts';
import { ENCODERS } from './encoder-arguments.ts';
import { filterGraph, isRgb, rateFilter, toRgb, assumedMatrix, type PixelPath } from './filters.ts';
import { frameGraph, posterScanGraph, PNG, type FrameOutput, type PosterScanOutput } from './frame-graph.ts';
import { FIRST_DESCRIPTOR, HANDED, TAKEN_INPUT, reportCaptions } from './hand-over.ts';
import { INPUT_WHITELISTS, fileAddress, SOUND_INPUT } from './input.ts';
import { mapSounds, masterSound, soundArguments, type SoundMaps, type SoundSource } from './sound-arguments.ts';

// More threads than cores gain nothing, and the decoder's pictures in flight cost memory.
const DECODER_THREADS = '2';

const loggingAt = (level: string) =>
  ['-hide_banner', '-nostdin', '-y', '-v', level, '-progress', 'pipe:1', '-nostats'] as const;

/** Options before everything else: no questions, no banner, errors alone on stderr, progress on stdout. */
export const QUIET = loggingAt('error');

/** The same with warnings, each line prefixed with its level: see `withoutWarnings`. */
const HEEDFUL = loggingAt('level+warning');

/** Decoders that keep the transparency which ffmpeg's own leave out. */
const ALPHA_DECODERS: Readonly<Record<string, string>> = { vp8: 'libvpx', vp9: 'libvpx-vp9' };

/** The master as ffmpeg is to open it. */
export function masterInput(file: string, { alpha, codec, sizes }: VideoFacts): readonly string[] {
  const decoder = alpha === true ? ALPHA_DECODERS[codec] : undefined;
  return [
    ...['-threads', DECODER_THREADS],
    ...(decoder === undefined ? [] : ['-c:v', decoder]),
    // Filters that are built anew where the size changes would count frames from the start again.
    ...(sizes === 'vary' ? ['-reinit_filter:v', '0'] : []),
    ...[...INPUT_WHITELISTS, '-i', fileAddress(file)],
  ];
}

/** A file of sound beside the master. */
export function sidecarInput(file: string): readonly string[] {
  return [...SOUND_INPUT, '-i', fileAddress(file)];
}

/** The colour tags of the file; tags of frames override them in ffmpeg. */
function colorTags(facts: VideoFacts): readonly string[] {
  const untold = facts.matrix === null || isRgb(facts);
  if (!untold && facts.hdr === null) return [];
  const name = facts.hdr !== null || isRgb(facts) ? 'bt709' : assumedMatrix(facts);
  return ['-color_primaries', name, '-color_trc', name, '-colorspace', name];
}

/** Nothing in a file but what was asked: no name of the writer, no times, no places, no chapters of the master. */
export const BARE = [
  ...['-map_metadata', '-1', '-map_chapters', '-1'],
  ...['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'],
] as const;

/**
 * Fragments with one index in front. `delay_moov` writes the edit list by which pictures that are stored out of order,
 * and the silence that sound encoders put first, begin at zero in every file.
 */
const SEGMENTED = '+dash+global_sidx+skip_trailer+delay_moov';

/** The layout of the file: playable while it loads, or in fragments with an index. */
export function layout({ muxer }: Container, { segmented }: Pick<EncodeOutput, 'segmented'>): readonly string[] {
  if (muxer !== 'mp4') return ['-f', muxer];
  return ['-movflags', segmented ? `${SEGMENTED}+frag_keyframe` : '+faststart', '-f', 'mp4'];
}

/** The sound that an output writes: the best track of the clip, where it wants any; in a first pass none is encoded. */
function soundOf(
  { sound, pass }: EncodeOutput,
  { sound: [track] }: VideoFacts,
  steady: ReadonlyMap<number, string>,
): SoundSource | undefined {
  return sound === null || track === undefined || pass === 1 ? undefined : masterSound(track, steady);
}

/** `heard`: arguments that map and filter the sound. */
function outputArguments(
  output: EncodeOutput,
  label: string,
  heard: readonly string[],
  facts: VideoFacts,
): readonly string[] {
  const { encoder, sound, pass, file } = output;
  const track = facts.sound[0];
  // Sound counts among the streams by whose numbers the second pass finds what the first has left.
  const counted = sound !== null && track !== undefined && pass === 1;
  return [
    ...['-map', `[${label}]`],
    ...(counted ? ['-map', `0:${track.stream}`, '-c:a', 'copy'] : []),
    ...(sound !== null && heard.length > 0 ? [...heard, ...soundArguments(sound)] : []),
    ...['-c:v', encoder, ...(ENCODERS[encoder]?.(output) ?? [])],
    ...[...colorTags(facts), ...BARE, '-t', String(facts.durationSeconds)],
    ...(pass === 1 ? ['-f', 'null', '-'] : [...layout(output.container, output), file]),
  ];
}

/** A file of sound alone, in fragments. */
export interface SoundOutput {
  readonly file: string;
  readonly source: SoundSource;
  readonly sound: SoundEncoding;
}

// Fragments of sound about as long as those of the picture mostly are: microseconds.
const SOUND_FRAGMENT = '2000000';

/** `heard`: arguments that map and filter the sound. */
export function soundOutput(
  { file, sound }: SoundOutput,
  heard: readonly string[],
  facts: VideoFacts,
): readonly string[] {
  return [
    ...[...heard, ...soundArguments(sound), ...BARE, '-t', String(facts.durationSeconds)],
    ...['-movflags', SEGMENTED, '-frag_duration', SOUND_FRAGMENT, '-f', 'mp4', file],
  ];
}

/** Frames of a graph that go to another process, by its descriptor here. */
function handArguments(labels: readonly string[], descriptor: number, facts: VideoFacts): readonly string[] {
  const maps = labels.flatMap((label) => ['-map', `[${label}]`]);
  return [...maps, ...BARE, '-t', String(facts.durationSeconds), ...HANDED, `pipe:${descriptor}`];
}

/** A sheet of small frames, written as PNG. */
export interface SheetOutput {
  readonly file: string;
  /** One frame for each interval, as small as on the sheet. */
  readonly path: PixelPath;
  readonly grid: SpriteGrid;
  /** Prints the time of each of its frames as it comes past; ffmpeg 4.3 and newer. */
  readonly tellTimes: boolean;
}

// `-progress` tells nothing before each file has begun, and a sheet begins when the clip ends. The filter prints frames that have
// metadata alone; `-` is standard output, `direct` leaves nothing in a buffer.
const TELL_TIMES = ['metadata=mode=add:key=dmx:value=1', 'metadata=mode=print:file=-:direct=1'] as const;

/** The last frame stands for those that a clip lacks at its end. */
function sheetFilters({ grid: { count, columns, rows }, tellTimes }: SheetOutput, facts: VideoFacts): string {
  const whole = [`tpad=stop_mode=clone:stop=${count}`, `trim=end_frame=${count}`];
  return [...(tellTimes ? TELL_TIMES : []), ...toRgb(facts), ...whole, `tile=${columns}x${rows}:color=black`].join(',');
}

/** The outputs of a process beside files of pictures. */
export interface Extras {
  readonly sounds?: readonly SoundOutput[];
  readonly sheets?: readonly SheetOutput[];
  readonly frames?: readonly FrameOutput[];
  readonly scans?: readonly PosterScanOutput[];
  /** Files of sounds of the master that were written anew, by their streams. */
  readonly steady?: ReadonlyMap<number, string>;
  /** The files that other processes encode: the frames of each process go to a descriptor of their own. */
  readonly handed?: readonly (readonly EncodeOutput[])[];
}

/** The audio of a process: its inputs, filter graphs and mappings. */
function mapHeard(heard: readonly (SoundSource | undefined)[]): SoundMaps {
  const sources = heard.filter((source) => source !== undefined);
  const { maps, ...rest } = mapSounds(sources);
  const mapOf = (source: SoundSource | undefined): readonly string[] =>
    source === undefined ? [] : (maps[sources.indexOf(source)] ?? []);
  return { ...rest, maps: heard.map(mapOf) };
}

const labelsFor = (letter: string, values: readonly unknown[]): readonly string[] =>
  values.map((_value, i) => `${letter}${i}`);

/** The arguments of one process that decodes a clip once and writes all `outputs` and extras. Pure. */
export function encodeArguments(
  file: string,
  facts: VideoFacts,
  outputs: readonly EncodeOutput[],
  { sounds = [], sheets = [], frames = [], scans = [], steady = new Map(), handed = [] }: Extras = {},
): readonly string[] {
  const given = handed.flat();
  const [labels, small, passed] = [labelsFor('v', outputs), labelsFor('t', sheets), labelsFor('p', given)];
  // Frame times are printed as frames are taken; ffmpeg reports no other progress until the last one.
  const stills = [frameGraph(frames, facts, sheets.length > 0 ? [] : TELL_TIMES), posterScanGraph(scans, facts)];
  const paths = [...outputs, ...sheets, ...given].map(({ path }) => path);
  const graph = [
    filterGraph(paths, facts, [...labels, ...small, ...passed]),
    ...sheets.map((sheet, i) => `[t${i}]${sheetFilters(sheet, facts)}[s${i}]`),
    ...(handed.length > 0 ? [reportCaptions(facts)] : []),
    ...stills.flatMap((part) => part.graph),
  ];
  const heard = [...outputs.map((output) => soundOf(output, facts, steady)), ...sounds.map(({ source }) => source)];
  const { inputs, graphs, maps } = mapHeard(heard);
  return [
    ...[...HEEDFUL, ...masterInput(file, facts), ...inputs],
    ...['-filter_complex', graph.join(';'), ...graphs],
    ...outputs.flatMap((output, i) => outputArguments(output, labels[i] ?? '', maps[i] ?? [], facts)),
    ...sounds.flatMap((sound, i) => soundOutput(sound, maps[outputs.length + i] ?? [], facts)),
    ...sheets.flatMap((sheet, i) => ['-map', `[s${i}]`, ...PNG, sheet.file]),
    ...stills.flatMap((part) => part.outputs),
    ...handed.flatMap((part, i) => {
      const own = part.map((output) => passed[given.indexOf(output)] ?? '');
      return handArguments(own, FIRST_DESCRIPTOR + i, facts);
    }),
  ];
}

/** The arguments of a process that encodes `outputs` of the frames that another one hands it; see `Extras.handed`. Pure. */
export function takingArguments(
  file: string,
  facts: VideoFacts,
  outputs: readonly EncodeOutput[],
  steady: ReadonlyMap<number, string>,
): readonly string[] {
  const labels = labelsFor('v', outputs);
  const { inputs, graphs, maps } = mapHeard(outputs.map((output) => soundOf(output, facts, steady)));
  // Sounds are named by the number of their input: the master is the first where there are any.
  const heard = outputs.some(({ sound }) => sound !== null) && facts.sound.length > 0;
  const before = heard ? [...masterInput(file, facts), ...inputs] : [];
  const taken = before.filter((word) => word === '-i').length;
  const graph = outputs.map(({ path }, i) => `[${taken}:${i}]${rateFilter(path.rate)}[${labels[i]}]`);
  return [
    ...[...QUIET, ...before, ...TAKEN_INPUT],
    ...['-filter_complex', graph.join(';'), ...graphs],
    ...outputs.flatMap((output, i) => outputArguments(output, labels[i] ?? '', maps[i] ?? [], facts)),
  ];
}
