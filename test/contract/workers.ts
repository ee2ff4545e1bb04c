import { describe, expect, it } from 'vitest';

import type { Workers } from '../../src/schedule/workers.ts';
import { EMPTY_DOCUMENT } from '../support/pictures/masters/empty-document.ts';
import { scriptedJob, sourceOf, testFolder } from '../support/processes/scripted-pool.ts';

const ALLOWANCE = { timeoutSeconds: 30, memoryBytes: 100 * 2 ** 20 };

const HERE = { kind: 'folder', root: '/here' } as const;

/**
 * What all workers promise. `open` hands out workers, two at a time, that do what an asset's name says (see
 * `scripted-worker.ts`): `ok`, `late-250`, `hang`, `fail`, `steps-4`.
 */
export function describeWorkers(name: string, open: () => Workers): void {
  describe(`${name} workers`, () => {
    it('say what is installed, as often as they are asked', async () => {
      await using workers = open();
      const expected = { encoderVersions: { jpg: 'test 1' }, parts: [{ name: 'test', found: '1' }] };
      expect(await workers.installation()).toEqual(expected);
      expect(await workers.installation()).toEqual(expected);
      expect(await workers.programs()).toEqual(expected);
    });

    it('examine files, those that are no asset too', async () => {
      await using workers = open();
      expect(await workers.examine(sourceOf('/a.png'), ALLOWANCE)).toMatchObject({ sha256: 'new', mime: 'image/png' });
      expect(await workers.examine(sourceOf('/a.txt'), ALLOWANCE)).toMatchObject({ sha256: '', mime: null });
    });

    it('take files apart', async () => {
      await using workers = open();
      expect(await workers.takeApart(sourceOf('/a.psd'), testFolder(), ALLOWANCE)).toEqual({
        document: EMPTY_DOCUMENT,
      });
    });

    it('answer a job with its result, or with its error', async () => {
      await using workers = open();
      const good = await workers.render(scriptedJob('ok'), testFolder(), ALLOWANCE);
      expect(good.error).toBeUndefined();
      expect(good.result?.artefacts).toEqual([]);
      const bad = await workers.render(scriptedJob('fail'), testFolder(), ALLOWANCE);
      expect(bad.error).toMatchObject({ code: 'ENGINE_FAILED', rendition: null });
      expect(bad.result).toBeUndefined();
    });

    it('take more requests than there are workers, and answer each', async () => {
      await using workers = open();
      const names = ['late-60', 'ok', 'fail', 'late-20', 'ok', 'ok', 'fail'];
      const all = await Promise.all(names.map((asset) => workers.render(scriptedJob(asset), testFolder(), ALLOWANCE)));
      expect(all.map(({ error }) => error?.code)).toEqual(
        names.map((asset) => (asset === 'fail' ? 'ENGINE_FAILED' : undefined)),
      );
    });

    it('end a request that takes too long, and work on', async () => {
      await using workers = open();
      await workers.installation();
      const late = await workers.render(scriptedJob('hang'), testFolder(), { ...ALLOWANCE, timeoutSeconds: 0.3 });
      expect(late.error?.code).toBe('ENGINE_TIMEOUT');
      expect((await workers.render(scriptedJob('ok'), testFolder(), ALLOWANCE)).result).toBeDefined();
    });

    it('cancel a request whose signal is aborted, at once, and work on', async () => {
      await using workers = open();
      await workers.installation();
      const stop = new AbortController();
      const busy = workers.render(scriptedJob('hang'), testFolder(), { ...ALLOWANCE, signal: stop.signal });
      stop.abort();
      expect((await busy).error?.code).toBe('CANCELLED');
      const late = await workers.render(scriptedJob('ok'), testFolder(), { ...ALLOWANCE, signal: stop.signal });
      expect(late.error?.code).toBe('CANCELLED');
      expect((await workers.render(scriptedJob('ok'), testFolder(), ALLOWANCE)).result).toBeDefined();
    });

    it('look for files elsewhere where they are told to, and are the same workers', async () => {
      await using workers = open();
      const elsewhere = workers.at({ library: HERE, storage: HERE });
      expect(await elsewhere.installation()).toEqual(await workers.installation());
      expect(await elsewhere.examine(sourceOf('/a.png'), ALLOWANCE)).toMatchObject({ sha256: 'new' });
      expect((await elsewhere.render(scriptedJob('ok'), testFolder(), ALLOWANCE)).result).toBeDefined();
      expect(elsewhere.pids).toEqual(workers.pids);
      await elsewhere.close();
      expect((await workers.examine(sourceOf('/a.png'), ALLOWANCE)).error?.code).toBe('CANCELLED');
    });

    it('tell how far a job is, in order', async () => {
      await using workers = open();
      const shares: number[] = [];
      await workers.render(scriptedJob('steps-4'), testFolder(), ALLOWANCE, (share) => shares.push(share));
      expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
    });

    it('work on after those at rest were let go', async () => {
      await using workers = open();
      await workers.render(scriptedJob('ok'), testFolder(), ALLOWANCE);
      await workers.trim(0);
      expect(workers.pids).toEqual([]);
      expect((await workers.render(scriptedJob('ok'), testFolder(), ALLOWANCE)).result).toBeDefined();
    });

    it('cancel what is in hand when they are closed, and what comes later', async () => {
      const workers = open();
      await workers.installation();
      const busy = workers.render(scriptedJob('hang'), testFolder(), ALLOWANCE);
      await workers.close();
      expect((await busy).error?.code).toBe('CANCELLED');
      expect((await workers.render(scriptedJob('ok'), testFolder(), ALLOWANCE)).error?.code).toBe('CANCELLED');
      expect((await workers.examine(sourceOf('/a.png'), ALLOWANCE)).error?.code).toBe('CANCELLED');
      await workers.close();
      expect(workers.pids).toEqual([]);
    });
  });
}
