import type { Chapter, HdrTransfer, TextTrack, VideoFacts } from '../../../model/asset.ts';
import type { Size } from '../../../model/geometry.ts';
import type { FrameRate } from '../../../model/recipe/video-geometry.ts';
import { canvasOf, squareSize } from './canvas.ts';
import { clipMetadata } from './clip-metadata.ts';
import { parseFraction } from './fraction.ts';
import type { Length } from './length.ts';
import type { ProbeAnswer, ProbeChapter, ProbeStream } from './probe-answer.ts';
import type { ShownSize } from './shown-sizes.ts';
import { soundFacts } from './sound-facts.ts';
import type { SoundStart } from './sounds.ts';
import { bitrateOf, isSet, tag } from './stream-tags.ts';

const HDR: Readonly<Record<string, HdrTransfer>> = { smpte2084: 'pq', 'arib-std-b67': 'hlg' };

// Beyond these a rate is the resolution of a clock, not of a film.
const FASTEST = 120;
const SLOWEST = 1;

// Files that are cut, or whose last frame stands longer, have an average that far from their rate.
const SAME_RATE = 0.05;

const valueOf = ([over, under]: FrameRate): number => over / under;
const isUsual = (rate: FrameRate): boolean => valueOf(rate) >= SLOWEST && valueOf(rate) <= FASTEST;

/**
 * The rate that a clip with a varying one is brought to: enough for its fastest parts, and what screens and players
 * expect.
 */
const USUAL_RATES: readonly FrameRate[] = [
  [24, 1],
  [25, 1],
  [30, 1],
  [50, 1],
  [60, 1],
];

/** Screen recordings stand still most of the time: their average says little of how smooth their movements are. */
const LEAST_VARIABLE = 30;

// Films and television; the thousandths between them are the nearest that two of them come.
const STANDARD_RATES: readonly FrameRate[] = [
  ...([24_000, 30_000, 60_000] as const).map((over): FrameRate => [over, 1001]),
  ...USUAL_RATES,
];
const STANDARD_SHARE = 0.002;

/**
 * The rate for an average: a standard one that it comes to, as where parts are joined, else one for its fastest parts.
 */
function usualRate(average: number): FrameRate {
  const off = (rate: FrameRate): number => Math.abs(average / valueOf(rate) - 1);
  const [nearest] = STANDARD_RATES.toSorted((a, b) => off(a) - off(b));
  if (nearest !== undefined && off(nearest) <= STANDARD_SHARE) return nearest;
  return USUAL_RATES.find((rate) => valueOf(rate) >= Math.max(average, LEAST_VARIABLE)) ?? [60, 1];
}

const INTERLACED = new Set(['tt', 'bb', 'tb', 'bt']);

/** The rate of a stream's clock. Where fields are coded one by one it counts them, and so twice the frames. */
function baseRate({ field_order = 'unknown', r_frame_rate }: ProbeStream, average?: FrameRate): FrameRate | undefined {
  const base = parseFraction(r_frame_rate);
  if (base === undefined || average === undefined || !INTERLACED.has(field_order)) return base;
  if (Math.abs(valueOf(base) / valueOf(average) / 2 - 1) > SAME_RATE) return base;
  const [over, under] = base;
  return over % 2 === 0 ? [over / 2, under] : [over, under * 2];
}

/** The rate of a stream's frames, or the one that it is brought to. */
export function rateOf(stream: ProbeStream): { readonly frameRate: FrameRate; readonly variableRate: boolean } {
  const average = parseFraction(stream.avg_frame_rate);
  const base = baseRate(stream, average);
  if (base === undefined || !isUsual(base)) {
    if (average === undefined || !isUsual(average)) return { frameRate: [30, 1], variableRate: true };
    return { frameRate: usualRate(valueOf(average)), variableRate: true };
  }
  if (average === undefined || !isUsual(average)) return { frameRate: base, variableRate: true };
  if (Math.abs(valueOf(average) / valueOf(base) - 1) <= SAME_RATE) return { frameRate: base, variableRate: false };
  const sane = valueOf(base) <= 60 ? base : usualRate(valueOf(average));
  return { frameRate: sane, variableRate: true };
}

