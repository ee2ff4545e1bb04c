import { describe, expect, it } from 'vitest';
import { soundForm } from '../../../../../src/engines/video/probe/sounds.ts';

describe('the form of a frame of sound', () => {
  it('is told by every version of ffprobe', () => {
    const old = soundForm('pkt_duration_time=0.032000|nb_samples=1536|channels=2');
    const today = soundForm('duration_time=0.032000|nb_samples=1536|channels=2');
    expect(old).toBe(today);
    expect(old).toBe('2 of 24');
    expect(soundForm('pkt_duration_time=0.032000|duration_time=0.032000|nb_samples=1536|channels=1')).toBe('1 of 24');
    expect(soundForm('duration_time=0.034830|nb_samples=1536|channels=2')).toBe('2 of 22');
  });

  it('is not told where there is no length', () => {
    expect(soundForm('nb_samples=1536|channels=2')).toBeUndefined();
    expect(soundForm('duration_time=N/A|nb_samples=1536|channels=2')).toBeUndefined();
    expect(soundForm('')).toBeUndefined();
  });
});
