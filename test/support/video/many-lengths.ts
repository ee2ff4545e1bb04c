import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeClip } from './clips.ts';

/** A clip by how long its picture and its sound are. */
export interface LengthCase {
  /** Frames a second, as ffmpeg reads it. */
  readonly rate: string;
  readonly frames: number;
  readonly sampleRate: number;
  /** Seconds of sound; 0 = silent. */
  readonly sound: number;
}

const RATES = { '24000/1001': 24_000 / 1001, '25': 25, '30000/1001': 30_000 / 1001, '50': 50 } as const;

/** How much longer than the picture the sound is: as long, by parts of a frame, by much; `half`: half as long. */
const SOUNDS = [0, 0.011, -0.02, 1.3, 0.005, 'half', -0.5, 0.7, 'none'] as const;

/** `perRate` lengths from 1 to 12 seconds at each rate, some frames off whole seconds, with sounds of other lengths. */
export function lengthCases(perRate: number): readonly LengthCase[] {
  return Object.entries(RATES).flatMap(([rate, fps], r) =>
    Array.from({ length: perRate }, (_, i): LengthCase => {
      const whole = 1 + (i * 11) / Math.max(1, perRate - 1);
      const frames = Math.round(Math.round(whole) * fps) + ((i + r) % 3);
      const more = SOUNDS[(i + r * 2) % SOUNDS.length] ?? 0;
      const seconds = frames / fps;
      const sound = more === 'none' ? 0 : more === 'half' ? seconds / 2 : seconds + more;
      return { rate, frames, sampleRate: i % 2 === 0 ? 48_000 : 44_100, sound };
    }),
  );
}

export function caseName({ rate, frames, sampleRate, sound }: LengthCase): string {
  return `${frames}-at-${rate.replace('/', '-')}-${sampleRate}-${sound.toFixed(3)}`;
}

const PROFILE = `kind: video-profile
name: ladder
encodings:
  - { name: low, height: 36, videoBitrate: 60k, audioBitrate: 48k }
  - { name: high, height: 72, videoBitrate: 120k, audioBitrate: 48k }
capToSource: false
poster: false
thumbnails: []
`;

/** A project of a clip for each case, whose packaged sets come to lie at `dmx-out/renditions/NAME.mkv/stream`. */
export async function lengthProject(folder: string, cases: readonly LengthCase[]): Promise<void> {
  await mkdir(join(folder, 'assets'));
  await mkdir(join(folder, 'profiles'));
  await writeFile(join(folder, 'profiles/ladder.yaml'), PROFILE);
  await writeFile(join(folder, 'dmx.yaml'), 'version: 1\nlibrary: assets\nfolders: [{ path: "**", video: ladder }]\n');
  for (const one of cases) {
    const { rate, frames, sampleRate, sound } = one;
    const tone = `sine=frequency=440:sample_rate=${sampleRate}:duration=${sound}`;
    const heard = sound > 0 ? ['-f', 'lavfi', '-i', tone, '-map', '0', '-map', '1', '-c:a', 'pcm_s16le'] : [];
    const picture = ['-f', 'lavfi', '-i', `testsrc2=size=128x72:rate=${rate}`];
    const codec = ['-frames:v', String(frames), '-c:v', 'libx264', '-preset', 'ultrafast'];
    makeClip(join(folder, 'assets'), `${caseName(one)}.mkv`, [...picture, ...heard, ...codec]);
  }
}
