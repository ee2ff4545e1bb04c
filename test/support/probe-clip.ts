import { execFileSync } from 'node:child_process';

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
}

/** What ffprobe says of a file that dmx made. */
export interface ProbedClip {
  readonly picture: ClipStream;
  readonly sound: ClipStream | undefined;
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
  return { picture, sound, seconds: Number(format.duration), tags: format.tags ?? {} };
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
