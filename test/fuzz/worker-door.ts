import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ErrorData } from '../../src/model/errors.ts';
import type { Examination, Job, JobRendition } from '../../src/model/jobs/job.ts';
import { admit, roomFor } from '../../src/plan/estimate/admit.ts';
import { estimateJob } from '../../src/plan/estimate/image-cost.ts';
import { planBudget } from '../../src/plan/estimate/plan-budget.ts';
import { EXAMINE_BYTES } from '../../src/run/planning/prepare.ts';
import { WorkerProcesses } from '../../src/schedule/processes.ts';
import { inRepository } from '../support/files/repository.ts';
import { recipeOf } from '../support/language/recipe-of.ts';
import { FUZZ_FOLDER, inFile } from './in-file.ts';

/** The outcome of an input: the digest of what was made of it, or why nothing was. */
type DoorAnswer = { readonly made: string } | { readonly refused: Pick<ErrorData, 'code' | 'message'> };

/** Reads inputs as a run does: a worker process of the built package, under the bounds of its jobs. */
export interface WorkerDoor extends AsyncDisposable {
  /** Throws Error where the worker was lost, or the error is none that says who can mend the file. */
  readonly read: (input: Buffer) => Promise<DoorAnswer>;
}

// A worker that hangs is told by this. Inputs are small, and take milliseconds: ten thousand times as much is not slowness.
const TIMEOUT_SECONDS = 120;

// Decoding takes as long as there are pixels: a mutated header may ask for many of them, and gets them.
const MOST_PIXELS = 1 << 19;

const BUDGET = planBudget(3 * 2 ** 30, 2, 0);
const ROOM = roomFor(BUDGET.budgetBytes, BUDGET.workers, BUDGET.idle);

const RENDITIONS: readonly JobRendition[] = [
  { name: 'one', role: 'preset', extension: 'png', recipe: recipeOf('wid=64&fmt=png') },
];

const ROOT = { kind: 'folder', root: '/' } as const;

const refused = ({ code, message }: ErrorData): DoorAnswer => {
  if (!code.startsWith('SOURCE_')) throw new Error(`${code}: ${message}`);
  return { refused: { code, message } };
};

const tooLarge = (message: string): DoorAnswer => ({ refused: { code: 'SOURCE_TOO_LARGE', message } });

/** The job of a master that was examined, or why there is none. */
function jobOf(file: string, examination: Examination): Job | DoorAnswer {
  const { facts, stat, sha256, mime, error } = examination;
  if (error) return refused(error);
  if (mime === null) return { refused: { code: 'SOURCE_FORMAT_UNSUPPORTED', message: 'no picture' } };
  if (facts?.kind !== 'image' || stat === undefined) {
    return { refused: { code: 'SOURCE_FORMAT_UNSUPPORTED', message: 'a clip' } };
  }
  if (facts.width * facts.height > MOST_PIXELS) return tooLarge('not fuzzed: many pixels');
  const source = { from: 'library', path: file.slice(1) } as const;
  const proposal = { asset: file, master: { ...source, stat, sha256 }, facts, renditions: RENDITIONS };
  if (estimateJob(proposal).minimumBytes > ROOM.wholeBytes) return tooLarge('not fuzzed: more than the whole budget');
  return admit(proposal, ROOM);
}

/** Opens the door. Whoever reads one input after the other has one worker, as long as that lives. */
export function openWorkerDoor(): WorkerDoor {
  const pool = new WorkerProcesses({
    ...{ entry: inRepository('bin/worker.js'), size: 1, recycleBytes: BUDGET.idle.workerBytes },
    ...{ keepsHeap: BUDGET.keepsHeap, places: { library: ROOT, storage: ROOT } },
  });
  return {
    read: async (input) => {
      const file = inFile('master', input);
      const bounds = { timeoutSeconds: TIMEOUT_SECONDS, memoryBytes: EXAMINE_BYTES };
      const job = jobOf(file, await pool.examine({ from: 'library', path: file.slice(1) }, bounds));
      if (!('renditions' in job)) return job;
      const scratch = path.join(FUZZ_FOLDER, 'scratch');
      rmSync(scratch, { recursive: true, force: true });
      mkdirSync(scratch);
      const { memoryBytes } = job;
      const { result, error } = await pool.render(job, scratch, { timeoutSeconds: TIMEOUT_SECONDS, memoryBytes });
      const failure = error ?? result?.failures[0];
      if (failure) return refused(failure);
      return { made: result?.artefacts[0]?.sha256 ?? '' };
    },
    [Symbol.asyncDispose]: () => pool.close(),
  };
}
