import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countsOf, errorOf, readLines, readManifest } from '../support/dmx-output.ts';
import { dmx, startDmx, type Started } from '../support/dmx.ts';
import { ownFolder } from '../support/folder.ts';
import { inRepository } from '../support/repository.ts';
import { digestFiles, listFiles } from '../support/tree.ts';

const LIBRARY = inRepository('fixtures/library');

/** Starts a run with one worker, so that it takes a while and its jobs end one by one; waits until one has. */
async function startRun(cwd: string): Promise<Started> {
  const run = startDmx(['ingest', LIBRARY, '-j', '1', '--json'], { cwd });
  await run.saw('"type":"job-finished"');
  return run;
}

async function ingestInPeace(): Promise<Readonly<Record<string, string>>> {
  const cwd = ownFolder();
  expect((await dmx(cwd, 'ingest', LIBRARY, '-j', '2')).exit).toBe(0);
  return digestFiles(join(cwd, 'dmx-out'));
}

let peaceful: Promise<Readonly<Record<string, string>>> | undefined;

/** What a run writes that nobody disturbs, with two workers: the same for all tests here. */
const undisturbed = (): Promise<Readonly<Record<string, string>>> => (peaceful ??= ingestInPeace());

describe('Ctrl-C', () => {
  it('finishes what is in hand, records it, and the same command goes on to the very same bytes', async () => {
    const cwd = ownFolder();
    const run = await startRun(cwd);
    run.child.kill('SIGINT');
    const ended = await run.ended;
    expect(ended.exit).toBe(130);
    expect(readLines(ended).at(-1)).toMatchObject({ type: 'run-finished', state: 'interrupted' });

    const output = join(cwd, 'dmx-out');
    const recorded = (await readManifest(output)).assets.flatMap(({ renditions }) =>
      renditions.map(({ path }) => path),
    );
    expect(recorded.length).toBeGreaterThan(0);
    expect(await listFiles(output)).toEqual(['manifest.json', ...recorded].toSorted((a, b) => (a < b ? -1 : 1)));

    const again = await dmx(cwd, 'ingest', '-j', '1', '--json');
    expect(again.exit).toBe(0);
    expect(countsOf(again).made).toBeGreaterThan(0);
    expect(countsOf(again).kept).toBe(recorded.length);
    expect(await digestFiles(output)).toEqual(await undisturbed());
  });

  it('pressed twice stops at once, and the same command goes on', async () => {
    const cwd = ownFolder();
    const run = await startRun(cwd);
    run.child.kill('SIGINT');
    run.child.kill('SIGTERM');
    expect((await run.ended).exit).toBe(130);
    expect((await dmx(cwd, 'ingest')).exit).toBe(0);
    expect(await digestFiles(join(cwd, 'dmx-out'))).toEqual(await undisturbed());
  });
});

describe('the lock of an output', () => {
  it('keeps a second run off it, lets those who only look, and is waited for when asked', async () => {
    const cwd = ownFolder();
    const first = await startRun(cwd);
    const [second, plan, patient] = await Promise.all([
      dmx(cwd, 'ingest', LIBRARY, '--json'),
      dmx(cwd, 'plan', LIBRARY),
      dmx(cwd, 'ingest', LIBRARY, '--wait-lock', '2m', '--json'),
    ]);
    expect(second.exit).toBe(6);
    expect(errorOf(second)).toMatchObject({ code: 'LOCKED', hint: expect.stringMatching(/--wait-lock/) });
    expect(plan.exit).toBe(0);
    expect((await first.ended).exit).toBe(0);
    expect(patient.exit).toBe(0);
    expect(countsOf(patient)).toMatchObject({ made: 0 });
  });

  it('goes with its process, however that dies, and nothing half-written stays listed', async () => {
    const cwd = ownFolder();
    const first = await startRun(cwd);
    first.child.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    expect((await dmx(cwd, 'ingest', LIBRARY)).exit).toBe(0);
    expect(await digestFiles(join(cwd, 'dmx-out'))).toEqual(await undisturbed());
  });
});
