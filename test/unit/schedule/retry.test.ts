import { describe, expect, it } from 'vitest';

import { ERRORS, type ErrorCode } from '../../../src/model/errors.ts';
import { retry } from '../../../src/schedule/retry.ts';

const failure = (code: ErrorCode) => ({ code, rendition: null, message: '', hint: '' });

describe('what is tried once more', () => {
  it('is a worker that hung or died, alone, and a master that changed, read anew; nothing else', () => {
    const retried = Object.keys(ERRORS).flatMap((code) => {
      const how = retry(failure(code as ErrorCode));
      return how ? [[code, how]] : [];
    });
    expect(Object.fromEntries(retried)).toEqual({
      SOURCE_CHANGED: 'reread',
      ENGINE_TIMEOUT: 'alone',
      ENGINE_CRASHED: 'alone',
    });
  });
});
