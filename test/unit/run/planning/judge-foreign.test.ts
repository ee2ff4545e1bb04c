import { expect, it } from 'vitest';
import type { Examination } from '../../../../src/model/jobs/job.ts';
import type { Seeming } from '../../../../src/model/seeming.ts';
import { judgeForeign } from '../../../../src/run/planning/judge-foreign.ts';

const SOUND: Seeming = { what: 'sound alone', hint: '', kind: 'sound' };

const codeOf = (path: string, seeming: Seeming = SOUND): string | undefined => {
  const examination: Examination = { sha256: 'aa', mime: null, seeming };
  return judgeForeign(examination, path, undefined).error?.code;
};

it('sound under the name of a clip is not read, and no damage', () => {
  expect(['song.mp4', 'song.MOV'].map((path) => codeOf(path))).toEqual(
    Array.from({ length: 2 }, () => 'SOURCE_FORMAT_UNSUPPORTED'),
  );
});

it('other content under such a name is damage, and under another one nothing', () => {
  expect(codeOf('a.jpg')).toBe('SOURCE_CORRUPT');
  expect(codeOf('clip.mp4', { what: 'text', hint: '' })).toBe('SOURCE_CORRUPT');
  expect(codeOf('song.m4a')).toBeUndefined();
});
