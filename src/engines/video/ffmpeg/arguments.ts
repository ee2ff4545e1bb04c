import type { VideoFacts } from '../../../model/asset.ts';
import type { SpriteGrid } from '../../../model/video-geometry.ts';
import type { PictureEncoding, SoundEncoding } from '../../../model/video-recipe.ts';
import { SOUND_CODECS, type Container } from '../../../model/codecs.ts';
import { filterGraph, isRgb, toRgb, untoldMatrix, type PixelPath } from './filters.ts';
import { INPUT_WHITELISTS, fileAddress, SOUND_INPUT } from './input.ts';

/** One file that a process writes. */
export interface EncodeOutput {
  readonly file: string;
  readonly path: PixelPath;
  readonly picture: PictureEncoding;
  /** ffmpeg's name of the encoder that writes the pictures. */
  readonly encoder: string;
  /** null = no sound in this file. */
  readonly sound: SoundEncoding | null;
  readonly container: Container;
  /** Which pass of two; absent = there is but one. */
  readonly pass?: 1 | 2;
  /** Path of what the first pass tells the second. */
  readonly stats?: string;
  /** Cut into fragments at key frames, all at the same times in every file, with an index in front. */
  readonly segmented: boolean;
}

// More threads than cores gain nothing, and the decoder's pictures in flight cost memory.
const DECODER_THREADS = '2';

/** Options before everything else: no questions, no banner, errors alone on stderr, progress on stdout. */
export const QUIET = ['-hide_banner', '-nostdin', '-y', '-v', 'error', '-progress', 'pipe:1', '-nostats'] as const;

/** The master as ffmpeg is to open it. */
export function masterInput(file: string): readonly string[] {
  return ['-threads', DECODER_THREADS, ...INPUT_WHITELISTS, '-i', fileAddress(file)];
}

/** A file of sound beside the master. */
export function sidecarInput(file: string): readonly string[] {
  return [...SOUND_INPUT, '-i', fileAddress(file)];
}

const bits = (rate: number): string => String(rate);

// How long a decoder may be fed ahead, in seconds of the highest bitrate: two are usual for streaming.
const BUFFER_SECONDS = 2;

/** Rate control that all encoders spell alike. */
function rateControl({ bitrate, minBitrate, maxBitrate, crf, constantBitrate }: PictureEncoding): readonly string[] {
  const most = constantBitrate ? bitrate : maxBitrate;
  const least = constantBitrate ? bitrate : minBitrate;
  return [
    ...(crf === undefined ? [] : ['-crf', String(crf)]),
    ...(bitrate === undefined ? [] : ['-b:v', bits(bitrate)]),
    ...(least === undefined ? [] : ['-minrate', bits(least)]),
    ...(most === undefined ? [] : ['-maxrate', bits(most), '-bufsize', bits(most * BUFFER_SECONDS)]),
  ];
}

/** Whether the encoder has to keep a buffer from running over or dry. */
function isBounded({ maxBitrate, minBitrate, constantBitrate }: PictureEncoding): boolean {
  return constantBitrate || maxBitrate !== undefined || minBitrate !== undefined;
}

type EncoderArguments = (output: EncodeOutput) => readonly string[];

/** Key frames every so many frames; where the file is cut at them, nowhere else. */
function keyFrames({ picture: { keyframe }, segmented }: EncodeOutput): readonly string[] {
  return ['-g', String(keyframe), ...(segmented ? ['-keyint_min', String(keyframe)] : [])];
}

function passes({ pass, stats }: EncodeOutput): readonly string[] {
  return pass === undefined || stats === undefined ? [] : ['-pass', String(pass), '-passlogfile', stats];
}

/** The same for encoders whose passes are asked for in their own parameters. */
function x265Passes({ pass, stats }: EncodeOutput): readonly string[] {
  return pass === undefined || stats === undefined ? [] : [`pass=${pass}`, `stats=${stats}`];
}

