import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCode, hasCode } from '../../../src/system/error-code.ts';

function caught(fail: () => unknown): unknown {
  try {
    return fail();
  } catch (error) {
    return error;
  }
}

describe('the code of an error', () => {
  it('is read of an error of the system', () => {
    const error = caught(() => readFileSync('/no/such/file'));
    expect(errorCode(error)).toBe('ENOENT');
    expect(hasCode(error, 'EACCES', 'ENOENT')).toBe(true);
    expect(hasCode(error, 'EACCES')).toBe(false);
  });

  it('is undefined for errors without one, and for thrown values that are no errors', () => {
    for (const thrown of [new Error('no code'), { code: 'ENOENT' }, 'ENOENT', undefined]) {
      expect(errorCode(thrown)).toBeUndefined();
      expect(hasCode(thrown, 'ENOENT', 'undefined')).toBe(false);
    }
  });
});