/** Degrees clockwise, a quarter turn each: other angles are none that a screen shows. */
function rotationOf(stream: ProbeStream): number {
  const matrix = stream.side_data_list?.find((data) => 'rotation' in data);
  const degrees = matrix === undefined ? Number(tag(stream, 'rotate') ?? 0) : -Number(matrix['rotation']);
  const quarters = Math.round(degrees / 90);
  return Number.isFinite(quarters) ? (((quarters % 4) + 4) % 4) * 90 : 0;
}

/** The display size of the picture with square pixels. */
function shownSize(
  { width = 0, height = 0, sample_aspect_ratio }: ProbeStream,
  { sizes }: Seen,
  seconds: number,
): Size {
  if (sizes.length > 0) return canvasOf(sizes, seconds);
  return squareSize({ width, height }, valueOf(parseFraction(sample_aspect_ratio) ?? [1, 1]));
}

function depthOf({ bits_per_raw_sample, pix_fmt = '' }: ProbeStream): number {
  return Number(bits_per_raw_sample) || Number(/p(10|12|14|16)(?:le|be)?$/.exec(pix_fmt)?.[1] ?? 8);
}

function textTrack(stream: ProbeStream): TextTrack {
  const { index, codec_name: codec = 'unknown' } = stream;
  return {
    ...{ stream: index, codec, language: tag(stream, 'language'), title: tag(stream, 'title') },
    captions: isSet(stream, 'hearing_impaired') || isSet(stream, 'captions'),
    forced: isSet(stream, 'forced'),
  };
}

function chapter({ start_time, end_time, tags }: ProbeChapter): Chapter {
  return { start: Number(start_time ?? 0), end: Number(end_time ?? 0), title: tags?.['title'] ?? '' };
}

function projectionOf({ side_data_list = [] }: ProbeStream): string | null {
  const spherical = side_data_list.find(({ side_data_type }) => side_data_type === 'Spherical Mapping');
  return spherical === undefined ? null : String(spherical['projection'] ?? 'equirectangular');
}

const STEREO: Readonly<Record<string, VideoFacts['stereo']>> = {
  'top and bottom': 'top-bottom',
  'side by side': 'side-by-side',
};

function stereoOf({ side_data_list = [] }: ProbeStream): Pick<VideoFacts, 'stereo'> {
  const found = side_data_list.find(({ side_data_type }) => side_data_type === 'Stereo 3D');
  const stereo = STEREO[String(found?.['type'])];
  return stereo === undefined ? {} : { stereo };
}

/** The stream that is the picture: not a cover, and one with a size. */
export function pictureStream({ streams = [] }: ProbeAnswer): ProbeStream | undefined {
  const pictures = streams.filter(
    (stream) => stream.codec_type === 'video' && !isSet(stream, 'attached_pic') && !isSet(stream, 'timed_thumbnails'),
  );
  const sized = pictures.filter(({ width = 0, height = 0 }) => width > 0 && height > 0);
  return sized.find((stream) => isSet(stream, 'default')) ?? sized[0] ?? pictures[0];
}

/** Codecs that may be interlaced without saying so in the header: each frame states it. */
const FIELD_CODECS = new Set([
  ...['mpeg2video', 'mpeg4', 'h264', 'hevc', 'vc1', 'wmv3', 'dvvideo', 'prores', 'dnxhd', 'mjpeg', 'jpeg2000', 'cfhd'],
  ...['rawvideo', 'v210', 'ffv1', 'huffyuv', 'ffvhuff', 'utvideo'],
]);

/** Frames of changing sizes have no fields that could be woven together. */
function isInterlaced({ field_order = 'unknown', codec_name = '' }: ProbeStream, { sizes }: Seen): boolean {
  const [first] = sizes;
  if (sizes.some(({ width, height }) => width !== first?.width || height !== first.height)) return false;
  return INTERLACED.has(field_order) || (field_order === 'unknown' && FIELD_CODECS.has(codec_name));
}

const isKnown = (text: string | undefined): text is string => text !== undefined && text !== 'unknown';

const RGB_FORMAT = /^(?:a?rgb|a?bgr|gbr|x2rgb|0rgb|0bgr|pal8)/;

