import { describe, expect, it } from 'vitest';
import { Progress } from '../../../../../src/engines/video/ffmpeg/progress.ts';

describe('the progress of ffmpeg', () => {
  it('is read from lines that come in pieces, and only ever grows', () => {
    const shares: number[] = [];
    const progress = new Progress(10, (share) => shares.push(share));
    for (const piece of ['frame=1\nout_time_us=N/A\nprog', 'ress=continue\nout_time_us=2500', '000\n'])
      progress.add(piece);
    progress.add('out_time_us=1000000\nout_time_us=99000000\nprogress=end\n');
    expect(shares).toEqual([0.25, 1]);
  });

  it('tells whether anything has moved', () => {
    const progress = new Progress(10, () => undefined);
    progress.add('frame=1\nout_time=00:00:01\n');
    const before = progress.told;
    progress.add('frame=1\nout_time=00:00:01\n');
    expect(progress.told).toBe(before);
    progress.add('frame=2\n');
    expect(progress.told).not.toBe(before);
  });
});
