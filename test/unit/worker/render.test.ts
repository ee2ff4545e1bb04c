import { join } from 'node:path';
import { stat as readStat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Artefact, Job, JobResult } from '../../../src/model/jobs/job.ts';
import type { ErrorData } from '../../../src/model/errors.ts';
import { settle } from '../../../src/run/work/settle.ts';
import { PortKeeper } from '../../../src/worker/ports.ts';
import { render } from '../../../src/worker/render.ts';
import type { Engines } from '../../../src/worker/engines.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { FACTS } from '../../support/pictures/image-facts.ts';
import { EMPTY_PICTURE } from '../../../src/model/recipe/recipe-tree.ts';
import { EVERYWHERE, sourceOf } from '../../support/processes/scripted-pool.ts';
import { ENGINE_CONTEXT } from '../../support/processes/engine-context.ts';

const CONTEXT = ENGINE_CONTEXT;

const artefact = (name: string): Artefact => ({
  ...{ name, file: `/scratch/${name}`, mime: 'image/jpeg', width: 4, height: 3, bytes: 9 },
  ...{ sha256: `digest of ${name}`, engine: 'e' },
});

const failure = (rendition: string | null): ErrorData => ({
  ...{ code: 'RENDITION_EMPTY', rendition, message: 'm', hint: 'h' },
});

/** What a job for `one` and `two` comes to when an engine answers this. */
async function answered(given: Partial<JobResult>): Promise<{ job: Job; result: JobResult }> {
  const file = join(ownFolder(), 'a.png');
  writeFiles(join(file, '..'), { 'a.png': 'x' });
  const { size, mtimeNs, ino } = await readStat(file, { bigint: true });
  const stat = { bytes: Number(size), mtimeNs: String(mtimeNs), inode: String(ino) };
  const recipe = EMPTY_PICTURE;
  const job: Job = {
    ...{ asset: 'a.png', master: { ...sourceOf(file), stat, sha256: 'aa' }, facts: FACTS, memoryBytes: 1, held: true },
    renditions: ['one', 'two'].map((name) => ({ name, role: 'preset', extension: 'jpg', recipe })),
  };
  const answer = { artefacts: [], failures: [], warnings: [], smartCrops: [], ...given };
  const engine = { render: async () => answer } as unknown as Engines['image'];
  return {
    job,
    result: await render(job, '/scratch', {
      engines: { image: engine, video: engine },
      ports: new PortKeeper().at(EVERYWHERE),
      ...CONTEXT,
    }),
  };
}

const summary = ({ artefacts, failures }: JobResult) => ({
  made: artefacts.map(({ name }) => name),
  failed: failures.map(({ rendition, code }) => `${rendition} ${code}`),
});

describe('the result of an engine', () => {
  it.each<[string, Partial<JobResult>, ReturnType<typeof summary>]>([
    [
      'keeps to its contract',
      { artefacts: [artefact('one')], failures: [failure('two')] },
      { made: ['one'], failed: ['two RENDITION_EMPTY'] },
    ],
    [
      'is of an asset that failed as a whole',
      { failures: [failure(null)] },
      { made: [], failed: ['null RENDITION_EMPTY'] },
    ],
    ['lacks a rendition', { artefacts: [artefact('two')] }, { made: ['two'], failed: ['one ENGINE_FAILED'] }],
    ['lacks all', {}, { made: [], failed: ['one ENGINE_FAILED', 'two ENGINE_FAILED'] }],
    [
      'has a rendition as made and as failed',
      { artefacts: [artefact('one'), artefact('two')], failures: [failure('one')] },
      { made: ['two'], failed: ['one ENGINE_FAILED'] },
    ],
    [
      'has a rendition twice',
      { artefacts: [artefact('one'), artefact('two'), artefact('one')] },
      { made: ['two'], failed: ['one ENGINE_FAILED'] },
    ],
    [
      'has two reasons for one',
      { artefacts: [artefact('two')], failures: [failure('one'), failure('one')] },
      { made: ['two'], failed: ['one ENGINE_FAILED'] },
    ],
    [
      'has what nobody asked for',
      { artefacts: ['one', 'two', 'three'].map(artefact) },
      { made: ['one', 'two'], failed: ['three ENGINE_FAILED'] },
    ],
    [
      'tells of what nobody asked for',
      { artefacts: ['one', 'two'].map(artefact), failures: [failure('three')] },
      { made: ['one', 'two'], failed: ['three ENGINE_FAILED'] },
    ],
  ])('that %s is taken for what it is', async (_what, given, expected) => {
    expect(summary((await answered(given)).result)).toEqual(expected);
  });

  it('that lacks a rendition does not make the asset ready', async () => {
    const { job, result } = await answered({ artefacts: [artefact('two')] });
    const { stat, sha256 } = job.master;
    const master = { file: 'a.png', stat, sha256, mime: FACTS.mime, facts: FACTS };
    const actions = job.renditions.map((order) => ({
      ...({ action: 'make', reason: 'new master', path: order.name, fingerprint: 'f' } as const),
      order: { ...order, recipeText: '' },
    }));
    const plan = {
      path: 'a.png',
      master,
      profile: 'p',
      published: true,
      actions,
      errors: [],
      warnings: [],
      record: true,
    };
    const { record } = settle(plan, master, { result }, { now: '', keepUntil: null });
    expect(record).toMatchObject({ state: 'partial', errors: [{ code: 'ENGINE_FAILED', rendition: 'one' }] });
    expect(record.failed).toEqual({ one: 'f' });
  });
});
