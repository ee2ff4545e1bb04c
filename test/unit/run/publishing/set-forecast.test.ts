import { describe, expect, it } from 'vitest';
import { openCatalog } from '../../../../src/catalog/index.ts';
import type { AssetPlan } from '../../../../src/model/plan.ts';
import { parseConfig } from '../../../../src/profiles/config.ts';
import { parseLibrary } from '../../../../src/profiles/parse.ts';
import { SetForecast } from '../../../../src/run/publishing/set-forecast.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { assetRecord } from '../../../support/project/records.ts';

const RULES = 'kind: set-rules\nname: angles\nmatch: (\\w+)-\\d+\n';

function project(sets: string) {
  const text = `folders:\n  - { path: "**", sets: [${sets}] }\n`;
  const { library: profiles } = parseLibrary([{ name: 'r.yaml', text: RULES, shipped: false }]);
  return { config: parseConfig({ name: 'dmx.yaml', text }).config, profiles };
}

const planOf = (path: string, more: Partial<AssetPlan> = {}): AssetPlan => ({
  ...{ path, profile: 'p', published: true, actions: [], errors: [], warnings: [], record: false },
  ...{ previous: assetRecord(path) },
  ...more,
});

async function forecast(sets: string, plans: readonly AssetPlan[], versions: Readonly<Record<string, string>> = {}) {
  const catalog = await openCatalog(ownFolder(), { kind: 'memory' });
  await catalog.record({ put: ['red-1.jpg', 'red-2.jpg'].map((path) => assetRecord(path)), drop: [], sweep: [] });
  await catalog.setFact('sets', { rules: '', versions, findings: [] });
  const open = await SetForecast.open(project(sets), catalog);
  for (const plan of plans) open.note(plan);
  return open.changes().map(({ change, set }) => `${change} ${set}`);
}

describe('the sets that a plan foresees', () => {
  it('hold what the manifest lists and what is new', async () => {
    expect(await forecast('angles', [planOf('blue-1.jpg'), planOf('blue-2.jpg')])).toEqual(['made blue', 'made red']);
  });

  it('lose what is gone, moved away or no longer published', async () => {
    const before = { red: '01234567' };
    expect(await forecast('angles', [planOf('red-1.jpg', { gone: 'master gone' })], before)).toEqual(['removed red']);
    expect(await forecast('angles', [planOf('red-1.jpg', { published: false })], before)).toEqual(['removed red']);
    expect(await forecast('angles', [planOf('new.jpg', { movedFrom: 'red-1.jpg' })], before)).toEqual(['removed red']);
  });

  it('go with the rules that made them', async () => {
    expect(await forecast('', [planOf('red-3.jpg')], { red: '01234567' })).toEqual(['removed red']);
  });
});
