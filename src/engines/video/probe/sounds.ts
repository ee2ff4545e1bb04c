import { DmxError } from '../../../model/errors.ts';
import { askFfprobe } from './ask-ffprobe.ts';
import { Lines } from './lines.ts';
import type { ProbeAnswer } from './probe-answer.ts';

// What is asked for of each track: a second or two of sound.
const PACKETS = 64;

// So many packets that give no sound are of a track that never will: some begin with what cannot be decoded yet.
const ENOUGH = 24;

/** What the first packets of a track of sound gave. */
export interface SoundStart {
  /** Seconds in the file's own time at which the first sound is heard; absent = none was decoded. */
  readonly firstSeconds?: number;
  /** True if enough was tried to know that it cannot be decoded. */
  readonly tried: boolean;
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
  try {
    await askFfprobe(ffprobe, file, [...interval, ...wanted], lines.add);
  } catch (error) {
    if (!(error instanceof DmxError)) throw error;
  }
  lines.finish();
  return new Map(
    tracks.map(({ index }) => {
      const seconds = first.get(index);
      const tried = (packets.get(index) ?? 0) >= ENOUGH;
      return [index, { tried, ...(seconds === undefined ? {} : { firstSeconds: seconds }) }];
    }),
  );
}
