import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StoredEnds, WrittenEnds } from '../../../../../src/engines/video/probe/ends.ts';
import { Lines } from '../../../../../src/engines/video/lines.ts';

describe('where packets end by the times in a file', () => {
  const packets = [
    '0,N/A,0.010000,K_',
    '0,0.500000,0.010000,K_',
    '0,7.940000,0.010000,__',
    '1,7.990000,N/A,K_',
    '0,9.0,0.1,_D',
    '',
  ];

  it('is the end of the last of each stream that is shown, wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(packets.join('\n').length)), (cuts) => {
        const [text, ends] = [packets.join('\n'), new StoredEnds(0.5)];
        const lines = new Lines(ends.take);
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        places.forEach((place, i) => lines.add(text.slice(places[i - 1] ?? 0, place)));
        lines.finish();
        expect(ends.of(0)?.picture).toBeCloseTo(7.45, 6);
        expect(ends.of(0)?.sound).toBeCloseTo(7.49, 6);
      }),
    );
  });

  it('is not known where no packet of the picture has a time', () => {
    const ends = new StoredEnds(0);
    for (const line of ['0,N/A,N/A,__', '1,5.0,1.0,K_', '']) ends.take(line);
    expect(ends.of(0)).toBeUndefined();
  });
});

describe('where packets end as ffmpeg writes them', () => {
  it('is counted in the unit of each stream', () => {
    const ends = new WrittenEnds();
    const printed = ['#tb 0: 1/25', '#tb 1: 1/1000', '0, 49, 49, 1, 100, 0x0', '1, 2980, 2980, 20, 10, 0x0, F=0x0'];
    for (const line of printed) ends.take(line);
    expect(ends.of(0)).toEqual({ picture: 2, lastPicture: 1.96, sound: 3 });
  });
});
