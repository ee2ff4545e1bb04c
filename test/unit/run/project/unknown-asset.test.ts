import { describe, expect, it } from 'vitest';
import { openCatalog } from '../../../../src/catalog/index.ts';
import type { RunRecord, RunState } from '../../../../src/model/run/run.ts';
import { NO_COUNTS } from '../../../../src/model/run/run.ts';
import { findEmbedded } from '../../../../src/run/delivery/find-embedded.ts';
import { markupAssets } from '../../../../src/run/markup.ts';
import { report } from '../../../../src/run/report.ts';
import { show } from '../../../../src/run/show.ts';
import { answerSetRequest } from '../../../../src/run/set-request.ts';
import type { Request } from '../../../../src/run/request.ts';
import { openCropShop } from '../../../support/project/crop-shop.ts';

/** A library whose first run has recorded nothing, and is in a state. */
async function firstRun(state: RunState): Promise<Request> {
  const { folder, output } = await openCropShop(['a.png']);
  const catalog = await openCatalog(output);
  const run: RunRecord = {
    ...{ id: '1', title: '', command: 'ingest', state, options: {}, pid: process.pid },
    ...{ startedAt: '2026-01-02T03:04:05.000Z', endedAt: null, counts: NO_COUNTS },
  };
  await catalog.putRun(run);
  await catalog.close();
  return { command: 'look', cwd: folder, folders: [] };
}

const NEVER = { emit: () => undefined, signal: new AbortController().signal };

const LOOKS: readonly (readonly [string, (request: Request) => Promise<unknown>])[] = [
  ['show', (request) => show(request, 'a.png')],
  ['markup', (request) => markupAssets(request, ['a.png'])],
  ['embed', (request) => findEmbedded(request, 'a.png')],
  ['sets', (request) => answerSetRequest(request, 'a.png', 'set')],
  ['report', (request) => report(request, async function* () {}, NEVER)],
];

describe('what an output does not know', () => {
  it.each(LOOKS)('%s: is expected of the run that is at work on it, if one is', async (_name, look) => {
    const atWork = { hint: expect.stringContaining('dmx ingest is at work') };
    await expect(look(await firstRun('running'))).rejects.toMatchObject(atWork);
    await expect(look(await firstRun('finished'))).rejects.not.toMatchObject(atWork);
  });
});
