import { expect, it } from 'vitest';
import { ownFolder } from '../support/files/own-folder.ts';
import { killRuns } from '../support/cli/kill-runs.ts';

it('a library whose runs are killed at random moments ends as if nobody had disturbed them', async () => {
  for await (const { kills, redone, ends } of killRuns(ownFolder(), { pictures: 60, kills: 3, seed: 3 })) {
    expect(kills).toBeGreaterThan(0);
    expect({ redone, ends }).toEqual({ redone: 0, ends: 2 });
  }
});
