import { expect, it } from 'vitest';
import { type AssetGlance, glanceOf } from '../../../../src/model/asset-glance.ts';
import { approvedBy } from '../../../../src/run/planning/approval.ts';
import { assetRecord } from '../../../support/project/records.ts';

const glance = (path: string, approval: string): AssetGlance => ({
  ...glanceOf(assetRecord(path)),
  approval,
  files: JSON.stringify([`renditions/${path}/`, 'a.jpg', 5, 'b.jpg', 7]),
});

const GLANCES = [glance('whole', 'rules'), glance('lost', 'rules'), glance('short', 'rules'), glance('other', 'else')];

const storage = {
  sizes: async (paths: readonly string[]) =>
    paths.map((path) => {
      if (path === 'renditions/lost/b.jpg') return undefined;
      if (path === 'renditions/short/a.jpg') return 4;
      return path.endsWith('a.jpg') ? 5 : 7;
    }),
};

it('assets were approved of by the same rules and with all their files, each as long as recorded', async () => {
  expect(await approvedBy('rules', storage)(GLANCES)).toEqual([true, false, false, false]);
});

it('where the catalog is trusted, their files are not asked for', async () => {
  expect(await approvedBy('rules', undefined)(GLANCES)).toEqual([true, true, true, false]);
});
