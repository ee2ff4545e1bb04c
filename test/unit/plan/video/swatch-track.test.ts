import { describe, expect, it } from 'vitest';
import type { ClipSwatch } from '../../../../src/model/viewers/clip-swatches.ts';
import { swatchTrack } from '../../../../src/plan/video/swatch-track.ts';

const at = (from: number, to?: number): ClipSwatch => ({
  ...{ from, label: `at ${from}`, href: 'a.html' },
  ...(to === undefined ? {} : { to }),
});

const timesOf = (swatches: readonly ClipSwatch[], seconds: number): readonly unknown[] => {
  const { track } = swatchTrack(swatches, seconds);
  return track && 'swatches' in track.from ? track.from.swatches.map(({ from, to }) => [from, to]) : [];
};

describe('the track of swatches of a clip', () => {
  it.each([
    [20, 5],
    [30, 5],
    [31, 10],
    [60, 20],
    [120, 30],
    [180, 60],
  ])('shows them in a clip of %i s for %i s, as Dynamic Media does, where nobody says how long', (seconds, usual) => {
    expect(timesOf([at(1)], seconds)).toEqual([[1, 1 + usual]]);
  });

  it('shows them until the next one begins, and those that begin together as long as each other', () => {
    expect(timesOf([at(0), at(2), at(2), at(4, 12)], 20)).toEqual([
      [0, 2],
      [2, 4],
      [2, 4],
      [4, 12],
    ]);
  });

  it('ends with the clip, and tells of what does not lie in it', () => {
    const { warnings } = swatchTrack([at(2), at(3, 9), at(4.0004)], 4.0004);
    expect(timesOf([at(2), at(3, 9), at(4.0004)], 4.0004)).toEqual([
      [2, 3],
      [3, 4],
    ]);
    expect(warnings).toEqual([
      'the swatch at 3 at 3.0 s ends with the clip, not at 9.0 s: the clip is 4.0 s long',
      'the swatch at 4.0004 at 4.0 s is left out: the clip is 4.0 s long',
    ]);
    expect(swatchTrack([at(9)], 4).track).toBeUndefined();
    expect(swatchTrack([], 4)).toEqual({ warnings: [] });
  });
});
