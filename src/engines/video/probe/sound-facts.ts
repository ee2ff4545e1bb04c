import { masterFormat } from '../../../model/formats/master-formats.ts';
import type { SoundTrack, VideoFacts } from '../../../model/asset.ts';
import type { ProbeAnswer, ProbeStream } from './probe-answer.ts';
import type { SoundStart } from './sounds.ts';
import { bitrateOf, isSet, tag } from './stream-tags.ts';

function soundTrack(stream: ProbeStream): SoundTrack {
  const { index, codec_name: codec = 'unknown', channels = 0, sample_rate } = stream;
  const said = { language: tag(stream, 'language'), title: tag(stream, 'title') };
  const bitrate = bitrateOf(stream);
  const told = bitrate === undefined ? said : { ...said, bitrate };
  return { stream: index, codec, channels, sampleRate: Number(sample_rate ?? 0), ...told };
}

/** Sound of a codec that ffprobe has no name for, or of which it could decode nothing. */
function isUndecodable(
  { index, codec_name = 'unknown' }: ProbeStream,
  sounds: ReadonlyMap<number, SoundStart>,
): boolean {
  const start = sounds.get(index);
  if (start === undefined) return codec_name === 'unknown' || codec_name === 'none';
  return start.firstSeconds === undefined && (start.tried || codec_name === 'unknown' || codec_name === 'none');
}

const FORMS_WITHOUT_ORIGIN = new Set(['mpegts', 'mpeg']);

/** The time in a file that ffmpeg takes for zero: of transport streams the first of what is taken out of them. */
function origin({ format = {} }: ProbeAnswer, picture: ProbeStream, sound: ProbeStream): number {
  const starts = [picture.start_time, sound.start_time].map(Number).filter(Number.isFinite);
  const together = FORMS_WITHOUT_ORIGIN.has(format.format_name ?? '') && starts.length > 0;
  return together ? Math.min(...starts) : Number(format.start_time ?? 0) || 0;
}

// Rounding of clocks.
const AT_ONCE_SECONDS = 0.001;

function startOf(stream: ProbeStream, answer: ProbeAnswer, picture: ProbeStream, start?: SoundStart): object {
  const first = start?.firstSeconds ?? Number(stream.start_time);
  const seconds = Math.round((first - origin(answer, picture, stream)) * 1e6) / 1e6;
  return seconds > AT_ONCE_SECONDS ? { startSeconds: seconds } : {};
}

/**
 * Tells whether a second track is the right channel of the first: both of one channel, and alike in all that is said of
 * them.
 */
function isRight(left: SoundTrack, right: SoundTrack, mime: string): boolean {
  const edited = masterFormat(mime)?.trackPerChannel === true || left.codec.startsWith('pcm_');
  const alike = (['codec', 'sampleRate', 'language', 'title'] as const).every((key) => left[key] === right[key]);
  return edited && left.channels === 1 && right.channels === 1 && alike;
}

/** The sounds of a clip that can be heard, the default first, and those that cannot. */
export function soundFacts(
  answer: ProbeAnswer,
  picture: ProbeStream,
  sounds: ReadonlyMap<number, SoundStart>,
  mime: string,
): Pick<VideoFacts, 'sound' | 'unheard'> {
  const { streams = [] } = answer;
  const all = streams.filter(({ codec_type, channels = 0 }) => codec_type === 'audio' && channels > 0);
  const unheard = all.filter((stream) => isUndecodable(stream, sounds));
  const rank = (stream: ProbeStream): number => (isSet(stream, 'default') ? 0 : 1);
  const heard = all.filter((stream) => !unheard.includes(stream)).toSorted((a, b) => rank(a) - rank(b));
  const tracks = heard.map((stream) => ({
    ...soundTrack(stream),
    ...startOf(stream, answer, picture, sounds.get(stream.index)),
  }));
  const [first, second, ...others] = tracks;
  const paired = first !== undefined && second !== undefined && isRight(first, second, mime);
  return {
    sound: paired ? [{ ...first, right: second.stream }, second, ...others] : tracks,
    ...(unheard.length === 0
      ? {}
      : { unheard: unheard.map(({ index, codec_name = 'unknown' }) => ({ stream: index, codec: codec_name })) }),
  };
}
