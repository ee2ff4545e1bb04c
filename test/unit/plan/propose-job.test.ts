import { isAbsolute } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AssetPlan } from '../../../src/model/plan.ts';
import type { Sidecar } from '../../../src/model/track.ts';
import { proposeJob } from '../../../src/plan/propose-job.ts';
import { recipeOf } from '../../support/language/recipe-of.ts';
import { FACTS } from '../../support/pictures/image-facts.ts';
import { renditionRecord } from '../../support/project/records.ts';

const STAT = { bytes: 1234, mtimeNs: '1700000000123456789', inode: '42' };
const RECIPE = recipeOf('wid=1');
const RENDITION = renditionRecord({ role: 'stream' });
const SIDECAR: Sidecar = {
  ...{ file: 'shoes/red.en.vtt', stat: STAT, sha256: 'bb', form: 'vtt', purpose: 'subtitles', language: 'en' },
};

/** Every text in a value. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

describe('the job of a plan', () => {
  it('is a job that names all it reads by reference, never by a path of one machine', () => {
    const plan: AssetPlan = {
      ...{ path: 'shoes/red.jpg', profile: 'everything', published: true, errors: [], warnings: [], record: true },
      master: { file: 'shoes/red.jpg', stat: STAT, sha256: 'aa', mime: FACTS.mime, facts: FACTS, sidecars: [SIDECAR] },
      actions: [
        {
          ...({
            action: 'make',
            reason: 'new master',
            path: 'renditions/shoes/red.jpg/a.jpg',
            fingerprint: 'f',
          } as const),
          order: { name: 'a', role: 'preset', extension: 'jpg', recipe: RECIPE, recipeText: 'wid=1' },
          references: [{ object: 'mask.png', file: 'shoes/mask.png', stat: STAT, sha256: 'cc', facts: FACTS }],
          reuse: { ...RENDITION, packaged: { entry: ['a.m3u8'], rungs: [], files: [] } },
        },
      ],
    };
    const job = proposeJob(plan, undefined);
    expect(job).toMatchObject({
      master: { from: 'library', path: 'shoes/red.jpg' },
      sidecars: [{ path: SIDECAR.file, sha256: SIDECAR.sha256 }],
      references: [{ object: 'mask.png', file: 'shoes/mask.png' }],
    });
    expect(job?.renditions[0]?.reuse?.path).toBe(RENDITION.path);
    expect(textsOf(job).filter((text) => isAbsolute(text) || /^[A-Za-z]:|\\/.test(text))).toEqual([]);
  });
});
