import { describe, expect, it } from 'vitest';
import { makePaint } from '../../../src/base/paint.ts';
import { printDmxError } from '../../../src/cli/print-error.ts';
import { UsageError } from '../../../src/model/errors.ts';

describe('an error of a run', () => {
  it('names the flags of the options that it is about, by their own names or their keys', () => {
    const hint = 'Choose another `output`, or say `allowGone`; `sharpen` is no option.';
    const error = new UsageError('OPTION_RANGE', 'expected more `memoryBytes`', { hint });
    const text = printDmxError(error, makePaint(false)).join('\n');
    expect(text).toContain('more --memory');
    expect(text).toContain('another --out, or say --allow-gone; `sharpen` is');
  });
});
