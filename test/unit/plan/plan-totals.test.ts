import { describe, expect, it } from 'vitest';
import { NO_TOTALS, type AssetPlan } from '../../../src/model/plan.ts';
import { addPlan } from '../../../src/plan/plan-totals.ts';

const clip = (profile: string | null): AssetPlan => ({
  ...{ path: 'a.mp4', profile, published: true, actions: [], errors: [], warnings: [], record: false },
  master: { file: 'a.mp4', stat: { bytes: 1, mtimeNs: '1', inode: '1' }, sha256: 'a', mime: 'video/mp4', facts: null },
});

describe('the totals of a plan', () => {
  it('count clips that are not processed, and no others', () => {
    expect(addPlan(NO_TOTALS, clip('adaptive')).clips).toBe(0);
    expect(addPlan(NO_TOTALS, clip(null)).clips).toBe(1);
  });
});
