import { expect, it } from 'vitest';
import { firstSeen } from '../../../../src/viewers/video/first-seen.ts';

it.each([
  // Nine of which four fit: 1 to 4, 4 to 7, 6 to 9.
  [9, 4, 0, 0],
  [9, 4, 0.34, 3],
  [9, 4, 0.67, 5],
  [9, 4, 1, 5],
  [4, 4, 0.9, 0],
  [2, 4, 0.9, 0],
  [3, 0, 0.9, 0],
])('%i swatches of which %i fit begin, at %f of their time, with number %i', (count, slots, share, first) => {
  expect(firstSeen(count, slots, share)).toBe(first);
});
