import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { acquire, type OutputLock } from '../../src/run/history/lock.ts';

const LOCKED = { code: 'LOCKED', class: 'storage', hint: expect.stringContaining('waitLock') };
const command = 'ingest';

/** The contract of a lock. `open` gives two handles of the lock of one output that nobody holds. */
export function describeLock(name: string, open: () => readonly [OutputLock, OutputLock]): void {
  describe(`the lock of an output: ${name}`, () => {
    it('is given to one at a time, in this process too, and names its holder', async () => {
      const [one, other] = open();
      const lock = await acquire(one, { command });
      const refused = acquire(other, { command: 'prune' });
      await expect(refused).rejects.toMatchObject({ ...LOCKED, place: other.output });
      await expect(refused).rejects.toThrow(`dmx ingest, process ${process.pid}`);
      expect(other.holder()).toMatchObject({ pid: process.pid, command });
      lock.release();
      expect(other.holder()).toEqual({});
    });

    it('that is given back twice takes nothing from the next holder', async () => {
      const [one, other] = open();
      const lock = await acquire(one, { command });
      lock.release();
      const next = await acquire(other, { command });
      lock.release();
      await expect(acquire(one, { command })).rejects.toMatchObject(LOCKED);
      next.release();
    });

    it('is waited for as long as asked', async () => {
      const [one, other] = open();
      const lock = await acquire(one, { command });
      const before = performance.now();
      await expect(acquire(other, { command, waitSeconds: 0.3 })).rejects.toMatchObject(LOCKED);
      expect(performance.now() - before).toBeGreaterThan(290);
      const waiting = acquire(other, { command, waitSeconds: 60 });
      await sleep(50);
      lock.release();
      const next = await waiting;
      next.release();
    });

    it('is not waited for any longer once that was called off', async () => {
      const [one, other] = open();
      const lock = await acquire(one, { command });
      const calledOff = new AbortController();
      const waiting = acquire(other, { command, waitSeconds: 60, signal: calledOff.signal });
      calledOff.abort(new Error('called off'));
      await expect(waiting).rejects.toThrow('called off');
      lock.release();
    });
  });
}
