import { describe, expect, it } from 'vitest';
import type { AssetRecord } from '../../../src/model/catalog-record.ts';
import type { ErrorData } from '../../../src/model/errors.ts';
import { compareAsset } from '../../../src/plan/compare.ts';
import { decisions, digest, input, order, record, rendition, rules } from '../../support/project/compare-input.ts';

const corrupt: ErrorData = { code: 'SOURCE_CORRUPT', rendition: null, message: 'm', hint: 'h' };

describe('what failed before', () => {
  const print = digest(`aa\n${order('thumb').recipeText}`);
  const failed = (code: ErrorData['code']): AssetRecord =>
    record({
      state: 'partial',
      renditions: [rendition('large')],
      errors: [{ ...corrupt, code, rendition: 'thumb' }],
      failed: { thumb: print },
    });

  it('is not tried again while nothing changed', () => {
    const plan = compareAsset(input({ previous: failed('RENDITION_TOO_LARGE') }), rules);
    expect(decisions(plan)).toEqual(['keep large']);
    expect(plan.errors.map(({ code }) => code)).toEqual(['RENDITION_TOO_LARGE']);
    expect(plan.record).toBe(false);
  });

  it.each(['ENGINE_CRASHED', 'SOURCE_TOO_LARGE', 'ENGINE_TIMEOUT'] as const)('is tried again after %s', (code) => {
    const plan = compareAsset(input({ previous: failed(code) }), rules);
    expect(decisions(plan)).toEqual(['make thumb failed before', 'keep large']);
    expect(plan.errors).toEqual([]);
  });

  it('is tried again when asked', () => {
    const plan = compareAsset(input({ previous: failed('RENDITION_TOO_LARGE') }), { ...rules, retryFailed: true });
    expect(decisions(plan)).toEqual(['make thumb failed before', 'keep large']);
  });

  it('is tried again when its recipe changes', () => {
    const orders = [order('thumb', 'wid=6'), order('large')];
    const plan = compareAsset(input({ previous: failed('RENDITION_TOO_LARGE'), orders }), rules);
    expect(decisions(plan)).toEqual(['make thumb failed before', 'keep large']);
  });
});