/** The Y′CbCr matrix, or `gbr` where samples are red, green and blue, whether that is said or not. */
function matrixOf({ color_space, pix_fmt = '' }: ProbeStream): string | null {
  if (RGB_FORMAT.test(pix_fmt)) return 'gbr';
  return isKnown(color_space) ? color_space : null;
}

const ALPHA_FORMAT = /^(?:yuva|ya\d|argb|rgba|abgr|bgra|gbrap|pal8)/;

/** The alpha of a video stream. It is not looked for in HDR video, which has none in practice. */
function alphaOf(stream: ProbeStream): Pick<VideoFacts, 'alpha'> {
  const { pix_fmt = '', color_transfer = '' } = stream;
  const clear = ALPHA_FORMAT.test(pix_fmt) || tag(stream, 'alpha_mode') === '1';
  return clear && HDR[color_transfer] === undefined ? { alpha: true } : {};
}

// Data of the picture that no encoding keeps, or that tells nothing of it.
const LEFT_BEHIND = new Set(['Display Matrix', 'CPB properties']);

function passedOnOf({ side_data_list = [] }: ProbeStream): Pick<VideoFacts, 'passedOn'> {
  const types = side_data_list.map(({ side_data_type }) => String(side_data_type));
  const passedOn = types.find((type) => !LEFT_BEHIND.has(type));
  return passedOn === undefined ? {} : { passedOn };
}

/** Findings in a clip beside its header. */
export interface Seen {
  /** Empty where all pictures have one. */
  readonly sizes: readonly ShownSize[];
  readonly sounds: ReadonlyMap<number, SoundStart>;
  /** `true`: it could not be read to its end in time. */
  readonly partly?: boolean;
  /** `true`: a second clip stands behind it in its file. */
  readonly joined?: boolean;
}

const NOTHING: Seen = { sizes: [], sounds: new Map() };

/** The storage of the pictures of a clip. */
function storedFacts(picture: ProbeStream, seen: Seen) {
  const { codec_name: codec = 'unknown', color_transfer = '', color_primaries } = picture;
  return {
    ...{ stream: picture.index, codec, depth: depthOf(picture), interlaced: isInterlaced(picture, seen) },
    ...{ hdr: HDR[color_transfer] ?? null, matrix: matrixOf(picture) },
    ...(isKnown(color_primaries) ? { primaries: color_primaries } : {}),
    ...alphaOf(picture),
    ...passedOnOf(picture),
    ...(seen.sizes.length > 0 ? { sizes: 'vary' as const } : {}),
  };
}

/** The length of a clip. */
function lengthFacts(picture: ProbeStream, { durationSeconds, pictureSeconds, seekable }: Length) {
  const bits = bitrateOf(picture);
  const told = picture.duration === undefined ? null : Number(picture.duration);
  return {
    ...{ durationSeconds, pictureSeconds: pictureSeconds ?? told },
    ...(bits === undefined ? {} : { pictureBitrate: bits }),
    ...(seekable === undefined ? {} : { seekable }),
  };
}

/** The facts that an answer of ffprobe says of a clip. `picture` = `pictureStream`, with a size. */
export function videoFacts(
  answer: ProbeAnswer,
  picture: ProbeStream,
  { mime, length }: { readonly mime: string; readonly length: Length },
  seen: Seen = NOTHING,
): VideoFacts {
  const rotation = rotationOf(picture);
  const across = shownSize(picture, seen, length.durationSeconds);
  const { width, height } = rotation % 180 === 0 ? across : { width: across.height, height: across.width };
  const { streams = [], chapters = [] } = answer;
  return {
    ...{ kind: 'video', mime, width, height, rotation, ...rateOf(picture) },
    ...lengthFacts(picture, length),
    ...storedFacts(picture, seen),
    ...soundFacts(answer, picture, seen.sounds, mime),
    text: streams.filter(({ codec_type }) => codec_type === 'subtitle').map(textTrack),
    chapters: chapters.map(chapter),
    projection: projectionOf(picture),
    ...stereoOf(picture),
    ...(seen.partly === true ? { unread: true as const } : {}),
    ...(seen.joined === true ? { joined: true as const } : {}),
    ...clipMetadata(answer),
  };
}
