import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { FileLock } from '../../../../src/run/history/file-lock.ts';
import { acquire, type Lock } from '../../../../src/run/history/lock.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';
import { startScript } from '../../../support/processes/script.ts';
import { readOnlyView } from '../../../support/files/small-disk.ts';

const acquireFile = (output: string): Promise<Lock> => acquire(new FileLock(output), { command: 'ingest' });

describe('the lock of an output in a folder', () => {
  it('that is damaged is told, with the file to remove', async () => {
    const output = ownFolder();
    writeFiles(output, { '.dmx/lock.db': 'no database '.repeat(200) });
    const place = path.join(output, '.dmx/lock.db');
    await expect(acquireFile(output)).rejects.toMatchObject({ code: 'CATALOG_DAMAGED', place });
  });

  it('names the process that has it', async () => {
    const output = ownFolder();
    const holder = startScript('lock-holder.ts', [output]);
    expect(await holder.line()).toBe('held');
    const refused = acquireFile(output);
    await expect(refused).rejects.toMatchObject({ code: 'LOCKED' });
    await expect(refused).rejects.toThrow(new RegExp(`dmx ingest, process ${holder.child.pid}, since \\d{4}-`));
  });

  it('is free at once when its process was killed', async () => {
    const output = ownFolder();
    const holder = startScript('lock-holder.ts', [output]);
    await holder.line();
    await holder.kill();
    const lock = await acquireFile(output);
    lock.release();
    expect(readdirSync(path.join(output, '.dmx'))).toEqual(['lock.db']);
  });

  it('is given to one of several processes that ask at once', async () => {
    const output = ownFolder();
    const holders = [1, 2, 3].map(() => startScript('lock-holder.ts', [output]));
    const said = await Promise.all(holders.map((holder) => holder.line()));
    expect(said.toSorted()).toEqual(['LOCKED', 'LOCKED', 'held']);
  });

  it('is refused with a reason where the output cannot be written', async ({ skip }) => {
    const folder = ownFolder();
    writeFiles(folder, { 'file/.dmx': 'a file', 'other/x': '' });
    await expect(acquireFile(path.join(folder, 'file'))).rejects.toMatchObject({ code: 'STORAGE_DENIED' });
    const view = readOnlyView(path.join(folder, 'other')) ?? skip('no right to mount');
    await expect(acquireFile(view)).rejects.toMatchObject({ code: 'STORAGE_DENIED' });
    await expect(acquireFile(path.join(view, 'new'))).rejects.toMatchObject({ code: 'STORAGE_DENIED' });
    expect(existsSync(path.join(folder, 'other/.dmx'))).toBe(false);
  });
});
