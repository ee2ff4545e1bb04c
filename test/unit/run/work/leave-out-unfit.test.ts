import { describe, expect, it } from 'vitest';
import type { ErrorData } from '../../../../src/model/errors.ts';
import type { JobResult } from '../../../../src/model/jobs/job.ts';
import type { RenditionAction } from '../../../../src/model/plan.ts';
import { EMPTY_PICTURE } from '../../../../src/model/recipe/recipe-tree.ts';
import { leaveOutUnfit } from '../../../../src/run/work/leave-out-unfit.ts';

const ORDER = { role: 'preset', extension: 'jpg', recipe: EMPTY_PICTURE, recipeText: 'wid=2' } as const;

const make = (name: string, of?: string): RenditionAction => ({
  ...{ action: 'make', reason: 'new rendition', path: `r/${name}.jpg`, fingerprint: `print of ${name}` },
  order: { name, ...ORDER, ...(of !== undefined && { alternate: { of, rank: 0, dpr: 2, beside: '' } }) },
});

const failure = (rendition: string | null, code: ErrorData['code'] = 'RENDITION_TOO_LARGE'): ErrorData => ({
  ...{ code, rendition, message: 'expected 9 bytes', hint: '' },
});

const answer = (...failures: readonly ErrorData[]): JobResult => ({
  ...{ artefacts: [], failures, warnings: ['before'], smartCrops: [] },
});

const PLAN = { actions: [make('web'), make('web@2x.jpeg', 'web')] };

describe('a file beside a rendition', () => {
  it('that cannot be as small as asked is left out, with a word', () => {
    const { failures, absent, warnings } = leaveOutUnfit(PLAN, answer(failure('web@2x.jpeg')));
    expect({ failures, absent }).toEqual({ failures: [], absent: ['web@2x.jpeg'] });
    expect(warnings).toEqual(['before', expect.stringContaining('web@2x.jpeg')]);
  });

  it.each([
    ['the rendition itself', failure('web')],
    ['the whole asset', failure(null)],
    ['a file for another reason', failure('web@2x.jpeg', 'ENGINE_FAILED')],
  ])('stays a failure where it is that of %s', (_what, failed) => {
    const result = answer(failed);
    expect(leaveOutUnfit(PLAN, result)).toBe(result);
  });
});
