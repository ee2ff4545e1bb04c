import { execFileSync } from 'node:child_process';

/** Times a sound crosses zero in each half second, over ten; 0 = silence. A tone of 440 Hz crosses 440 times. */
export function pitchOf(file: string, channel = 0): readonly number[] {
  const args = ['-v', 'error', '-i', file, '-af', `pan=mono|c0=c${channel}`, '-ar', '8000', '-f', 's16le', '-'];
  const bytes = execFileSync('ffmpeg', args);
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
  return Array.from({ length: Math.round(samples.length / 4000) }, (_, i) => {
    const half = samples.subarray(i * 4000, (i + 1) * 4000);
    if (half.every((sample) => Math.abs(sample) < 300)) return 0;
    return half.filter((sample, j) => j > 0 && sample < 0 !== (half[j - 1] ?? 0) < 0).length / 10;
  });
}
