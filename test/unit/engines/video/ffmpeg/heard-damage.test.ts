import { describe, expect, it } from 'vitest';
import { damageOf, withoutWarnings } from '../../../../../src/engines/video/ffmpeg/heard-damage.ts';

const CORRUPT = '[warning] the file: corrupt decoded frame in stream 0';

describe('what ffmpeg says', () => {
  it('is errors and damage, without what goes on from a warning', () => {
    const said = [
      ...['x265 says what it likes', '[h264 @ 0x5f] [error] concealing 12 DC errors', '  of a frame'],
      ...['[mov @ 0x1] [warning] no streams', 'Consider something', CORRUPT, '[fatal] Conversion failed!'],
    ];
    expect(withoutWarnings(said.join('\n')).split('\n')).toEqual([
      ...['x265 says what it likes', '[h264 @ 0x5f] concealing 12 DC errors', '  of a frame'],
      ...['the file: corrupt decoded frame in stream 0', 'Conversion failed!'],
    ]);
    expect(withoutWarnings('')).toBe('');
  });

  it('is about the same damage whatever its order and numbers are', () => {
    const lines = ['[prores @ 0x5] ac tex damaged 2048, 2048', '[prores @ 0x6] error 7'];
    expect(damageOf(lines.join('\n'))).toBe(damageOf(lines.toReversed().join('\n')));
    expect(damageOf(lines.join('\n'))).toBe(damageOf(lines.join('\n').replaceAll('2048', '11')));
    expect(damageOf([...lines, 'Error while decoding stream #0:1: Invalid data found'].join('\n'))).not.toMatch(/tex/);
    expect(damageOf('')).toBe('');
  });
});
