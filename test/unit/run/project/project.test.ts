import { describe, expect, it } from 'vitest';
import { mergeSelections } from '../../../../src/run/project/project.ts';

describe('selections', () => {
  it('inside others are part of those', () => {
    expect(mergeSelections(['a/b', 'a', 'a/b/c', 'a'])).toEqual(['a']);
    expect(mergeSelections(['a', '', 'b'])).toEqual(['']);
    expect(mergeSelections(['ab', 'a'])).toEqual(['a', 'ab']);
  });

  it('come in the order of their assets', () => {
    expect(mergeSelections(['b', 'a/x', 'a'])).toEqual(['a', 'b']);
    expect(mergeSelections(['a', 'a.b'])).toEqual(['a.b', 'a']);
  });
});
