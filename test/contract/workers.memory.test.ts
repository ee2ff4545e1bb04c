import { setTimeout as sleep } from 'node:timers/promises';

import { EngineError } from '../../src/model/errors.ts';
import type { Job, JobResult } from '../../src/model/jobs/job.ts';
import { WORKERS } from '../../src/schedule/index.ts';
import { EMPTY_DOCUMENT } from '../support/pictures/masters/empty-document.ts';
import { FACTS } from '../support/pictures/image-facts.ts';
import { describeWorkers } from './workers.ts';

const INSTALLATION = { encoderVersions: { jpg: 'test 1' }, parts: [{ name: 'test', found: '1' }] };
const STAT = { bytes: 3, mtimeNs: '5', inode: '7' };

async function render({ asset }: Job, _scratch: string, onShare: (share: number) => void): Promise<JobResult> {
  const [name, size = '0'] = asset.split('-');
  if (name === 'fail') throw new EngineError('ENGINE_FAILED', 'fail');
  if (name === 'hang') await new Promise(() => undefined);
  if (name === 'late') await sleep(Number(size));
  if (name === 'steps') for (let step = 1; step <= Number(size); step++) onShare(step / Number(size));
  return { artefacts: [], failures: [], warnings: [], smartCrops: [] };
}

describeWorkers('scripted', () =>
  WORKERS.memory({
    installation: async () => INSTALLATION,
    programs: async () => INSTALLATION,
    examine: async ({ path }) =>
      path.endsWith('.txt')
        ? { sha256: '', stat: STAT, mime: null }
        : { sha256: 'new', stat: STAT, mime: 'image/png', facts: FACTS },
    render,
    takeApart: async () => EMPTY_DOCUMENT,
  }),
);