const x264: EncoderArguments = (output) => {
  const { picture, segmented } = output;
  const { profile, level, threads, constantBitrate } = picture;
  return [
    // medium: a third slower than fast, for a tenth fewer bits.
    ...['-preset', 'medium', '-threads:v', String(threads)],
    // Within bounds frames side by side take their bits from each other as it happens: other bytes each time. Slices of
    // one frame do not (both tried).
    ...(isBounded(picture) ? ['-thread_type:v', 'slice'] : []),
    ...(profile === undefined ? [] : ['-profile:v', profile]),
    ...(level === undefined ? [] : ['-level:v', level]),
    ...rateControl(picture),
    ...keyFrames(output),
    // Scene cuts would put key frames where other rungs have none.
    ...(segmented ? ['-sc_threshold', '0'] : []),
    ...(constantBitrate ? ['-x264-params', 'nal-hrd=cbr'] : []),
    ...passes(output),
  ];
};

const x265: EncoderArguments = (output) => {
  const { picture, segmented } = output;
  // Within bounds anything side by side gives other bytes each time (tried).
  const together = [`pools=${picture.threads}`, 'frame-threads=2'];
  const threads = isBounded(picture) ? ['pools=none', 'frame-threads=1', 'wpp=0'] : together;
  const parameters = [
    // Frame threads change the bytes: their number is fixed. Open groups of pictures could not be cut.
    ...threads,
    ...['open-gop=0', 'log-level=error'],
    ...(segmented ? [`min-keyint=${picture.keyframe}`, 'scenecut=0'] : []),
    ...x265Passes(output),
  ];
  return [
    ...['-preset', 'medium', ...rateControl(picture), ...keyFrames(output)],
    // hvc1: the tag that Apple's players insist on.
    ...['-x265-params', parameters.join(':'), '-tag:v', 'hvc1'],
  ];
};

const vpx: EncoderArguments = (output) => {
  const { picture } = output;
  return [
    // Speed 4 is three times as fast as 2, for a twentieth more bits. Rows side by side give the same bytes each time.
    ...[
      '-deadline',
      'good',
      '-cpu-used',
      '4',
      '-row-mt',
      '1',
      '-tile-columns',
      '2',
      '-threads:v',
      String(picture.threads),
    ],
    // Constant quality needs a bitrate of zero.
    ...rateControl(picture),
    ...(picture.crf !== undefined && picture.maxBitrate === undefined ? ['-b:v', '0'] : []),
    ...keyFrames(output),
    ...passes(output),
  ];
};

const svt: EncoderArguments = (output) => {
  const { picture } = output;
  // Aiming at a bitrate with several threads it gives other bytes each time; at a quality it does not (both tried).
  const threads = picture.crf === undefined ? 1 : picture.threads;
  return [
    ...['-preset', '8', ...rateControl(picture), ...keyFrames(output)],
    // Closed groups of pictures only, so that files can be cut at key frames.
    ...['-svtav1-params', `lp=${threads}:irefresh-type=2`],
  ];
};

const aom: EncoderArguments = (output) => [
  ...['-cpu-used', '6', '-row-mt', '1', '-threads:v', String(output.picture.threads)],
  ...rateControl(output.picture),
  ...keyFrames(output),
  ...passes(output),
];

const ENCODERS: Readonly<Record<string, EncoderArguments>> = {
  libx264: x264,
  libx265: x265,
  'libvpx-vp9': vpx,
  libsvtav1: svt,
  'libaom-av1': aom,
};

/** What the file says of its colours: what the frames say themselves wins over it in ffmpeg. */
function colorTags(facts: VideoFacts): readonly string[] {
  const untold = facts.matrix === null || isRgb(facts);
  if (!untold && facts.hdr === null) return [];
  const name = facts.hdr !== null || isRgb(facts) ? 'bt709' : untoldMatrix(facts);
  return ['-color_primaries', name, '-color_trc', name, '-colorspace', name];
}

/** Sound from the very start, gaps filled; more than two channels become two, one stays one. */
const SOUND_FILTER = 'aresample=async=1:first_pts=0,aformat=channel_layouts=stereo|mono';

