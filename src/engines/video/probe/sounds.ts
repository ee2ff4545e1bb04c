import type { SoundTrack } from '../../../model/asset.ts';
import { DmxError, SourceError } from '../../../model/errors.ts';
import { askFfprobe, readingSeconds } from './ask-ffprobe.ts';
import { Lines } from '../lines.ts';
import type { ProbeAnswer } from './probe-answer.ts';

// What is asked for of each track: a second or two of sound.
const PACKETS = 64;

// So many packets that give no sound are of a track that never will: some begin with what cannot be decoded yet.
const ENOUGH = 24;

// Lengths of frames are rounded; usual rates are further apart. Hertz.
const RATE_STEP = 2000;

/** The result of decoding the first packets of a track of sound. */
export interface SoundStart {
  /** Seconds in the file's own time at which the first sound is heard; absent = none was decoded. */
  readonly firstSeconds?: number;
  /** True if enough was tried to know that it cannot be decoded. */
  readonly tried: boolean;
}

/** Codecs whose frames each state channels and sample rate. */
const TOLD_BY_FRAME = new Set(['ac3', 'eac3', 'mp1', 'mp2', 'mp3', 'dts', 'truehd', 'mlp', 'aac', 'aac_latm']);

// ffprobe says `pkt_duration_time` up to version 6, `duration_time` from then on.
const SOUND_ENTRIES = 'frame=pkt_duration_time,duration_time,nb_samples,channels';

function nameAndValue(field: string): readonly [name: string, value: string | undefined] {
  const [name = '', value] = field.split('=');
  return [name, value];
}

/** Channels and rate of a frame, as ffprobe prints it (`key=value|…`); undefined where it does not tell. */
export function soundForm(line: string): string | undefined {
  const fields = new Map(line.split('|').map((field) => nameAndValue(field)));
  const seconds = Number(fields.get('duration_time') ?? fields.get('pkt_duration_time'));
  const rate = Math.round(Number(fields.get('nb_samples')) / seconds / RATE_STEP);
  return seconds > 0 && Number.isFinite(rate) ? `${fields.get('channels')} of ${rate}` : undefined;
}

/**
 * Tells whether the channels or the rate of a sound change: all of it is decoded. Throws EngineError where that takes
 * too long.
 */
export async function soundChanges(
  ffprobe: string,
  file: string,
  answer: ProbeAnswer,
  { stream, codec }: SoundTrack,
): Promise<boolean> {
  if (!TOLD_BY_FRAME.has(codec)) return false;
  const forms = new Set<string>();
  // The last frame is not looked at: it may be short, so that its rounded length says nothing of its rate.
  let last: string | undefined;
  const lines = new Lines((line) => {
    if (last !== undefined) forms.add(last);
    last = soundForm(line) ?? last;
  });
  const args = [
    '-select_streams',
    String(stream),
    '-show_frames',
    '-show_entries',
    SOUND_ENTRIES,
    '-of',
    'compact=p=0',
  ];
  try {
    await askFfprobe(ffprobe, file, args, lines.add, readingSeconds(answer));
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
  }
  lines.finish();
  return forms.size > 1;
}

/** Decodes the beginning of each track of sound; by stream. What cannot be asked is not answered. */
export async function findSounds(
  ffprobe: string,
  file: string,
  { streams = [] }: ProbeAnswer,
): Promise<ReadonlyMap<number, SoundStart>> {
  const tracks = streams.filter(({ codec_type }) => codec_type === 'audio');
  if (tracks.length === 0) return new Map();
  const packets = new Map<number, number>();
  const first = new Map<number, number>();
  const lines = new Lines((line) => {
    const [kind, stream = -1, time = Number.NaN] = line.split(',').map((part, i) => (i === 0 ? part : Number(part)));
    if (kind === 'packet') packets.set(Number(stream), (packets.get(Number(stream)) ?? 0) + 1);
    else if (kind === 'frame' && !first.has(Number(stream)) && Number.isFinite(time))
      first.set(Number(stream), Number(time));
  });
  const wanted = [
    '-show_packets',
    '-show_frames',
    '-show_entries',
    'packet=stream_index:frame=stream_index,best_effort_timestamp_time',
  ];
  const interval = ['-select_streams', 'a', '-read_intervals', `%+#${PACKETS * tracks.length}`, '-of', 'csv'];
  let complete = false;
  try {
    await askFfprobe(ffprobe, file, [...interval, ...wanted], lines.add);
    complete = true;
  } catch (error) {
    if (!(error instanceof DmxError)) throw error;
  }
  lines.finish();
  // All that was asked for is there, or all that the file holds.
  const all = [...packets.values()].reduce((sum, count) => sum + count, 0);
  const ended = complete && all < PACKETS * tracks.length;
  return new Map(
    tracks.map(({ index }) => {
      const seconds = first.get(index);
      const tried = ended || (packets.get(index) ?? 0) >= ENOUGH;
      return [index, { tried, ...(seconds === undefined ? {} : { firstSeconds: seconds }) }];
    }),
  );
}
