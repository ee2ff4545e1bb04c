import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { openStorage } from '../../../src/storage/index.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { makeScratch, scratchFolder } from '../../../src/system/scratch.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { readOnlyView, smallDisk } from '../../support/files/small-disk.ts';

async function* textOf(text: string): AsyncGenerator<string> {
  yield text;
}

async function opened(root: string): Promise<Storage> {
  const storage = openStorage('folder', root);
  await storage.prepare();
  return storage;
}

/** Commits from a folder of the machine's, as jobs do. */
async function commit(storage: Storage, storedPath: string, bytes: string | Buffer, from = ownFolder()): Promise<void> {
  const file = path.join(await makeScratch(from, 'job'), 'made');
  writeFileSync(file, bytes);
  await storage.commit(file, storedPath);
}

describe('the folder storage', () => {
  it('touches nothing before it is opened, and makes the output then', async () => {
    const root = path.join(ownFolder(), 'not/there');
    const storage = openStorage('folder', root);
    expect(await storage.sizes(['a'])).toEqual([undefined]);
    expect(existsSync(root)).toBe(false);
    await storage.prepare();
    expect(readdirSync(path.join(root, '.dmx'))).toEqual(['scratch']);
  });

  it('says of what cannot be read that it cannot be read, and what that is', async () => {
    const root = ownFolder();
    const storage = await opened(root);
    symlinkSync('circle', path.join(root, 'circle'));
    const told = {
      code: 'STORAGE_DENIED',
      place: path.join(root, 'circle/a.jpg'),
      message: expect.stringMatching(/^cannot read /),
      hint: expect.not.stringMatching(/write|out/),
    };
    await expect(storage.sizes(['b.jpg', 'circle/a.jpg'])).rejects.toMatchObject(told);
    await expect(storage.digest('circle/a.jpg')).rejects.toMatchObject(told);
    await expect(storage.writeText('circle/a.jpg', textOf('a'))).rejects.toMatchObject({
      message: expect.stringMatching(/^cannot write /),
    });
  });

  it('sweeps the scratch that a crash left', async () => {
    const root = ownFolder();
    await opened(root);
    writeFileSync(path.join(await makeScratch(scratchFolder(root), 'job'), 'half'), 'half');
    await opened(root);
    expect(readdirSync(path.join(root, '.dmx/scratch'))).toEqual([]);
  });

  it('leaves nothing in scratch behind a carry or a text', async () => {
    const root = ownFolder();
    const storage = await opened(root);
    await storage.writeText('a', textOf('x'));
    await storage.writeText('a', textOf('x'));
    await storage.carry('a', 'b');
    await storage.carry('a', 'b');
    expect(readdirSync(path.join(root, '.dmx/scratch'))).toEqual([]);
  });

  it('carries by a second name for the same bytes', async () => {
    const root = ownFolder();
    const storage = await opened(root);
    await commit(storage, 'old/a', 'pixels');
    await storage.carry('old/a', 'new/a');
    expect(statSync(path.join(root, 'new/a')).ino).toBe(statSync(path.join(root, 'old/a')).ino);
  });

  it('commits files and folders from another volume whole', async ({ skip }) => {
    const root = ownFolder();
    const storage = await opened(root);
    // The one place of most systems that is a volume of its own.
    const elsewhere = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/dmx-') : root;
    if (statSync(elsewhere).dev === statSync(root).dev) return skip();
    try {
      writeFiles(elsewhere, { a: 'pixels', 'set/m.m3u8': 'list', 'set/s/1.mp4': 'part' });
      await storage.commit(path.join(elsewhere, 'a'), 'new/a.jpg');
      await storage.commit(path.join(elsewhere, 'set'), 'new/stream');
      expect(readdirSync(elsewhere)).toEqual([]);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
    expect(readFileSync(path.join(root, 'new/a.jpg'), 'utf8')).toBe('pixels');
    expect(readFileSync(path.join(root, 'new/stream/s/1.mp4'), 'utf8')).toBe('part');
    expect(readdirSync(scratchFolder(root))).toEqual([]);
  });

  it('leaves a text untouched on disk when it is the same', async () => {
    const root = ownFolder();
    const storage = await opened(root);
    await storage.writeText('manifest.json', textOf('same'));
    const before = statSync(path.join(root, 'manifest.json'), { bigint: true });
    await storage.writeText('manifest.json', textOf('same'));
    const after = statSync(path.join(root, 'manifest.json'), { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  it('keeps the output itself and folders that hold anything else', async () => {
    const root = ownFolder();
    const storage = await opened(root);
    await commit(storage, 'a/b/c', 'x');
    writeFiles(root, { 'a/theirs.txt': 'x' });
    await storage.remove(['a/b/c']);
    expect(readdirSync(root).toSorted()).toEqual(['.dmx', 'a']);
    expect(readdirSync(path.join(root, 'a'))).toEqual(['theirs.txt']);
  });

  it('says that the output is gone, and does not make it anew', async () => {
    const root = path.join(ownFolder(), 'out');
    const storage = await opened(root);
    const file = path.join(ownFolder(), 'made');
    writeFileSync(file, 'pixels');
    rmSync(root, { recursive: true });
    const gone = { code: 'STORAGE_GONE' };
    await expect(storage.commit(file, 'renditions/a')).rejects.toMatchObject(gone);
    await expect(storage.commit(file, 'a')).rejects.toMatchObject(gone);
    await expect(storage.writeText('manifest.json', textOf('x'))).rejects.toMatchObject(gone);
    expect(existsSync(root)).toBe(false);
  });

  it('says that a file is in the way, and where', async () => {
    const root = ownFolder();
    const storage = await opened(root);
    writeFiles(root, { 'renditions/a': 'theirs' });
    const place = path.join(root, 'renditions/a/b.jpg');
    await expect(commit(storage, 'renditions/a/b.jpg', 'x')).rejects.toMatchObject({ code: 'STORAGE_DENIED', place });
    expect(readFileSync(path.join(root, 'renditions/a'), 'utf8')).toBe('theirs');
  });

  it('says that a folder of it is a link that leads nowhere', async () => {
    const root = ownFolder();
    const storage = await opened(root);
    const place = path.join(root, 'renditions');
    symlinkSync(path.join(root, 'nowhere'), place);
    await expect(commit(storage, 'renditions/a/b.jpg', 'x')).rejects.toMatchObject({ code: 'STORAGE_GONE', place });
    mkdirSync(path.join(root, 'nowhere'));
    await commit(storage, 'renditions/a/b.jpg', 'x');
    expect(await storage.sizes(['renditions/a/b.jpg'])).toEqual([1]);
  });

  it('says that the output cannot be made', async () => {
    const folder = ownFolder();
    writeFiles(folder, { file: 'x' });
    await expect(opened(path.join(folder, 'file/out'))).rejects.toMatchObject({ code: 'STORAGE_DENIED' });
  });

  it('says that the disk is full, and what was there stays', async ({ skip }) => {
    const root = smallDisk(256 * 1024) ?? skip('no right to mount a disk');
    const storage = await opened(root);
    await commit(storage, 'a', 'good');
    await storage.writeText('manifest.json', textOf('good'));
    const long = textOf('x'.repeat(1_000_000));
    const full = { code: 'STORAGE_FULL', hint: expect.stringContaining('space') };
    await expect(storage.writeText('manifest.json', long)).rejects.toMatchObject(full);
    expect(readFileSync(path.join(root, 'manifest.json'), 'utf8')).toBe('good');
    await commit(storage, 'a', 'still works');
    expect(await storage.sizes(['a'])).toEqual([11]);
  });

  it('says that the disk is read-only', async ({ skip }) => {
    const root = ownFolder();
    await commit(await opened(root), 'a', 'good');
    const storage = openStorage('folder', readOnlyView(root) ?? skip('no right to mount'));
    const denied = { code: 'STORAGE_DENIED' };
    await expect(storage.prepare()).rejects.toMatchObject(denied);
    await expect(storage.writeText('manifest.json', textOf('x'))).rejects.toMatchObject(denied);
    await expect(storage.remove(['a'])).rejects.toMatchObject(denied);
    expect(await storage.sizes(['a'])).toEqual([4]);
  });

  it('says that a part of the output lies on another disk', async ({ skip }) => {
    const root = ownFolder();
    const storage = await opened(root);
    const other = smallDisk(256 * 1024) ?? skip('no right to mount a disk');
    symlinkSync(other, path.join(root, 'renditions'));
    await expect(commit(storage, 'renditions/a', 'x')).rejects.toMatchObject({ code: 'STORAGE_DENIED' });
    expect(readdirSync(other)).toEqual([]);
  });
});