/** Arguments that write sound in a codec. */
function soundArguments({ codec, bitrate, sampleRate }: SoundEncoding): readonly string[] {
  return [
    ...['-c:a', SOUND_CODECS[codec].encoders[0], '-b:a', bits(bitrate)],
    ...(codec === 'he-aac' ? ['-profile:a', 'aac_he'] : []),
    // Opus knows no other.
    ...(codec === 'opus' ? ['-ar', '48000'] : sampleRate === undefined ? [] : ['-ar', String(sampleRate)]),
    ...['-af', SOUND_FILTER],
  ];
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

/** How the file is laid out: playable while it loads, or in fragments with an index. */
function layout({ muxer }: Container, segmented: boolean): readonly string[] {
  if (muxer !== 'mp4') return ['-f', muxer];
  return ['-movflags', segmented ? `${SEGMENTED}+frag_keyframe` : '+faststart', '-f', 'mp4'];
}

function outputArguments(output: EncodeOutput, label: string, facts: VideoFacts): readonly string[] {
  const { encoder, sound, pass, file } = output;
  const track = facts.sound[0];
  const heard = sound !== null && track !== undefined;
  // Sound counts among the streams by whose numbers the second pass finds what the first has left.
  const written = heard ? (pass === 1 ? ['-c:a', 'copy'] : soundArguments(sound)) : [];
  return [
    ...['-map', `[${label}]`],
    ...(heard ? ['-map', `0:${track.stream}`, ...written] : []),
    ...['-c:v', encoder, ...(ENCODERS[encoder]?.(output) ?? [])],
    ...[...colorTags(facts), ...BARE, '-t', String(facts.durationSeconds)],
    ...(pass === 1 ? ['-f', 'null', '-'] : [...layout(output.container, output.segmented), file]),
  ];
}

/** A file of sound alone, in fragments. */
export interface SoundOutput {
  readonly file: string;
  /** Which stream of the input, as ffmpeg names it: `0:1`. */
  readonly map: string;
  readonly sound: SoundEncoding;
}

// Fragments of sound about as long as those of the picture mostly are: microseconds.
const SOUND_FRAGMENT = '2000000';

export function soundOutput({ file, map, sound }: SoundOutput, facts: VideoFacts): readonly string[] {
  return [
    ...['-map', map, ...soundArguments(sound), ...BARE, '-t', String(facts.durationSeconds)],
    ...['-movflags', SEGMENTED, '-frag_duration', SOUND_FRAGMENT, '-f', 'mp4', file],
  ];
}

/** A sheet of small frames, written as PNG. */
export interface SheetOutput {
  readonly file: string;
  /** One frame for each interval, as small as on the sheet. */
  readonly path: PixelPath;
  readonly grid: SpriteGrid;
}

/** The last frame stands for those that a clip lacks at its end. */
function sheetFilters({ grid: { count, columns, rows } }: SheetOutput, facts: VideoFacts): string {
  const whole = [`tpad=stop_mode=clone:stop=${count}`, `trim=end_frame=${count}`];
  return [...toRgb(facts), ...whole, `tile=${columns}x${rows}:color=black`].join(',');
}

// Pixels are kept for a moment only: fast compression.
const SHEET = ['-frames:v', '1', '-c:v', 'png', '-compression_level', '1', '-update', '1', '-f', 'image2'] as const;

/** What a process writes beside files of pictures. */
export interface Extras {
  readonly sounds?: readonly SoundOutput[];
  readonly sheets?: readonly SheetOutput[];
}

/** The arguments of one process that decodes a clip once and writes all `outputs` and extras. Pure. */
export function encodeArguments(
  file: string,
  facts: VideoFacts,
  outputs: readonly EncodeOutput[],
  { sounds = [], sheets = [] }: Extras = {},
): readonly string[] {
  const [labels, small] = [outputs.map((_output, i) => `v${i}`), sheets.map((_sheet, i) => `t${i}`)];
  const paths = [...outputs, ...sheets].map(({ path }) => path);
  const graph = [
    filterGraph(paths, facts, [...labels, ...small]),
    ...sheets.map((sheet, i) => `[t${i}]${sheetFilters(sheet, facts)}[s${i}]`),
  ];
  return [
    ...QUIET,
    ...masterInput(file),
    ...['-filter_complex', graph.join(';')],
    ...outputs.flatMap((output, i) => outputArguments(output, labels[i] ?? '', facts)),
    ...sounds.flatMap((sound) => soundOutput(sound, facts)),
    ...sheets.flatMap((sheet, i) => ['-map', `[s${i}]`, ...SHEET, sheet.file]),
  ];
}
