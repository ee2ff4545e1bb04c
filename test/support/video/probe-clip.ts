import { execFileSync, spawnSync } from 'node:child_process';

interface ClipStream {
  readonly codec_type: string;
  readonly codec_name: string;
  readonly width?: number;
  readonly height?: number;
  readonly nb_read_packets: string;
  readonly sample_aspect_ratio?: string;
  readonly avg_frame_rate: string;
  readonly pix_fmt?: string;
  readonly color_space?: string;
  readonly color_transfer?: string;
  readonly start_time: string;
  readonly duration?: string;
  readonly side_data_list?: readonly Readonly<Record<string, unknown>>[];
}

/** What ffprobe says of a file that dmx made. */
export interface ProbedClip {
  readonly picture: ClipStream;
  readonly sound: ClipStream | undefined;
  /** What the picture's stream says beside its frames. */
  readonly sideData: readonly Readonly<Record<string, unknown>>[];
  readonly seconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

export function probeClip(file: string): ProbedClip {
  const args = ['-v', 'error', '-count_packets', '-show_streams', '-show_format', '-of', 'json', file];
  const { streams, format } = JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8' })) as {
    streams: ClipStream[];
    format: { duration: string; tags?: Record<string, string> };
  };
  const picture = streams.find(({ codec_type }) => codec_type === 'video');
  if (picture === undefined) throw new Error(`${file} has no picture`);
  const sound = streams.find(({ codec_type }) => codec_type === 'audio');
  const sideData = picture.side_data_list ?? [];
  return { picture, sound, sideData, seconds: Number(format.duration), tags: format.tags ?? {} };
}

/** What ffmpeg complains of when it decodes a whole file. */
export function decodeErrors(file: string): string {
  const { stderr } = spawnSync('ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'], { encoding: 'utf8' });
  return stderr;
}

/** Times of the key frames of a file, in seconds. */
export function keyFrames(file: string): readonly number[] {
  const args = [
    '-v',
    'error',
    '-select_streams',
    'v',
    '-show_entries',
    'packet=pts_time,flags',
    '-of',
    'csv=p=0',
    file,
  ];
  const lines = execFileSync('ffprobe', args, { encoding: 'utf8' }).trim().split('\n');
  return lines.filter((line) => line.includes('K')).map((line) => Number(line.split(',')[0]));
}
