import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import { acquireLock } from '../../../../src/run/history/lock.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';
import { startScript } from '../../../support/processes/script.ts';
import { readOnlyView } from '../../../support/files/small-disk.ts';

const LOCKED = { code: 'LOCKED', class: 'storage', hint: expect.stringContaining('--wait-lock') };

describe('the lock of an output', () => {
  it('is given to one at a time, in this process too', async () => {
    const output = path.join(ownFolder(), 'out');
    const lock = await acquireLock(output);
    await expect(acquireLock(output)).rejects.toMatchObject({ ...LOCKED, place: output });
    lock.release();
    const next = await acquireLock(output);
    lock.release();
    await expect(acquireLock(output)).rejects.toMatchObject(LOCKED);
    next.release();
  });

  it('that is damaged is told, with the file to remove', async () => {
    const output = ownFolder();
    writeFiles(output, { '.dmx/lock.db': 'no database '.repeat(200) });
    const place = path.join(output, '.dmx/lock.db');
    await expect(acquireLock(output)).rejects.toMatchObject({ code: 'CATALOG_DAMAGED', place });
  });

  it('names who has it', async () => {
    const output = ownFolder();
    const holder = startScript('lock-holder.ts', [output]);
    expect(await holder.line()).toBe('held');
    const refused = acquireLock(output);
    await expect(refused).rejects.toMatchObject(LOCKED);
    await expect(refused).rejects.toThrow(new RegExp(`dmx ingest, process ${holder.child.pid}, since \\d{4}-`));
  });

  it('is free at once when its process was killed', async () => {
    const output = ownFolder();
    const holder = startScript('lock-holder.ts', [output]);
    await holder.line();
    await holder.kill();
    const lock = await acquireLock(output);
    lock.release();
    expect(readdirSync(path.join(output, '.dmx'))).toEqual(['lock.db']);
  });

  it('is given to one of several processes that ask at once', async () => {
    const output = ownFolder();
    const holders = [1, 2, 3].map(() => startScript('lock-holder.ts', [output]));
    const said = await Promise.all(holders.map((holder) => holder.line()));
    expect(said.toSorted()).toEqual(['LOCKED', 'LOCKED', 'held']);
  });

  it('is waited for as long as asked', async () => {
    const output = ownFolder();
    const lock = await acquireLock(output);
    const before = performance.now();
    await expect(acquireLock(output, 0.3)).rejects.toMatchObject(LOCKED);
    expect(performance.now() - before).toBeGreaterThan(290);
    const waiting = acquireLock(output, 60);
    await sleep(50);
    lock.release();
    const next = await waiting;
    next.release();
  });

  it('is not waited for any longer once that was called off', async () => {
    const output = ownFolder();
    const lock = await acquireLock(output);
    const calledOff = new AbortController();
    const waiting = acquireLock(output, 60, { signal: calledOff.signal });
    calledOff.abort(new Error('called off'));
    await expect(waiting).rejects.toThrow('called off');
    lock.release();
  });

  it('is refused with a reason where the output cannot be written', async ({ skip }) => {
    const folder = ownFolder();
    writeFiles(folder, { 'file/.dmx': 'a file', 'other/x': '' });
    await expect(acquireLock(path.join(folder, 'file'))).rejects.toMatchObject({ code: 'STORAGE_DENIED' });
    const view = readOnlyView(path.join(folder, 'other')) ?? skip('no right to mount');
    await expect(acquireLock(view)).rejects.toMatchObject({ code: 'STORAGE_DENIED' });
    await expect(acquireLock(path.join(view, 'new'))).rejects.toMatchObject({ code: 'STORAGE_DENIED' });
    expect(existsSync(path.join(folder, 'other/.dmx'))).toBe(false);
  });
});
