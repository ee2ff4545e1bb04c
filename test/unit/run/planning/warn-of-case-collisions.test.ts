import { describe, expect, it } from 'vitest';
import type { Event } from '../../../../src/model/run/event.ts';
import { warnOfCaseCollisions } from '../../../../src/run/planning/warn-of-case-collisions.ts';

function told(paths: readonly string[], fresh = paths): readonly Event[] {
  const events: Event[] = [];
  warnOfCaseCollisions({ length: paths.length, paths: () => paths }, fresh, (event) => void events.push(event));
  return events;
}

describe('names that differ in case alone', () => {
  it('are told once, with the systems that take them for one', () => {
    const [event, ...more] = told(['a/Red.jpg', 'a/red.jpg', 'b/RED.jpg', 'c.jpg', 'C.jpg']);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: 'notice',
      level: 'warning',
      message: expect.stringMatching(/Windows and macOS/),
    });
    expect(event).toMatchObject({ message: expect.stringContaining('a/Red.jpg and a/red.jpg, c.jpg and C.jpg') });
  });

  it('are told as long as one of them is new', () => {
    const paths = ['a/Red.jpg', 'a/red.jpg', 'c.jpg', 'C.jpg'];
    expect(told(paths, [])).toEqual([]);
    expect(told(paths, ['b.jpg'])).toEqual([]);
    expect(told(paths, ['C.jpg'])).toMatchObject([{ message: expect.not.stringContaining('a/Red.jpg') }]);
    expect(told(paths, ['a/Red.jpg'])).toMatchObject([{ message: expect.stringContaining('a/Red.jpg and a/red.jpg') }]);
  });

  it('are none in other folders, of other kinds, or in two spellings', () => {
    expect(told(['a/red.jpg', 'b/Red.jpg', 'a/red.png', '\u00e9.jpg', 'e\u0301.jpg'])).toEqual([]);
  });
});
