import { describe, expect, it } from 'vitest';
import { cropCommands } from '../../../../../src/engines/video/smart-crop/crop-window.ts';

describe('the commands of a path', () => {
  it('are given where the window moves, half a frame early, and nowhere else', () => {
    const points = [
      [0, 0, 0],
      [1, 0, 0],
      [2, 0.4, 0],
    ] as const;
    expect(cropCommands('c0', points, [2, 1], 9).trim().split('\n')).toEqual([
      '0.00000 crop@c0 x iw*0, crop@c0 y ih*0;',
      '1.25000 crop@c0 x iw*0.2, crop@c0 y ih*0;',
      '1.75000 crop@c0 x iw*0.4, crop@c0 y ih*0;',
    ]);
  });
});
