import type { Chapter, HdrTransfer, SoundTrack, TextTrack, VideoFacts } from '../../../model/asset.ts';
import type { FrameRate } from '../../../model/video-geometry.ts';
import type { ProbeAnswer, ProbeChapter, ProbeStream } from './probe-answer.ts';

const HDR: Readonly<Record<string, HdrTransfer>> = { smpte2084: 'pq', 'arib-std-b67': 'hlg' };

/** Tags are spelled in capitals in Matroska. `und` is how MP4 says nothing. */
function tag({ tags = {} }: ProbeStream, name: string): string | null {
  const value = tags[name] ?? tags[name.toUpperCase()] ?? '';
  return value === '' || value === 'und' ? null : value;
}

const isSet = ({ disposition }: ProbeStream, name: string): boolean => disposition?.[name] === 1;

/** `30000/1001`, `16:9`; undefined where a part is missing or zero. */
function parseFraction(text = ''): FrameRate | undefined {
  const [, over, under] = /^(\d+)[/:](\d+)$/.exec(text) ?? [];
  return Number(over) > 0 && Number(under) > 0 ? [Number(over), Number(under)] : undefined;
}

// Beyond these a rate is the resolution of a clock, not of a film.
const FASTEST = 120;
const SLOWEST = 1;

// Files that are cut, or whose last frame stands longer, have an average that far from their rate.
const SAME_RATE = 0.05;

const valueOf = ([over, under]: FrameRate): number => over / under;
const isUsual = (rate: FrameRate): boolean => valueOf(rate) >= SLOWEST && valueOf(rate) <= FASTEST;

/** What a clip with a varying rate is brought to: enough for its fastest parts, and what screens and players expect. */
const USUAL_RATES: readonly FrameRate[] = [
  [24, 1],
  [25, 1],
  [30, 1],
  [50, 1],
  [60, 1],
];

/** Screen recordings stand still most of the time: their average says little of how smooth their movements are. */
const LEAST_VARIABLE = 30;

function usualRate(average: number): FrameRate {
  return USUAL_RATES.find((rate) => valueOf(rate) >= Math.max(average, LEAST_VARIABLE)) ?? [60, 1];
}

function rateOf(stream: ProbeStream): { readonly frameRate: FrameRate; readonly variableRate: boolean } {
  const base = parseFraction(stream.r_frame_rate);
  const average = parseFraction(stream.avg_frame_rate);
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

/** Pixels are stretched to squares along the side that grows, so that nothing is lost. */
function squareSize({ width = 0, height = 0, sample_aspect_ratio }: ProbeStream): readonly [number, number] {
  const aspect = valueOf(parseFraction(sample_aspect_ratio) ?? [1, 1]);
  return aspect >= 1 ? [Math.round(width * aspect), height] : [width, Math.round(height / aspect)];
}

function depthOf({ bits_per_raw_sample, pix_fmt = '' }: ProbeStream): number {
  return Number(bits_per_raw_sample) || Number(/p(10|12|14|16)(?:le|be)?$/.exec(pix_fmt)?.[1] ?? 8);
}

function soundTrack(stream: ProbeStream): SoundTrack {
  const { index, codec_name: codec = 'unknown', channels = 0, sample_rate } = stream;
  const said = { language: tag(stream, 'language'), title: tag(stream, 'title') };
  return { stream: index, codec, channels, sampleRate: Number(sample_rate ?? 0), ...said };
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

const INTERLACED = new Set(['tt', 'bb', 'tb', 'bt']);

const isKnown = (text: string | undefined): text is string => text !== undefined && text !== 'unknown';

/** Sound that can be heard, the default first. */
function soundTracks(streams: readonly ProbeStream[]): readonly SoundTrack[] {
  const heard = streams.filter(({ codec_type, channels = 0 }) => codec_type === 'audio' && channels > 0);
  const rank = (stream: ProbeStream): number => (isSet(stream, 'default') ? 0 : 1);
  return heard.toSorted((a, b) => rank(a) - rank(b)).map(soundTrack);
}

/** What an answer of ffprobe says of a clip. `picture` = `pictureStream`, with a size. */
export function videoFacts(
  answer: ProbeAnswer,
  picture: ProbeStream,
  { mime, durationSeconds }: { readonly mime: string; readonly durationSeconds: number },
): VideoFacts {
  const rotation = rotationOf(picture);
  const [across, down] = squareSize(picture);
  const [width, height] = rotation % 180 === 0 ? [across, down] : [down, across];
  const { streams = [], chapters = [] } = answer;
  return {
    ...{ kind: 'video', mime, width, height, rotation, ...rateOf(picture), durationSeconds },
    pictureSeconds: picture.duration === undefined ? null : Number(picture.duration),
    stream: picture.index,
    codec: picture.codec_name ?? 'unknown',
    depth: depthOf(picture),
    interlaced: INTERLACED.has(picture.field_order ?? ''),
    hdr: HDR[picture.color_transfer ?? ''] ?? null,
    matrix: isKnown(picture.color_space) ? picture.color_space : null,
    sound: soundTracks(streams),
    text: streams.filter(({ codec_type }) => codec_type === 'subtitle').map(textTrack),
    chapters: chapters.map(chapter),
    projection: projectionOf(picture),
    ...stereoOf(picture),
  };
}
