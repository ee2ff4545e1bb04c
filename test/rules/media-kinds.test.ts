import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { ENGINES } from '../../src/engines/index.ts';
import type { Facts } from '../../src/model/asset.ts';
import { MASTER_FORMATS, type MasterFormat } from '../../src/model/formats/master-formats.ts';
import type { Examination, LocalJob } from '../../src/model/jobs/job.ts';
import type { SourceFile } from '../../src/model/place.ts';
import type { PlanTotals } from '../../src/model/plan.ts';
import type { Planned } from '../../src/run/planning/plan-survey.ts';
import { prepare } from '../../src/run/planning/prepare.ts';
import { findProject } from '../../src/run/project/runtime.ts';
import { settingsOf } from '../../src/run/project/settings.ts';
import type { Request } from '../../src/run/request.ts';
import { settle } from '../../src/run/work/settle.ts';
import type { Workers } from '../../src/schedule/workers.ts';
import { openLibrary } from '../../src/library/index.ts';
import { openStorage } from '../../src/storage/index.ts';
import { CLIP } from '../support/video/clips.ts';
import { ownFolder, writeFiles } from '../support/files/own-folder.ts';
import { FACTS } from '../support/pictures/image-facts.ts';
import { ENGINE_CONTEXT } from '../support/processes/engine-context.ts';

/** The row that a file stands for by its name: `7.bin` is the seventh. */
const rowOf = (file: string): MasterFormat => MASTER_FORMATS[Number.parseInt(basename(file), 10)]!;

/** What a worker would tell of a master of a row, had it been read. */
function examine(file: string): Examination {
  const { mime, kind } = rowOf(file);
  const facts: Facts = kind === 'video' ? { ...CLIP, mime } : { ...FACTS, mime };
  const stat = { bytes: 0, mtimeNs: '1', inode: '1' };
  return { sha256: `digest of ${file}`, mime, facts, stat };
}

const nothing = { encoderVersions: {}, parts: [] };

/** Workers that read nothing and tell what the rows say. */
const POOL = {
  installation: async () => nothing,
  programs: async () => nothing,
  examine: async ({ path }: SourceFile) => examine(path),
  trim: async () => undefined,
} as unknown as Workers;

/** What is planned for a library with a master of every row. */
async function plan(rule: string, options: Partial<Request> = {}): Promise<{ plans: Planned[]; totals: PlanTotals }> {
  const cwd = ownFolder();
  writeFiles(cwd, {
    'dmx.yaml': `library: assets\nfolders: [${rule}]\n`,
    ...Object.fromEntries(MASTER_FORMATS.map((_, i) => [`assets/${i}.bin`, 'x'])),
  });
  const request: Request = { command: 'ingest', cwd, folders: [], ...options };
  const project = await findProject(request);
  const catalog = await openCatalog(project.output, { kind: 'memory' });
  const library = openLibrary('folder', project.library);
  const prepared = await prepare({
    request,
    runtime: { project, catalog, storage: openStorage('folder', project.output), library, sidecars: library },
    settings: settingsOf(request, project),
    pool: POOL,
    width: 4,
    emit: () => undefined,
    signal: AbortSignal.timeout(60_000),
  });
  const plans: Planned[] = [];
  for await (const one of prepared.plans()) plans.push(one);
  return { plans, totals: prepared.totals() };
}

const CONTEXT = ENGINE_CONTEXT;

const jobOf = (asset: string, facts: Facts): LocalJob => ({
  asset,
  master: { file: asset, stat: { bytes: 0, mtimeNs: '1', inode: '1' }, sha256: '' },
  facts,
  renditions: [],
  memoryBytes: 0,
  held: false,
});

const BOTH = '{ path: "**", image: default, video: default }';
const VIDEO_ROLES = new Set(['encoding', 'stream', 'poster', 'sprite', 'thumbnail']);

describe('every format of masters', () => {
  it('is planned and recorded as the table says: a picture or a clip, by the engine of that kind', async () => {
    const { plans } = await plan(BOTH);
    expect(plans).toHaveLength(MASTER_FORMATS.length);
    for (const { plan: one } of plans) {
      const { kind, mime } = rowOf(one.path);
      const made = one.actions.flatMap((action) => (action.action === 'make' ? [action.order] : []));
      expect(made.length, mime).toBeGreaterThan(0);
      const roles = made.map(({ role }) => VIDEO_ROLES.has(role));
      expect(roles, mime).toEqual(roles.map(() => kind === 'video'));
      expect(settle(one, one.master!, {}, { now: '', keepUntil: null }).record.kind, mime).toBe(kind);
      const unread = { ...one.master!, facts: null };
      expect(settle(one, unread, {}, { now: '', keepUntil: null }).record.kind, mime).toBe(kind);
      const facts = examine(one.path).facts!;
      await expect(
        ENGINES[kind === 'video' ? 'image' : 'video'].render(jobOf(one.path, facts), '', CONTEXT),
      ).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
    }
  });

  it('is left alone with --no-video where it is a clip, and only there', async () => {
    const { plans } = await plan(BOTH, { video: false });
    const left = plans.map((one) => rowOf(one.plan.path).mime);
    const pictures = MASTER_FORMATS.filter(({ kind }) => kind === 'image').map(({ mime }) => mime);
    expect(left.toSorted()).toEqual(pictures.toSorted());
  });

  it('is counted as a clip that nothing is made of where no profile governs clips', async () => {
    const { totals } = await plan('{ path: "**", image: none, video: none }');
    expect(totals.clips).toBe(MASTER_FORMATS.filter(({ kind }) => kind === 'video').length);
  });
});
