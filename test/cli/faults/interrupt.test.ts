import { describe, expect, it } from 'vitest';
import { countsOf, errorOf, readLines, readManifest } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { openLongShop, startLongRun, undisturbed } from '../../support/project/long-shop.ts';
import { digestFiles, listFiles } from '../../support/files/tree.ts';

describe('Ctrl-C', () => {
  it('finishes what is in hand, records it, and the same command goes on to the very same bytes', async () => {
    const { folder: cwd, output } = await openLongShop();
    const run = await startLongRun(cwd);
    run.child.kill('SIGINT');
    const ended = await run.ended;
    expect(ended.exit).toBe(130);
    expect(readLines(ended).at(-1)).toMatchObject({ type: 'run-finished', state: 'interrupted' });

    const recorded = (await readManifest(output)).assets.flatMap(({ renditions }) =>
      renditions.map(({ path }) => path),
    );
    expect(recorded.length).toBeGreaterThan(0);
    expect(await listFiles(output)).toEqual(['manifest.json', ...recorded].toSorted());

    const again = await dmx(cwd, 'ingest', '-j', '1', '--json');
    expect(again.exit).toBe(0);
    expect(countsOf(again).made).toBeGreaterThan(0);
    expect(countsOf(again).kept).toBe(recorded.length);
    expect(await digestFiles(output)).toEqual(await undisturbed());
  });

  it('is what a terminal asks for that is closed, however often it says so', async () => {
    const { folder: cwd } = await openLongShop();
    const run = await startLongRun(cwd);
    for (let i = 0; i < 3; i++) run.child.kill('SIGHUP');
    const ended = await run.ended;
    expect(ended.exit).toBe(130);
    expect(readLines(ended).at(-1)).toMatchObject({ type: 'run-finished', state: 'interrupted' });
  });

  it('pressed twice stops at once, and the same command goes on', async () => {
    const { folder: cwd, output } = await openLongShop();
    const run = await startLongRun(cwd);
    run.child.kill('SIGINT');
    run.child.kill('SIGTERM');
    expect((await run.ended).exit).toBe(130);
    expect((await dmx(cwd, 'ingest')).exit).toBe(0);
    expect(await digestFiles(output)).toEqual(await undisturbed());
  });
});

describe('the lock of an output', () => {
  it('keeps a second run off it, lets those who only look, and is waited for when asked', async () => {
    const { folder: cwd } = await openLongShop();
    const first = await startLongRun(cwd);
    const [second, plan, patient] = await Promise.all([
      dmx(cwd, 'ingest', '--json'),
      dmx(cwd, 'plan'),
      dmx(cwd, 'ingest', '--wait-lock', '2m', '--json'),
    ]);
    expect(second.exit).toBe(6);
    expect(errorOf(second)).toMatchObject({ code: 'LOCKED', hint: expect.stringMatching(/waitLock/) });
    expect(plan.exit).toBe(0);
    expect((await first.ended).exit).toBe(0);
    expect(patient.exit).toBe(0);
    expect(countsOf(patient)).toMatchObject({ made: 0 });
  });

  it('goes with its process, however that dies, and nothing half-written stays listed', async () => {
    const { folder: cwd, output } = await openLongShop();
    const first = await startLongRun(cwd);
    first.child.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    expect((await dmx(cwd, 'ingest')).exit).toBe(0);
    expect(await digestFiles(output)).toEqual(await undisturbed());
  });
});
