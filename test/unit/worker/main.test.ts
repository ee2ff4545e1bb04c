import { appendFileSync, mkdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EMPTY_PICTURE } from '../../../src/model/recipe/recipe-tree.ts';

import type { Examination, Job, JobRendition } from '../../../src/model/jobs/job.ts';
import { WorkerProcesses } from '../../../src/schedule/processes.ts';
import {
  EVERYWHERE,
  eventually,
  isAlive,
  orphanWorkers,
  sourceOf,
  testFolder,
  TYPESCRIPT,
} from '../../support/processes/scripted-pool.ts';
import { inRepository } from '../../support/files/repository.ts';

const ALLOWANCE = { timeoutSeconds: 60, memoryBytes: 2 ** 30 };

const WORKER = inRepository('src/worker/main.ts');

function openPool(): WorkerProcesses {
  const pool = new WorkerProcesses({
    entry: WORKER,
    execArgv: TYPESCRIPT,
    size: 1,
    recycleBytes: 2 ** 30,
    places: EVERYWHERE,
  });
  onTestFinished(() => pool.close());
  return pool;
}

/** A folder with a noisy PNG of this many pixels a side. */
async function makeMaster(side: number): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = testFolder();
  const file = path.join(folder, 'master.png');
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  await sharp({ create: { width: side, height: side, channels: 3, background: 'grey', noise } })
    .png()
    .toFile(file);
  mkdirSync(path.join(folder, 'scratch'));
  return { folder, file };
}

function picture(format: string, width?: number): JobRendition {
  const view = width === undefined ? {} : { width };
  return { name: 'one', role: 'preset', extension: format, recipe: { ...EMPTY_PICTURE, view, output: { format } } };
}

function jobOf(file: string, { sha256, stat, facts }: Examination, rendition: JobRendition): Job {
  if (!stat || !facts) throw new Error('the master could not be read');
  return {
    asset: 'master.png',
    master: { ...sourceOf(file), stat, sha256 },
    facts,
    renditions: [rendition],
    memoryBytes: 2 ** 28,
    held: true,
  };
}

describe('a worker', () => {
  it('tells digest, stat, kind and facts of a master', async () => {
    const { file } = await makeMaster(40);
    const sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    const examination = await openPool().examine(sourceOf(file), ALLOWANCE);
    expect(examination).toMatchObject({ sha256, mime: 'image/png', facts: { kind: 'image', width: 40, height: 40 } });
    expect(examination.stat?.mtimeNs).toMatch(/^\d{19}$/);
    expect(examination.error).toBeUndefined();
  });

  it('tells what is no asset from what is one that cannot be worked on', async () => {
    const { folder, file } = await makeMaster(40);
    const write = (name: string, bytes: string | Buffer): string => {
      writeFileSync(path.join(folder, name), bytes);
      return path.join(folder, name);
    };
    const pool = openPool();
    const examine = async (name: string): Promise<unknown> => {
      const { mime, facts, error } = await pool.examine(sourceOf(name), ALLOWANCE);
      return [mime, facts?.kind, error?.code];
    };
    expect(await examine(write('notes.png', 'only words'))).toEqual([null, undefined, undefined]);
    expect(await examine(write('a.xcf', `gimp xcf v011${'\0'.repeat(60)}`))).toEqual([
      'image/x-xcf',
      undefined,
      'SOURCE_FORMAT_UNSUPPORTED',
    ]);
    expect(await examine(write('clip.mp4', '\0\0\0\x18ftypisom\0\0\x02\0isomiso2'))).toEqual([
      'video/mp4',
      undefined,
      'SOURCE_CORRUPT',
    ]);
    expect(await examine(write('cut.png', (await readFile(file)).subarray(0, 20)))).toEqual([
      'image/png',
      undefined,
      'SOURCE_CORRUPT',
    ]);
    expect(await examine(path.join(folder, 'none.png'))).toEqual([null, undefined, 'SOURCE_UNREADABLE']);
    expect(await examine(folder)).toEqual([null, undefined, 'SOURCE_UNREADABLE']);
  });

  it('gives up on a file that is written to all the time', async () => {
    const { file } = await makeMaster(200);
    // Long enough to be hashed that it is written to meanwhile, on a busy machine too.
    truncateSync(file, 512 * 2 ** 20);
    const pool = openPool();
    await pool.installation();
    const writing = setInterval(() => appendFileSync(file, 'x'), 1);
    const { error } = await pool.examine(sourceOf(file), ALLOWANCE);
    clearInterval(writing);
    expect(error?.code).toBe('SOURCE_CHANGED');
  });

  it('makes the renditions of a job', async () => {
    const { folder, file } = await makeMaster(200);
    const pool = openPool();
    const job = jobOf(file, await pool.examine(sourceOf(file), ALLOWANCE), picture('jpeg', 50));
    const { result } = await pool.render(job, path.join(folder, 'scratch'), ALLOWANCE);
    expect(result?.failures).toEqual([]);
    expect(result?.artefacts).toMatchObject([{ name: 'one', width: 50, height: 50, mime: 'image/jpeg' }]);
  });

  it('refuses a master that is not the planned one, before it decodes it', async () => {
    const { folder, file } = await makeMaster(200);
    const pool = openPool();
    const job = jobOf(file, await pool.examine(sourceOf(file), ALLOWANCE), picture('jpeg', 50));
    utimesSync(file, 1, 1);
    const { error } = await pool.render(job, path.join(folder, 'scratch'), ALLOWANCE);
    expect(error?.code).toBe('SOURCE_CHANGED');
  });

  it('notices a master that changes while it is worked on', async () => {
    const { folder, file } = await makeMaster(1800);
    const pool = openPool();
    const job = jobOf(file, await pool.examine(sourceOf(file), ALLOWANCE), picture('webp'));
    const rendering = pool.render(job, path.join(folder, 'scratch'), ALLOWANCE);
    setTimeout(() => appendFileSync(file, 'x'), 300);
    expect((await rendering).error?.code).toBe('SOURCE_CHANGED');
  });

  it('reports a master that is damaged further in', async () => {
    const { folder, file } = await makeMaster(200);
    writeFileSync(file, (await readFile(file)).subarray(0, 20_000));
    const pool = openPool();
    const job = jobOf(file, await pool.examine(sourceOf(file), ALLOWANCE), picture('jpeg', 50));
    const { error } = await pool.render(job, path.join(folder, 'scratch'), ALLOWANCE);
    expect(error).toMatchObject({ code: 'SOURCE_CORRUPT', rendition: null });
  });

  it('leaves the signals of the terminal to who started it', async () => {
    const { file } = await makeMaster(40);
    const pool = openPool();
    await pool.installation();
    const { pids } = pool;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pids[0] ?? 0, signal);
    expect((await pool.examine(sourceOf(file), ALLOWANCE)).error).toBeUndefined();
    expect(pool.pids).toEqual(pids);
  });

  it.runIf(process.platform === 'linux')('ends in the middle of its work when its owner is killed', async () => {
    const { folder, file } = await makeMaster(2500);
    // Ten seconds of work in a thread that knows nothing of the owner.
    const job = jobOf(file, await openPool().examine(sourceOf(file), ALLOWANCE), picture('avif'));
    const pids = await orphanWorkers(WORKER, JSON.stringify(job), path.join(folder, 'scratch'));
    const killed = performance.now();
    await eventually(() => !pids.some(isAlive));
    expect(performance.now() - killed).toBeLessThan(5000);
  });
});
