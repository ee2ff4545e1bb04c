import { expect, it } from 'vitest';
import { type AssetGlance, glanceOf } from '../../../../src/model/asset-glance.ts';
import { parseConfig } from '../../../../src/profiles/config.ts';
import { parseLibrary } from '../../../../src/profiles/parse.ts';
import type { RenditionOrder } from '../../../../src/model/rendition.ts';
import { approvalOf, approvedBy } from '../../../../src/run/planning/approval.ts';
import type { Project } from '../../../../src/run/project/project.ts';
import type { Settings } from '../../../../src/run/project/settings.ts';
import { EMPTY_PICTURE } from '../../../../src/model/recipe/recipe-tree.ts';
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

/** The rules of a run whose one order names a profile of colours, of these bytes. */
function approvalWith(sha256: string, settings: Partial<Settings> = {}): string | undefined {
  const { config } = parseConfig({ name: 'dmx.yaml', text: 'version: 1\n' });
  const { library: profiles } = parseLibrary([]);
  const recipe = { ...EMPTY_PICTURE, output: { profile: { name: 'Shop' } } };
  const order = { name: 'web', role: 'preset', recipe, recipeText: 'icc=Shop' } as unknown as RenditionOrder;
  const planner = {
    orders: () => [order],
    rules: { profileOf: (name: string) => ({ name, sha256 }), drawingFonts: () => '' },
    encoderVersions: {},
    pathsMeet: false,
  } as unknown as Parameters<typeof approvalOf>[0]['planner'];
  const given = { request: {}, settings: settings as Settings, project: { config, profiles } as Project, planner };
  return approvalOf(given);
}

it('assets are planned anew when the bytes of a profile of colours have changed that their recipes name', () => {
  expect(approvalWith('one')).toBe(approvalWith('one'));
  expect(approvalWith('one')).not.toBe(approvalWith('two'));
  expect(approvalWith('one', { force: true })).toBeUndefined();
});
